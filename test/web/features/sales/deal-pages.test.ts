import { expect, it } from 'vitest'
import { toDealQuery } from '../../../../web/src/features/sales/deal-pages'

const WHO = { userId: 'kofi', currency: 'EUR' }

it('asks the server what the reader asked for', () => {
  const filters = { owner: 'me', before: '2027-01-01', priority: 'high', min: 2500.5, text: 'press' } as const
  expect(toDealQuery(filters, { status: 'lost', sort: '-amount' }, WHO)).toEqual({
    status: 'lost',
    sort: '-amount',
    q: 'press',
    ownerId: 'kofi',
    priority: 'high',
    minAmountMinor: 250_050,
    closesTo: '2026-12-31',
  })
})

it('counts an amount in the decimals of the company’s currency', () => {
  expect(toDealQuery({ min: 2500 }, {}, { ...WHO, currency: 'JPY' }).minAmountMinor).toBe(2500)
})
