import { type CommentId, newId, type TaskId, type UserId } from '../../kernel/ids'
import { err, ok, type Result } from '../../kernel/result'
import type { Comment as CommentOnWire, NewComment } from '../contract'
import type { Colleague } from '../domain/assigning'
import { type Comment, editComment, whyNotMention } from '../domain/comment'
import type { TaskError } from '../domain/errors'
import { type Sight, sees } from '../domain/sight'
import { partChanged } from '../domain/task-events'
import { commented, namedAnew } from './notices'
import type { TaskWork } from './work'

/** Says something about a task. Whoever sees it may; whoever is named must be able to. */
export async function addComment(
  work: TaskWork,
  id: TaskId,
  { id: commentId, text, mentions }: NewComment,
): Promise<Result<CommentOnWire, TaskError>> {
  const [known, people] = await Promise.all([work.tasks.find(id), work.references.colleagues(mentions)])
  if (!known) return err({ kind: 'task_not_found' })
  const refusal = whyNotMention(mentions, canBeNamed(known.task, people))
  if (refusal) return err(refusal)
  const comment: Comment = {
    id: commentId ?? newId<CommentId>(),
    authorId: work.actor.userId,
    text,
    mentions: [...new Set(mentions)],
    createdAt: work.now.toISOString(),
    editedAt: null,
    version: 1,
  }
  work.parts.addComment(id, comment)
  work.emit(partChanged('commented', known.task, { after: { comment: facts(comment) } }))
  work.notifier.tell(commented(known.task, comment))
  return ok(toWire(comment))
}

export async function changeComment(
  work: TaskWork,
  id: TaskId,
  commentId: CommentId,
  news: Pick<NewComment, 'text' | 'mentions'>,
): Promise<Result<CommentOnWire, TaskError>> {
  const [known, comments, people] = await Promise.all([
    work.tasks.find(id),
    work.parts.comments(id),
    work.references.colleagues(news.mentions),
  ])
  if (!known) return err({ kind: 'task_not_found' })
  const comment = comments.find((one) => one.id === commentId)
  const edited = editComment(comment, work.actor.userId, news, work.now)
  if (!edited.ok) return edited
  const refusal = whyNotMention(news.mentions, canBeNamed(known.task, people))
  if (refusal) return err(refusal)
  if (comment && edited.value !== comment) {
    work.parts.saveComment(edited.value)
    const change = { before: { comment: facts(comment) }, after: { comment: facts(edited.value) } }
    work.emit(partChanged('comment_changed', known.task, change))
    work.notifier.tell(namedAnew(known.task, comment, edited.value))
  }
  return ok(toWire(edited.value))
}

export async function removeComment(
  work: TaskWork,
  id: TaskId,
  commentId: CommentId,
): Promise<Result<null, TaskError>> {
  const [known, comments] = await Promise.all([work.tasks.find(id), work.parts.comments(id)])
  if (!known) return err({ kind: 'task_not_found' })
  const comment = comments.find((one) => one.id === commentId)
  if (!comment) return err({ kind: 'comment_not_found' })
  if (comment.authorId !== work.actor.userId) return err({ kind: 'comment_not_yours' })
  work.parts.removeComment(comment)
  work.emit(partChanged('comment_removed', known.task, { before: { comment: facts(comment) } }))
  work.notifier.withdraw(commented(known.task, comment).flatMap(({ people }) => people))
  return ok(null)
}

const facts = ({ id, text, mentions }: Comment) => ({ id, text, mentions })
const toWire = (comment: Comment): CommentOnWire => ({ ...comment, mentions: [...comment.mentions] })

function canBeNamed(task: Sight, people: readonly Colleague[]) {
  return (who: UserId) => sees(who, task) && people.some(({ id, status }) => id === who && status === 'active')
}
