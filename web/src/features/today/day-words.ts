import { plural } from '../../ui/format'
import { type Locale, locale } from '../../ui/locale'

/** `Good morning, Inês.` by the reader's own clock. */
export function greeting(now: Date, name: string, at: Locale = locale()): string {
  const options = { hour: 'numeric', hourCycle: 'h23', timeZone: at.timeZone } as const
  const hour = Number(new Intl.DateTimeFormat('en', options).format(now))
  const part = hour < 5 ? 'evening' : hour < 12 ? 'morning' : hour < 18 ? 'afternoon' : 'evening'
  return `Good ${part}, ${name.split(' ')[0] ?? name}.`
}

/** What the day is like, in one sentence. */
export function summary(due: number, late: number, promised: number): string {
  const steps = promised === 0 ? '' : `, and ${plural(promised, 'next step')} of your deals`
  if (due === 0) return promised === 0 ? 'Nothing is due.' : `${plural(promised, 'next step')} of your deals to take.`
  if (late === 0) return `${plural(due, 'task')} to do${steps}.`
  return late === due
    ? `${plural(late, 'task')} late${steps}.`
    : `${plural(due, 'task')} to do, ${late} of them late${steps}.`
}
