import type { CommentId, TaskId, UserId } from '../../kernel/ids'

export const NOTIFICATION_TYPES = ['task.mentioned', 'task.commented', 'task.assigned', 'task.reminder'] as const
export type NotificationType = (typeof NOTIFICATION_TYPES)[number]

/** Something that people are to hear of. */
export interface Notice {
  readonly type: NotificationType
  /** What happened, by a name of its own: of one event a person is told once, however often it is said. */
  readonly event: string
  readonly taskId: TaskId
  readonly commentId: CommentId | null
  readonly people: readonly UserId[]
}

/** Of each event every person hears once, by the first notice that names them; nobody hears of what they did themselves. */
export function onceEach(notices: readonly Notice[], by: UserId | null): Notice[] {
  const told = new Set<string>()
  return notices.flatMap((notice) => {
    const people = notice.people.filter((who) => {
      const key = `${notice.event} ${who}`
      const isNew = who !== by && !told.has(key)
      told.add(key)
      return isNew
    })
    return people.length > 0 ? [{ ...notice, people }] : []
  })
}
