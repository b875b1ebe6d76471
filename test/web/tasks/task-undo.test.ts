import { describe, expect, it } from 'vitest'
import { inverse, newsOf, tagChange, undoOf } from '../../../web/src/tasks/task-undo'
import type { TaskRow } from '../../../worker/tasks/contract'

const ROW = {
  id: 't',
  title: 'Visit',
  status: 'pending',
  priority: 'medium',
  dueAt: null,
  dueIsDay: false,
  opportunityId: null,
  customerId: 'c1',
  tags: ['site', 'Legal'],
} as unknown as TaskRow

describe('the undo of a task’s fields', () => {
  it('writes what was there, and says what it has to find', () => {
    const made = { ...ROW, priority: 'high' } as TaskRow
    expect(undoOf(ROW, made, ['priority'])).toEqual({
      patch: { priority: 'medium' },
      takesBack: { priority: 'high' },
    })
  })

  it('takes back together what is set together', () => {
    const made = { ...ROW, dueAt: '2027-01-01T10:00:00.000Z', opportunityId: 'd1', customerId: 'c2' } as TaskRow
    expect(undoOf(ROW, made, ['dueAt', 'opportunityId'])).toEqual({
      patch: { dueAt: null, dueIsDay: false, opportunityId: null, customerId: 'c1' },
      takesBack: { dueAt: '2027-01-01T10:00:00.000Z', dueIsDay: false, opportunityId: 'd1', customerId: 'c2' },
    })
  })

  it('has nothing to say of what stays as it was', () => {
    expect(newsOf(ROW, { priority: 'medium', title: 'Call', dueAt: null })).toEqual(['title'])
  })
})

describe('the undo of tags', () => {
  it('takes off what was put on and puts on what was taken off, and no other', () => {
    expect(tagChange(['site', 'urgent'], ['site', 'Legal'])).toEqual({ addTags: ['Legal'], removeTags: ['urgent'] })
  })

  it('of many tasks knows which of them had the tag before', () => {
    const change = { id: ROW.id, addTags: ['legal', 'urgent'] }
    expect(inverse(ROW, change)).toEqual({ id: 't', removeTags: ['urgent'], takesBack: {} })
    expect(inverse(ROW, { id: ROW.id, addTags: ['LEGAL'] })).toBeUndefined()
    expect(inverse(ROW, { id: ROW.id, status: 'completed', removeTags: ['site'] })).toEqual({
      id: 't',
      status: 'pending',
      addTags: ['site'],
      takesBack: { status: 'completed' },
    })
  })
})
