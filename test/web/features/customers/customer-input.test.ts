import { describe, expect, it } from 'vitest'
import {
  addressWith,
  phoneLink,
  readEmail,
  readEmployees,
  readTags,
  readWebsite,
  websiteLink,
} from '../../../../web/src/features/customers/customer-input'

it.each([
  [readEmail, 'ana@werk.example', 'ana@werk.example'],
  [readEmail, '', null],
  [readWebsite, 'werk.example/about', 'werk.example/about'],
  [readWebsite, 'https://werk.example:8080', 'https://werk.example:8080'],
  [readEmployees, '210', 210],
  [readEmployees, '', null],
] as const)('%o takes "%s"', (read, text, value) => {
  expect(read(text)).toEqual({ ok: true, value })
})

it.each([
  [readEmail, 'ana at werk'],
  [readEmail, 'ana@werk'],
  [readWebsite, 'javascript:alert(1)'],
  [readEmployees, '2.5'],
  [readEmployees, '-1'],
  [readEmployees, 'many'],
] as const)('%o refuses "%s"', (read, text) => {
  expect(read(text).ok).toBe(false)
})

describe('readTags', () => {
  it('parts them at commas, and takes the same one once', () => {
    expect(readTags(' vip, North ,, VIP')).toEqual({ ok: true, value: ['VIP', 'North'] })
  })

  it('refuses too long ones and too many', () => {
    expect(readTags('x'.repeat(51)).ok).toBe(false)
    expect(readTags(Array.from({ length: 31 }, (_, index) => `t${index}`).join()).ok).toBe(false)
  })
})

describe('addressWith', () => {
  it('keeps the other lines', () => {
    expect(addressWith({ city: 'Rijeka' }, 'country', 'Croatia')).toEqual({ city: 'Rijeka', country: 'Croatia' })
  })

  it('is none once the last line is taken out', () => {
    expect(addressWith({ city: 'Rijeka' }, 'city', '')).toBeNull()
    expect(addressWith({ city: 'Rijeka', country: 'Croatia' }, 'city', '')).toEqual({ country: 'Croatia' })
  })
})

it('leads to the web and to the telephone', () => {
  expect(websiteLink('werk.example')).toBe('https://werk.example')
  expect(websiteLink('HTTP://werk.example')).toBe('HTTP://werk.example')
  expect(phoneLink('+385 (0)51 123-456')).toBe('tel:+385051123456')
})
