import type { TimeEntryId, UserId } from '../../kernel/ids'

export interface TimeEntry {
  readonly id: TimeEntryId
  readonly userId: UserId
  readonly startedAt: string
  /** Null while the clock runs. */
  readonly minutes: number | null
  readonly note: string
}

const MAX_MINUTES = 24 * 60 // a clock that ran longer was forgotten

/** Stops a clock. What began is counted: a minute at least, a day at most. */
export function stopped(entry: TimeEntry, at: Date): TimeEntry {
  const minutes = Math.round((at.getTime() - Date.parse(entry.startedAt)) / 60_000)
  return { ...entry, minutes: Math.min(MAX_MINUTES, Math.max(1, minutes)) }
}

export function minutesIn(entries: readonly TimeEntry[]): number {
  return entries.reduce((sum, { minutes }) => sum + (minutes ?? 0), 0)
}
