import { describe, expect, it } from 'vitest'
import type { RowsMessage } from '../../../durable-objects/tenant-hub/messages'
import { Copy } from '../../../web/src/sync/copy'
import type { Rows } from '../../../web/src/sync/rows'
import { makeViews } from '../../../web/src/sync/views'

const deal = (lastActivityAt: string | null) =>
  ({ id: 'a', title: 'Boiler', status: 'open', customerId: 'c', version: 1, lastActivityAt, score: null }) as never

const told = (seq: number, row: Rows['opportunities']): RowsMessage => ({
  type: 'rows',
  seq,
  more: false,
  rows: { opportunities: [row], customers: [], users: [] },
  removed: [],
  replaced: {},
  touched: [],
})

it('is not taken back by what the stream told while all of it was fetched anew', () => {
  const copy = new Copy(makeViews(() => {}))
  copy.replaceAll({ opportunities: [deal('2026-11-03T09:00:00.000Z')] }, 7)
  expect(copy.apply(told(6, deal(null)))).toEqual({ put: [], removed: [] })
  expect(copy.views.opportunities.get('a' as never)).toMatchObject({ lastActivityAt: '2026-11-03T09:00:00.000Z' })
  copy.apply(told(8, deal('2026-11-04T09:00:00.000Z')))
  expect(copy.views.opportunities.get('a' as never)).toMatchObject({ lastActivityAt: '2026-11-04T09:00:00.000Z' })
})

const task = (title: string, version = 1) =>
  ({ id: 't', title, version, opportunityId: null, customerId: null }) as unknown as Rows['tasks']
const news = (seq: number, tasks: NonNullable<RowsMessage['tasks']>): RowsMessage => ({
  ...told(seq, deal(null)),
  touched: [{ entity: 'task', id: 't' }],
  tasks,
})
const kept = (row: Rows['tasks']) => ({ kept: [row], parts: [], others: [], gone: [] })
const gone = { kept: [], parts: [], others: [], gone: ['t'] }

describe('a list of tasks and what the stream tells meanwhile', () => {
  const begun = (): Copy => {
    const copy = new Copy(makeViews(() => {}))
    copy.replaceAll({ tasks: [task('Old')] }, 1)
    return copy
  }
  const title = (copy: Copy) => copy.views.tasks.base('t' as never)?.title

  it('leaves a task as the stream told it, when the list is of before', () => {
    const copy = begun()
    copy.apply(news(5, kept(task('New'))))
    copy.takeTasks([task('Old')], 4)
    expect(title(copy)).toBe('New')
    copy.takeTasks([], 4)
    expect(title(copy)).toBe('New')
    copy.takeTasks([], 5)
    expect(title(copy)).toBeUndefined()
  })

  it('does not bring back a task that is gone, when the list is of before', () => {
    const copy = begun()
    copy.apply(news(5, gone))
    copy.takeTasks([task('Old')], 4)
    expect(title(copy)).toBeUndefined()
  })

  it('leaves a task as the list has it, when what the stream tells is of before', () => {
    const copy = begun()
    copy.takeTasks([task('Newest')], 9)
    copy.apply(news(5, kept(task('New'))))
    copy.apply(news(6, gone))
    expect(title(copy)).toBe('Newest')
    copy.apply(news(10, gone))
    expect(title(copy)).toBeUndefined()
  })

  it('does not go back to an older version than an answer has brought', () => {
    const copy = begun()
    copy.take({ tasks: [task('Mine', 3)] })
    copy.apply(news(5, kept(task('Theirs', 2))))
    expect(title(copy)).toBe('Mine')
  })

  it('ignores a list that was asked for before everything was fetched anew', () => {
    const copy = begun()
    copy.replaceAll({ tasks: [task('New')] }, 8)
    copy.takeTasks([], 7)
    expect(title(copy)).toBe('New')
  })
})
