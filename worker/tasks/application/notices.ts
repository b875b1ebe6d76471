import type { CommentId } from '../../kernel/ids'
import type { Notice } from '../../notifications'
import type { Comment } from '../domain/comment'
import type { Task } from '../domain/task'

const aboutComment = (task: Task, id: CommentId) => ({ event: `comment ${id}`, taskId: task.id, commentId: id })

/** Whom a comment concerns: those it names before those whose task it is. */
export function commented(task: Task, { id, mentions }: Comment): Notice[] {
  const what = aboutComment(task, id)
  return [
    { ...what, type: 'task.mentioned', people: mentions },
    { ...what, type: 'task.commented', people: [task.assignedTo, task.assignedBy] },
  ]
}

/** Whom a comment names that it did not name before it was changed. */
export function namedAnew(task: Task, before: Comment, after: Comment): Notice[] {
  const people = after.mentions.filter((who) => !before.mentions.includes(who))
  return [{ ...aboutComment(task, after.id), type: 'task.mentioned', people }]
}

/** Whose a task is that was somebody else's, or nobody's. */
export function assigned(before: Task | null, after: Task): Notice[] {
  if (before?.assignedTo === after.assignedTo) return []
  // Of each version there is one.
  const event = `task ${after.id} ${after.version}`
  return [{ type: 'task.assigned', event, taskId: after.id, commentId: null, people: [after.assignedTo] }]
}
