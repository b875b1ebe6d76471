import type { Actor } from '../../kernel/actor'
import type { NotificationId, UserId } from '../../kernel/ids'
import type { Notification } from '../contract'
import type { Notice } from '../domain/notice'
import type { NotificationEvent } from '../domain/notification-events'

/** The place after the last row of a page. */
export type NotificationPlace = readonly [createdAt: string, id: NotificationId]

/** The caller's own, as far as they may see what each is about. */
export interface NotificationStore {
  page(limit: number, after: NotificationPlace | null): Promise<readonly Notification[]>
  unread(): Promise<number>
  find(id: NotificationId): Promise<{ readonly readAt: string | null } | undefined>
  /** How many are unread that had arrived by then, whether what they are about may be seen or not. */
  unreadUpTo(upTo: string): Promise<number>
  markRead(id: NotificationId, at: Date): void
  markReadUpTo(upTo: string, at: Date): void
}

/** All a use case about notifications may touch. */
export interface NotificationWork {
  readonly actor: Actor
  readonly now: Date
  readonly notifications: NotificationStore
  emit(event: NotificationEvent): void
}

/** How other domains tell people of what they did: in the same transaction, and live where somebody looks. */
export interface Notifier {
  /** Once in a command, the weightiest notice of an event first. */
  tell(notices: readonly Notice[]): void
  /** What these people were told of is gone, and their notices with it. */
  withdraw(people: readonly UserId[]): void
}
