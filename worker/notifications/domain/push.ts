import type { CommentId, TaskId } from '../../kernel/ids'
import type { NotificationType } from './notice'

export const MOST_DEVICES = 20 // a person has a few; more is a program that subscribes again and again

/** What a device shows, and where it leads. Encrypted for that browser alone, and read by its service worker. */
export interface PushPayload {
  readonly id: string
  /** Whom it is for: see `personMark`. */
  readonly for: string
  readonly title: string
  readonly body: string
  readonly path: string
}

/** Which person of which company, as a device tells them apart without either being named. */
export async function personMark(tenantId: string, userId: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`${tenantId}-${userId}`))
  return Array.from(new Uint8Array(digest).subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** What is told of a notification, as things are called now. */
export interface Told {
  readonly type: NotificationType
  readonly taskId: TaskId
  readonly taskTitle: string
  readonly commentId: CommentId | null
  readonly excerpt: string | null
  readonly actorName: string | null
}

const MOST_LETTERS = 200 // of a text: no screen that is locked shows more

const DID: Readonly<Record<NotificationType, string>> = {
  'task.mentioned': 'mentioned you',
  'task.commented': 'commented on a task',
  'task.assigned': 'gave you a task',
  'task.reminder': '',
}

/** A notification in the words of a lock screen: who did what, and of what. */
export function pushWords(told: Told): Pick<PushPayload, 'title' | 'body' | 'path'> {
  const { type, taskId, taskTitle, commentId, excerpt, actorName } = told
  const path = `/tasks/${taskId}`
  return {
    title: type === 'task.reminder' ? 'Reminder' : cut(`${actorName ?? 'Somebody'} ${DID[type]}`),
    body: cut(excerpt ? `${taskTitle}: ${excerpt}` : taskTitle),
    path: commentId ? `${path}#comment-${commentId}` : path,
  }
}

/** By whole letters: half of a surrogate pair is none. */
function cut(text: string): string {
  const letters = Array.from(text.replace(/\s+/g, ' ').trim())
  return letters.length <= MOST_LETTERS ? letters.join('') : `${letters.slice(0, MOST_LETTERS - 1).join('')}…`
}
