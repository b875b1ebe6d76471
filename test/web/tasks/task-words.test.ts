import { describe, expect, it } from 'vitest'
import { dueInFull, dueWords, durationWords, readDuration, recurrenceWords } from '../../../web/src/tasks/task-words'

const at = { language: 'en-GB', timeZone: 'UTC' }
const now = new Date('2026-11-23T10:00:00Z') // a Monday
const due = (dueAt: string | null, dueIsDay = false) => ({ dueAt, dueIsDay, status: 'pending' as const })

describe('when a task is due', () => {
  it.each([
    ['2026-11-21T16:00:00Z', false, '2 days late', '21 Nov 16:00'],
    ['2026-11-22T23:59:59Z', true, '1 day late', 'Yesterday'],
    ['2026-11-23T09:00:00Z', false, 'since 09:00', 'Today 09:00'],
    ['2026-11-23T15:00:00Z', false, '15:00', 'Today 15:00'],
    ['2026-11-23T23:59:59Z', true, 'Today', 'Today'],
    ['2026-11-24T12:00:00Z', false, 'Tomorrow 12:00', 'Tomorrow 12:00'],
    ['2026-11-26T23:59:59Z', true, 'Thu', 'Thu 26 Nov'],
    ['2026-12-18T23:59:59Z', true, '18 Dec', '18 Dec'],
    ['2027-02-01T09:30:00Z', false, '1 Feb 2027 09:30', '1 Feb 2027 09:30'],
  ])('%s is said short and in full', (dueAt, dueIsDay, short, full) => {
    expect(dueWords(due(dueAt, dueIsDay), now, at)).toBe(short)
    expect(dueInFull(due(dueAt, dueIsDay), now, at)).toBe(full)
  })

  it('is not late once it is done', () => {
    expect(dueWords({ ...due('2026-11-21T16:00:00Z'), status: 'completed' }, now, at)).toBe('21 Nov')
    expect(dueInFull(due(null), now, at)).toBe('No due date')
  })
})

describe('a duration', () => {
  it.each([
    ['90', 90],
    ['45 min', 45],
    ['2h', 120],
    ['1 h 30', 90],
    ['1h30m', 90],
    ['1:05', 65],
    ['1.5 h', 90],
    ['1,5h', 90],
  ])('%s is read as %i minutes', (text, minutes) => expect(readDuration(text)).toBe(minutes))

  it.each(['', 'soon', '0', '-5', '1:5', '2 days', '99999 h'])('%s is none', (text) => {
    expect(readDuration(text)).toBeUndefined()
  })

  it.each([
    [45, '45 min'],
    [120, '2 h'],
    [90, '1 h 30 min'],
  ])('%i minutes read %s', (minutes, words) => expect(durationWords(minutes)).toBe(words))
})

it.each([
  ['FREQ=DAILY', 'Every day'],
  ['FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', 'Every working day'],
  ['FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH', 'Every 2 weeks on Monday and Thursday'],
  ['FREQ=MONTHLY;INTERVAL=3', 'Every 3 months'],
])('%s reads %s', (rule, words) => expect(recurrenceWords(rule)).toBe(words))
