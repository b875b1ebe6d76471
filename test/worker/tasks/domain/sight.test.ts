import { describe, expect, it } from 'vitest'
import { newId, type UserId } from '../../../../worker/kernel/ids'
import { mayEdit, type Sight, sees, telling } from '../../../../worker/tasks/domain/sight'

const [assignee, assigner, editor, viewer, stranger] = Array.from({ length: 5 }, () => newId<UserId>()) as [
  UserId,
  UserId,
  UserId,
  UserId,
  UserId,
]
const task = (visibility: Sight['visibility'], collaborators = [editor, viewer]): Sight => ({
  visibility,
  assignedTo: assignee,
  assignedBy: assigner,
  collaborators: collaborators.map((userId) => ({ userId, canEdit: userId === editor })),
})

describe('a task', () => {
  it.each([
    ['private', [true, true, false, false, false], [true, true, false, false, false]],
    ['collaborative', [true, true, true, true, false], [true, true, true, false, false]],
    ['public', [true, true, true, true, true], [true, true, true, false, false]],
  ] as const)('that is %s is seen and edited by those it is for', (visibility, seen, edited) => {
    const people = [assignee, assigner, editor, viewer, stranger]
    expect(people.map((who) => sees(who, task(visibility)))).toEqual(seen)
    expect(people.map((who) => mayEdit(who, task(visibility)))).toEqual(edited)
  })
})

describe('a change', () => {
  const people = (...who: UserId[]) => ({ audience: 'people', people: who })

  it('is told to whoever may see the task', () => {
    expect(telling(null, task('private'))).toEqual({ after: people(assignee, assigner), withdrawn: null, shared: null })
    expect(telling(null, task('public')).after).toEqual({ audience: 'tenant', people: null })
  })

  it('withdraws the task from whoever may no longer see it', () => {
    expect(telling(task('collaborative'), task('collaborative', [viewer])).withdrawn).toEqual(people(editor))
    expect(telling(task('collaborative'), task('private')).withdrawn).toEqual(people(editor, viewer))
    expect(telling(task('public'), task('private')).withdrawn).toEqual({
      audience: 'others',
      people: [assignee, assigner],
    })
  })

  it('shows the task whole to whoever could not see it before', () => {
    expect(telling(task('private'), task('collaborative')).shared).toEqual(people(editor, viewer))
    expect(telling(task('private'), task('public')).shared).toEqual({
      audience: 'others',
      people: [assignee, assigner],
    })
    expect(telling(task('public'), task('private')).shared).toBeNull()
  })

  it('of whose it is reaches both', () => {
    const handed = { ...task('private'), assignedTo: stranger }
    expect(telling(task('private'), handed)).toEqual({
      after: people(stranger, assigner),
      withdrawn: people(assignee),
      shared: people(stranger),
    })
  })
})
