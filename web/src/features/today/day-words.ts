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
export function summary(due: number, late: number, promised: number, meetings = 0): string {
  if (due + promised + meetings === 0) return 'Nothing is due.'
  const met = meetings > 0 ? [plural(meetings, 'meeting')] : []
  const tasks = due === 0 ? [] : [late === due ? `${plural(due, 'task')} late` : tasksToDo(due, late)]
  const steps = promised === 0 ? [] : [`${plural(promised, 'next step')} of your deals`]
  const all = [...met, ...tasks, ...steps]
  return `${all.length > 2 ? `${all.slice(0, -1).join(', ')}, and ${all.at(-1)}` : all.join(' and ')}.`
}

function tasksToDo(due: number, late: number): string {
  return late === 0 ? `${plural(due, 'task')} to do` : `${plural(due, 'task')} to do (${late} late)`
}
