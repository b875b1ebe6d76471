import { describe, expect, it } from 'vitest'
import { newId, type TaskId, type UserId } from '../../../../worker/kernel/ids'
import { type Notice, onceEach } from '../../../../worker/notifications/domain/notice'

const [ann, ben, cem] = [newId<UserId>(), newId<UserId>(), newId<UserId>()]
const notice = (type: Notice['type'], people: UserId[], event = 'comment 1'): Notice => ({
  type,
  event,
  taskId: 'task' as TaskId,
  commentId: null,
  people,
})

describe('what people are told', () => {
  it('is told once of one event, by the weightiest notice', () => {
    const told = onceEach([notice('task.mentioned', [ann, ann]), notice('task.commented', [ann, ben])], cem)
    expect(told.map(({ type, people }) => [type, people])).toEqual([
      ['task.mentioned', [ann]],
      ['task.commented', [ben]],
    ])
  })

  it('is told of each of two events', () => {
    const told = onceEach([notice('task.assigned', [ann], 'task 1'), notice('task.assigned', [ann], 'task 2')], ben)
    expect(told.map(({ event }) => event)).toEqual(['task 1', 'task 2'])
  })

  it('never comes to whoever did it', () => {
    expect(onceEach([notice('task.mentioned', [ann]), notice('task.commented', [ann])], ann)).toEqual([])
  })
})
