import { expect, it } from 'vitest'
import { compareAsListed, toDealQuery } from '../../../../web/src/features/sales/deal-pages'
import { aDeal } from './builders'

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

it.each([
  ['closes', ['soon', 'late', 'later', 'never', 'neither']],
  ['-closes', ['later', 'late', 'soon', 'neither', 'never']],
  ['probability', ['never', 'late', 'later', 'neither', 'soon']],
  ['-probability', ['neither', 'later', 'late', 'never', 'soon']],
] as const)(
  'lists deals of the device by %s as the server would: equals by id, those without last',
  (order, wanted) => {
    const deals = [
      aDeal({ id: '2', title: 'later', expectedCloseOn: '2027-03-01', score: { probability: 0.5 } }),
      aDeal({ id: '1', title: 'late', expectedCloseOn: '2027-03-01', score: { probability: 0.5 } }),
      aDeal({ id: '5', title: 'neither', expectedCloseOn: null, score: { probability: 0.5 } }),
      aDeal({ id: '3', title: 'soon', expectedCloseOn: '2026-12-01', score: null }),
      aDeal({ id: '4', title: 'never', expectedCloseOn: null, score: { probability: 0.1 } }),
    ]
    expect(deals.toSorted(compareAsListed(order)).map(({ title }) => title)).toEqual(wanted)
  },
)
