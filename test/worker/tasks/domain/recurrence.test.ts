import { describe, expect, it } from 'vitest'
import { nextDay, parseRecurrence, writeRecurrence } from '../../../../worker/tasks/domain/recurrence'
import { momentAt, wallClock } from '../../../../worker/tasks/domain/wall-clock'

const rule = (text: string) => parseRecurrence(text)!

describe('a recurrence rule', () => {
  it.each([
    ['FREQ=DAILY', '2026-03-31', '2026-04-01'],
    ['FREQ=DAILY;INTERVAL=3', '2026-12-30', '2027-01-02'],
    ['FREQ=WEEKLY', '2026-11-23', '2026-11-30'],
    ['FREQ=WEEKLY;BYDAY=MO,TH', '2026-11-23', '2026-11-26'],
    ['FREQ=WEEKLY;BYDAY=MO,TH', '2026-11-26', '2026-11-30'],
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH', '2026-11-26', '2026-12-07'],
    ['FREQ=WEEKLY;BYDAY=MO', '2026-11-25', '2026-11-30'],
    ['FREQ=MONTHLY', '2026-01-31', '2026-02-28'],
    ['FREQ=MONTHLY;INTERVAL=2', '2026-12-15', '2027-02-15'],
    ['FREQ=YEARLY', '2028-02-29', '2029-02-28'],
  ])('%s comes after %s on %s', (text, from, next) => {
    expect(nextDay(rule(text), from, '2026-01-01')).toBe(next)
  })

  it('passes over what was missed, and stays on its days', () => {
    expect(nextDay(rule('FREQ=WEEKLY'), '2026-11-02', '2026-11-23')).toBe('2026-11-30')
  })

  it('ends', () => {
    expect(nextDay(rule('FREQ=DAILY;UNTIL=20260401'), '2026-03-31', '2026-01-01')).toBe('2026-04-01')
    expect(nextDay(rule('FREQ=DAILY;UNTIL=20260331'), '2026-03-31', '2026-01-01')).toBeNull()
  })

  it.each(['FREQ=DAILY', 'FREQ=MONTHLY', 'FREQ=YEARLY;INTERVAL=400'])(
    'ends with the years a date is written in: %s',
    (text) => {
      expect(nextDay(rule(text), '9999-12-31', '2026-01-01')).toBeNull()
    },
  )

  it.each(['FREQ=DAILY', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU', 'FREQ=MONTHLY;UNTIL=20270101'])(
    'reads back as it was written: %s',
    (text) => expect(writeRecurrence(rule(text))).toBe(text),
  )

  it.each([
    '',
    'FREQ=HOURLY',
    'FREQ=DAILY;COUNT=3',
    'FREQ=DAILY;INTERVAL=0',
    'FREQ=DAILY;INTERVAL=1.5',
    'FREQ=DAILY;BYDAY=MO',
    'FREQ=WEEKLY;BYDAY=2MO',
    'FREQ=DAILY;UNTIL=20260231',
    'FREQ=DAILY;FREQ=DAILY',
    'every day',
  ])('is not %s', (text) => expect(parseRecurrence(text)).toBeNull())
})

describe('a clock on the wall', () => {
  it.each([
    ['2026-03-28T08:00:00.000Z', 'Europe/Amsterdam', '2026-03-28', 9],
    ['2026-03-30T07:00:00.000Z', 'Europe/Amsterdam', '2026-03-30', 9],
    ['2026-11-30T01:30:00.000Z', 'America/New_York', '2026-11-29', 20.5],
    ['2026-11-30T18:30:00.000Z', 'Asia/Kolkata', '2026-12-01', 0],
  ])('shows %s in %s as %s at %d h', (at, zone, day, hours) => {
    const clock = { day, timeMs: hours * 3_600_000 }
    expect(wallClock(new Date(at), zone)).toEqual(clock)
    expect(momentAt(clock, zone).toISOString()).toBe(at)
  })

  it('keeps the time of day over a change of the clocks', () => {
    const nine = { timeMs: 9 * 3_600_000 }
    expect(momentAt({ day: '2026-10-24', ...nine }, 'Europe/Amsterdam').toISOString()).toBe('2026-10-24T07:00:00.000Z')
    expect(momentAt({ day: '2026-10-26', ...nine }, 'Europe/Amsterdam').toISOString()).toBe('2026-10-26T08:00:00.000Z')
  })

  // Half past two is on no clock of that night, wherever it is.
  it.each([
    ['Europe/Berlin', '2026-03-29', '2026-03-29T01:30:00.000Z'],
    ['America/New_York', '2026-03-08', '2026-03-08T07:30:00.000Z'],
    ['Australia/Sydney', '2026-10-04', '2026-10-03T16:30:00.000Z'],
  ])('shows the time after the gap where it was put forward past one: %s', (zone, day, at) => {
    expect(momentAt({ day, timeMs: 2.5 * 3_600_000 }, zone).toISOString()).toBe(at)
    expect(wallClock(new Date(at), zone)).toEqual({ day, timeMs: 3.5 * 3_600_000 })
  })
})
