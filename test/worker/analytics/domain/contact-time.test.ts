import { describe, expect, it } from 'vitest'
import { bestContactTime, type Contact } from '../../../../worker/analytics/domain/contact-time'
import { DAY_MS } from '../../../../worker/analytics/domain/timeline'

const MONDAY = Date.UTC(2026, 9, 5)
const utc = (at: number) => ({ weekday: new Date(at).getUTCDay(), hour: new Date(at).getUTCHours() })
const contact = (day: number, hour: number, given: Partial<Contact> = {}): Contact => ({
  at: MONDAY + day * DAY_MS + hour * 3_600_000,
  channel: 'email',
  direction: 'in',
  outcome: null,
  ...given,
})
const spread = (count: number) => Array.from({ length: count }, (_, i) => contact(i % 5, 8 + ((i * 3) % 10)))
const tuesdays = (count: number) => Array.from({ length: count }, (_, i) => contact(1 + 7 * i, 9 + (i % 2)))

describe('the best time to reach a customer', () => {
  it('is where their answers gather, told with how many', () => {
    expect(bestContactTime([...spread(6), ...tuesdays(5)], utc)).toEqual({
      kind: 'window',
      weekday: 2,
      fromHour: 8,
      toHour: 11,
      inWindow: 5,
      answers: 11,
    })
  })

  it('is not made up from a handful of answers, even if they all came at one time', () => {
    expect(bestContactTime(tuesdays(5), utc)).toEqual({ kind: 'too_few', answers: 5, needed: 8 })
    expect(bestContactTime([], utc)).toMatchObject({ kind: 'too_few', answers: 0 })
  })

  it('is none when answers come at all times', () => {
    expect(bestContactTime(spread(30), utc)).toEqual({ kind: 'no_pattern', answers: 30 })
  })

  it('counts calls they took, and neither what was sent to them nor calls they missed nor notes', () => {
    const out = { direction: 'out' } as const
    const count = (given: Partial<Contact>) => {
      const contacts = Array.from({ length: 8 }, (_, i) => contact(1 + 7 * i, 9, given))
      return bestContactTime(contacts, utc).answers
    }
    expect(count({ ...out, channel: 'call', outcome: 'positive' })).toBe(8)
    expect(count({ ...out, channel: 'call', outcome: 'no_answer' })).toBe(0)
    expect(count({ ...out, channel: 'email' })).toBe(0)
    expect(count({ channel: 'note' })).toBe(0)
  })

  it('goes by the clock where the seller is', () => {
    const later = (at: number) => utc(at + 5 * 3_600_000)
    expect(bestContactTime(tuesdays(9), later)).toMatchObject({ kind: 'window', fromHour: 14, toHour: 18 })
  })
})
