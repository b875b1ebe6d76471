import { dayOf } from '../../ui/format'
import { type Locale, locale } from '../../ui/locale'

export interface ClosingPreset {
  readonly label: string
  /** The day after the last one. */
  readonly before: string
}

/** The ends that pipelines are read by, from today as the reader counts days. */
export function closingPresets(now: Date, at: Locale = locale()): readonly ClosingPreset[] {
  const [year = 0, month = 1] = dayOf(now, at).split('-').map(Number)
  const first = (monthsOn: number) => new Date(Date.UTC(year, month - 1 + monthsOn, 1)).toISOString().slice(0, 10)
  const untilQuarter = 3 - ((month - 1) % 3)
  return [
    { label: 'This month', before: first(1) },
    { label: 'By the end of next month', before: first(2) },
    { label: 'This quarter', before: first(untilQuarter) },
    { label: 'By the end of next quarter', before: first(untilQuarter + 3) },
  ]
}
