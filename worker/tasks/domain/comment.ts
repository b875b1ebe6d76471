import type { CommentId, UserId } from '../../kernel/ids'
import { err, ok, type Result } from '../../kernel/result'

export interface Comment {
  readonly id: CommentId
  readonly authorId: UserId
  readonly text: string
  /** The people it names who may see the task. */
  readonly mentions: readonly UserId[]
  readonly createdAt: string
  readonly editedAt: string | null
  readonly version: number
}

export type CommentRefused =
  | { readonly kind: 'comment_not_found' }
  | { readonly kind: 'comment_not_yours' }
  | { readonly kind: 'mention_cannot_see'; readonly userIds: readonly UserId[] }

/** Whoever is named must be able to see what is said: a mention never opens a task to somebody. */
export function whyNotMention(mentions: readonly UserId[], maySee: (who: UserId) => boolean): CommentRefused | null {
  const userIds = mentions.filter((who) => !maySee(who))
  return userIds.length > 0 ? { kind: 'mention_cannot_see', userIds } : null
}

export function editComment(
  comment: Comment | undefined,
  by: UserId,
  news: Pick<Comment, 'text' | 'mentions'>,
  at: Date,
): Result<Comment, CommentRefused> {
  if (!comment) return err({ kind: 'comment_not_found' })
  if (comment.authorId !== by) return err({ kind: 'comment_not_yours' })
  if (comment.text === news.text) return ok(comment)
  return ok({ ...comment, ...news, editedAt: at.toISOString(), version: comment.version + 1 })
}
