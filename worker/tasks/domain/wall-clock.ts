/** A moment as people at a place read it off the wall. */
export interface WallClock {
  readonly day: string
  /** Milliseconds since their midnight, by the hands of the clock. */
  readonly timeMs: number
}

export function wallClock(at: Date, timeZone: string): WallClock {
  const shifted = new Date(at.getTime() + offsetMs(at, timeZone))
  return { day: shifted.toISOString().slice(0, 10), timeMs: shifted.getTime() % 86_400_000 }
}

/** The moment a clock on the wall shows that; where it was put forward past it, the moment after the gap. */
export function momentAt({ day, timeMs }: WallClock, timeZone: string): Date {
  const asUtc = Date.parse(`${day}T00:00:00.000Z`) + timeMs
  const shownAt = (at: number) => asUtc - offsetMs(new Date(at), timeZone)
  const guess = shownAt(asUtc)
  // By the offset at the guess, which differs where the clock was changed in between.
  const moment = shownAt(guess)
  // No moment shows what is in a gap: of the offsets on its two sides the one before leads past it.
  return new Date(shownAt(moment) === moment ? moment : Math.max(guess, moment))
}

function offsetMs(at: Date, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(at)
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value)
  const shown = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
  return shown - Math.floor(at.getTime() / 1000) * 1000
}
