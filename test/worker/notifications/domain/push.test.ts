import { describe, expect, it } from 'vitest'
import type { CommentId, TaskId } from '../../../../worker/kernel/ids'
import { personMark, pushWords, type Told } from '../../../../worker/notifications/domain/push'
import { retryAfterSeconds } from '../../../../worker/notifications/domain/push-service'
import { isWanted } from '../../../../worker/notifications/domain/push-wanted'

const told = (more: Partial<Told> = {}): Told => ({
  type: 'task.commented',
  taskId: 't' as TaskId,
  taskTitle: 'Call Ann',
  commentId: 'c' as CommentId,
  excerpt: 'Done',
  actorName: 'Max',
  ...more,
})

describe('what a lock screen says', () => {
  it.each([
    ['task.commented', 'Max commented on a task', 'Call Ann: Done', '/tasks/t#comment-c'],
    ['task.mentioned', 'Max mentioned you', 'Call Ann: Done', '/tasks/t#comment-c'],
  ] as const)('of %s', (type, title, body, path) => {
    expect(pushWords(told({ type }))).toEqual({ title, body, path })
  })

  it('of a task and of a reminder, which have no comment', () => {
    const without = { commentId: null, excerpt: null }
    const path = '/tasks/t'
    expect(pushWords(told({ type: 'task.assigned', ...without }))).toEqual({
      title: 'Max gave you a task',
      body: 'Call Ann',
      path,
    })
    expect(pushWords(told({ type: 'task.reminder', actorName: null, ...without }))).toEqual({
      title: 'Reminder',
      body: 'Call Ann',
      path,
    })
  })

  it('is two hundred letters at most, none of them broken', () => {
    const { body } = pushWords(told({ excerpt: '🌊'.repeat(300) }))
    expect(Array.from(body)).toHaveLength(200)
    expect(body.isWellFormed()).toBe(true)
    expect(body.endsWith('🌊…')).toBe(true)
  })
})

describe('quiet hours', () => {
  const night = { quietFrom: '22:00', quietTo: '07:00' }
  it.each([
    [night, '21:59', true],
    [night, '22:00', false],
    [night, '00:00', false],
    [night, '06:59', false],
    [night, '07:00', true],
    [{ quietFrom: '12:00', quietTo: '13:00' }, '12:30', false],
    [{ quietFrom: '12:00', quietTo: '13:00' }, '13:00', true],
    [{ quietFrom: '12:00', quietTo: '12:00' }, '12:00', true],
    [{}, '03:00', true],
    [{ quietFrom: '22:00' }, '23:00', true],
    [{ quietFrom: 'evening', quietTo: 'morning' }, '23:00', true],
  ])('%o at %s: wanted is %s', (preferences, clock, wanted) => {
    expect(isWanted('task.commented', preferences, 'UTC', new Date(`2026-12-01T${clock}:30Z`))).toBe(wanted)
  })

  it('are the person’s own, where they live', () => {
    const now = new Date('2026-12-01T23:30:00Z') // 18:30 in New York, 08:30 in Tokyo
    const at = (timeZone?: string) =>
      isWanted('task.commented', { ...night, ...(timeZone && { timeZone }) }, 'UTC', now)
    expect([at(), at('America/New_York'), at('Asia/Tokyo'), at('Nowhere/Land')]).toEqual([false, true, true, false])
  })
})

it('pushes a type unless it is switched off, and no other with it', () => {
  const now = new Date()
  const preferences = { 'push.task.commented': false }
  expect(isWanted('task.commented', preferences, 'UTC', now)).toBe(false)
  expect(isWanted('task.mentioned', preferences, 'UTC', now)).toBe(true)
})

it('tells people and companies apart without naming them', async () => {
  const marks = await Promise.all([personMark('a', 'b'), personMark('a', 'c'), personMark('c', 'b')])
  expect(new Set(marks).size).toBe(3)
  expect(marks[0]).toMatch(/^[0-9a-f]{32}$/)
})

it.each([
  [null, 0],
  ['120', 120],
  ['999999', 3600],
  ['Tue, 01 Dec 2026 00:02:00 GMT', 120],
  ['Mon, 30 Nov 2026 00:00:00 GMT', 0],
  ['soon', 0],
])('Retry-After %s is %i seconds', (header, seconds) => {
  expect(retryAfterSeconds(header, new Date('2026-12-01T00:00:00Z'))).toBe(seconds)
})
