import type { FollowUp } from '../../tasks'
import { cut } from '../domain/csv/plain-text'
import type { Interaction } from '../domain/interaction'

const MAX_TITLE = 200 // of a task

const VERBS = {
  call: 'Call again',
  email: 'Write again',
  meeting: 'Follow up on the meeting',
  note: 'Come back to it',
} as const

/** The task that coming back to a conversation is. */
export function toFollowUp({ id, subject, channel, opportunityId, customerId, followUpOn }: Interaction): FollowUp {
  const title = subject.trim() === '' ? VERBS[channel] : `Follow up: ${subject.trim()}`
  return {
    interactionId: id,
    title: cut(title.replace(/\s+/g, ' '), MAX_TITLE),
    opportunityId,
    customerId,
    on: followUpOn,
  }
}
