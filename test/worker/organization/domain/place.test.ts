import { expect, it } from 'vitest'
import { SignUp } from '../../../../worker/organization/contract'
import { isLocale, isTimeZone } from '../../../../worker/organization/domain/place'

it.each([
  ['en-GB', true],
  ['pt', true],
  ['zh-Hant-TW', true],
  ['not a locale', false],
  ['', false],
])('%j as a language: %s', (tag, known) => expect(isLocale(tag)).toBe(known))

it.each([
  ['Europe/Lisbon', true],
  ['UTC', true],
  ['Mars/Olympus', false],
  ['', false],
])('%j as a time zone: %s', (name, known) => expect(isTimeZone(name)).toBe(known))

it('takes an e-mail however it is written, and only one that is', () => {
  const given = { company: 'Acme', name: 'A', password: 'long enough' }
  expect(SignUp.parse({ ...given, email: '  Rita@Example.COM ' }).email).toBe('rita@example.com')
  expect(SignUp.safeParse({ ...given, email: 'rita at example' }).success).toBe(false)
})
