import type { NotificationType } from './notice'

/** What somebody has said of what they want to be told: see `PATCH /me`. */
export type Preferences = Readonly<Record<string, unknown>>

/** Under which a person keeps that a type is not to be pushed. */
export function pushPreference(type: NotificationType): string {
  return `push.${type}`
}

/** Whether somebody wants to be disturbed by this, now. The centre has it in any case. */
export function isWanted(type: NotificationType, preferences: Preferences, timeZone: string, now: Date): boolean {
  return preferences[pushPreference(type)] !== false && !isQuiet(preferences, timeZone, now)
}

/** Of the day, `22:00` to `07:00`, in the place named; null where none are set. */
export interface QuietHours {
  readonly from: string
  readonly to: string
  readonly timeZone: string | null
}

const CLOCK = /^([01]\d|2[0-3]):[0-5]\d$/

export function quietHours({ quietFrom, quietTo, timeZone }: Preferences): QuietHours | null {
  if (typeof quietFrom !== 'string' || typeof quietTo !== 'string') return null
  if (!CLOCK.test(quietFrom) || !CLOCK.test(quietTo)) return null
  return { from: quietFrom, to: quietTo, timeZone: typeof timeZone === 'string' ? timeZone : null }
}

/** They last from one time of the day to another, over midnight too; where the person lives, or their company. */
function isQuiet(preferences: Preferences, timeZone: string, now: Date): boolean {
  const hours = quietHours(preferences)
  if (!hours) return false
  const { from, to } = hours
  const time = clockIn(hours.timeZone ?? timeZone, now) ?? clockIn(timeZone, now) ?? ''
  return from <= to ? from <= time && time < to : from <= time || time < to
}

function clockIn(timeZone: string, now: Date): string | null {
  try {
    return new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' }).format(now)
  } catch {
    return null // no such place
  }
}
