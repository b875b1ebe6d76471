import { describe, expect, it } from 'vitest'
import {
  exportAddress,
  isNarrowed,
  readFilters,
  toQuery,
  writeFilters,
} from '../../../../web/src/features/customers/customer-filters'

describe('filters in the address', () => {
  it('come back as they were written', () => {
    const filters = { text: 'harz', kind: 'person', owner: 'me', industry: 'Water', tag: 'vip' } as const
    const written = writeFilters(filters) as Record<string, string>
    expect(readFilters(written)).toEqual(filters)
  })

  it('leave out what makes no sense, rather than show nothing', () => {
    expect(readFilters({ kind: 'planet', q: '  ', tag: ['a', 'b'] })).toEqual({
      text: undefined,
      kind: undefined,
      owner: undefined,
      industry: undefined,
      tag: 'a',
    })
  })

  it('narrow only when one of them says something', () => {
    expect(isNarrowed(readFilters({}))).toBe(false)
    expect(isNarrowed({ tag: 'vip' })).toBe(true)
  })
})

describe('what the server is asked', () => {
  it('names the reader by their id', () => {
    expect(toQuery({ owner: 'me' }, 'name', 'u1').ownerId).toBe('u1')
    expect(toQuery({ owner: 'u2' }, 'name', 'u1').ownerId).toBe('u2')
  })

  it('is the same for the file, but for the order', () => {
    expect(exportAddress(toQuery({ text: 'a & b', tag: 'vip' }, '-name', 'u1'))).toBe(
      '/api/v1/exports/customers.csv?q=a+%26+b&tag=vip',
    )
    expect(exportAddress(toQuery({}, 'name', 'u1'))).toBe('/api/v1/exports/customers.csv')
  })
})
