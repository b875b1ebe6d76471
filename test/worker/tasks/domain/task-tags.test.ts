import { describe, expect, it } from 'vitest'
import { newId, type TaskId, type UserId } from '../../../../worker/kernel/ids'
import { changeTask, newTask, type Task, type TaskPatch } from '../../../../worker/tasks/domain/task'

const AT = new Date('2026-11-30T09:00:00Z')
const me = newId<UserId>()
const start = newTask(
  newId<TaskId>(),
  {
    title: 'Visit',
    description: '',
    assignedTo: me,
    opportunityId: null,
    customerId: null,
    priority: 'medium',
    visibility: 'private',
    dueAt: null,
    dueIsDay: false,
    tags: ['site', 'legal'],
    estimateMinutes: null,
    recurrence: null,
  },
  { assignedBy: me, collaborators: [], position: 'V' },
  AT,
)

function changed(task: Task, patch: TaskPatch, seen: number) {
  const result = changeTask({ userId: me }, task, patch, seen, AT)
  if (!result.ok) throw new Error(result.error.kind)
  return result.value
}

describe('the tags of a task', () => {
  it('take what each of two people puts on, though neither saw the other', () => {
    const { task } = changed(start, { addTags: ['urgent'] }, 1)
    const { task: both, overwritten } = changed(task, { addTags: ['north'], removeTags: ['site'] }, 1)
    expect(both.tags).toEqual(['legal', 'urgent', 'north'])
    expect(overwritten).toEqual([])
  })

  it('keep one that was put on again since it was seen, whoever takes it off', () => {
    const { task } = changed(changed(start, { removeTags: ['legal'] }, 1).task, { addTags: ['Legal'] }, 2)
    expect(changed(task, { removeTags: ['legal'] }, 1).task.tags).toEqual(['site', 'Legal'])
    expect(changed(task, { removeTags: ['legal'] }, task.version).task.tags).toEqual(['site'])
  })

  it('say what was gone over when all of them are written at once', () => {
    const { task } = changed(start, { addTags: ['urgent'] }, 1)
    expect(changed(task, { tags: ['mine'] }, 1).overwritten).toEqual([
      { field: 'tags', theirs: ['site', 'legal', 'urgent'] },
    ])
  })
})
