import { describe, expect, it } from 'vitest'
import { readQuickTask } from '../../../../worker/tasks/domain/quick-add'

// A Monday morning.
const now = { day: '2026-11-23', time: '10:00' }
const read = (line: string) => readQuickTask(line, now)

describe('a typed line', () => {
  it.each([
    ['Call Zoltán', 'Call Zoltán', null],
    ['Call Zoltán today', 'Call Zoltán', { day: '2026-11-23', time: null }],
    ['Send quote tomorrow 3pm', 'Send quote', { day: '2026-11-24', time: '15:00' }],
    ['Send quote by friday', 'Send quote', { day: '2026-11-27', time: null }],
    ['Plan visit on next fri at 9:30', 'Plan visit', { day: '2026-12-04', time: '09:30' }],
    ['Plan visit monday', 'Plan visit', { day: '2026-11-30', time: null }],
    ['Renew in 2 weeks', 'Renew', { day: '2026-12-07', time: null }],
    ['Renew in 1 day', 'Renew', { day: '2026-11-24', time: null }],
    ['Review next week', 'Review', { day: '2026-11-30', time: null }],
    ['Pay 3 dec', 'Pay', { day: '2026-12-03', time: null }],
    ['Pay Feb 3', 'Pay', { day: '2027-02-03', time: null }],
    ['Pay 2027-01-31 noon', 'Pay', { day: '2027-01-31', time: '12:00' }],
    ['Standup 9:00', 'Standup', { day: '2026-11-24', time: '09:00' }],
    ['Standup 16:45', 'Standup', { day: '2026-11-23', time: '16:45' }],
    ['Midnight check 12am tomorrow', 'Midnight check', { day: '2026-11-24', time: '00:00' }],
  ])('%s', (line, title, due) => {
    expect(read(line)).toMatchObject({ title, due })
  })

  it('takes marks and tags out of the title', () => {
    expect(read('Chase the contract !! #legal #duna-power tomorrow')).toEqual({
      title: 'Chase the contract',
      due: { day: '2026-11-24', time: null },
      priority: 'high',
      tags: ['legal', 'duna-power'],
    })
    expect(read('Fix it !!!').priority).toBe('critical')
  })

  it.each([
    'Set up Monday.com',
    'Room 25:99',
    'Version 13pm',
    'Buy 31 feb',
    'C# and #',
    'Great!',
    'Summer march-past',
    'Read 2026-02-31',
  ])('leaves alone what it does not understand: %s', (line) => {
    expect(read(line)).toMatchObject({ title: line, due: null })
  })

  it.each([
    ['Meet Ann tomorrow 3pm', ['meeting']],
    ['Meeting with Ann 15:00 #harbour', ['harbour', 'meeting']],
    ['Visit the cold store friday 9:30', ['meeting']],
    ['Meet Ann 15:00 #Meeting', ['Meeting']],
    ['Meet the budget by friday', []],
    ['Meetings minutes 15:00', []],
    ['Confirm the meeting room 15:00', []],
  ])('knows %j for what it is', (line, tags) => {
    expect(read(line).tags).toEqual(tags)
  })

  it('is a title when there is nothing else', () => {
    expect(read('  tomorrow  ')).toEqual({ title: 'tomorrow', due: null, priority: null, tags: [] })
    expect(read('#legal')).toMatchObject({ title: '#legal', tags: [] })
  })
})
