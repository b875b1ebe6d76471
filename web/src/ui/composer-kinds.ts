import Mail from 'lucide-solid/icons/mail'
import PencilLine from 'lucide-solid/icons/pencil-line'
import Phone from 'lucide-solid/icons/phone'
import Users from 'lucide-solid/icons/users'
import type { Channel } from '../../../worker/sales/contract'
import { dayOf } from './format'
import type { Icon } from './icon'

export interface Kind {
  readonly channel: Channel
  readonly label: string
  readonly icon: Icon
  readonly ask: string
  readonly verb: string
  readonly done: string
}

/** What can be written down, and how it is asked for. */
export const KINDS: readonly Kind[] = [
  {
    channel: 'note',
    label: 'Note',
    icon: PencilLine,
    ask: 'What should be remembered?',
    verb: 'Save note',
    done: 'Note saved',
  },
  {
    channel: 'call',
    label: 'Call',
    icon: Phone,
    ask: 'What was said, and what happens next?',
    verb: 'Log call',
    done: 'Call logged',
  },
  {
    channel: 'email',
    label: 'E-mail',
    icon: Mail,
    ask: 'What was written?',
    verb: 'Log e-mail',
    done: 'E-mail logged',
  },
  {
    channel: 'meeting',
    label: 'Meeting',
    icon: Users,
    ask: 'What was agreed?',
    verb: 'Log meeting',
    done: 'Meeting logged',
  },
]
export const MINUTES = [5, 10, 15, 30, 45, 60, 90, 120]
export const OUTCOMES = [
  'next_step_agreed',
  'positive',
  'neutral',
  'negative',
  'reached',
  'no_answer',
  'left_message',
] as const
/** Where people talk, it takes time. */
export const TALKED = new Set<Channel>(['call', 'meeting'])

export const FOLLOW_UPS = [
  ['Tomorrow', 1],
  ['In three days', 3],
  ['In a week', 7],
  ['In two weeks', 14],
] as const

export function inDays(days: number): string {
  return dayOf(new Date(Date.now() + days * 86_400_000))
}

/** As a `datetime-local` field writes it: the reader's own clock. */
export function localMinute(date: Date): string {
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

export function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}
