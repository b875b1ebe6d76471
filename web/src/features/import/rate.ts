import { formatNumber, plural } from '../../ui/format'

/** How far a run was at a moment, as this device saw it. */
export interface Sample {
  readonly atMs: number
  readonly rows: number
}

const REMEMBERED_MS = 15_000 // rows come in batches of more than a thousand: shorter would jump with each of them

/** Adds what was just seen, and forgets what is too old to say how fast it goes now. */
export function withSample(samples: readonly Sample[], seen: Sample): readonly Sample[] {
  if (seen.rows === 0) return [seen] // the file is still being prepared: that says nothing of how fast rows are taken
  return [...samples, seen].filter(({ atMs }) => seen.atMs - atMs <= REMEMBERED_MS)
}

/** Rows a second over what is remembered; undefined until it has moved. */
export function rateOf(samples: readonly Sample[]): number | undefined {
  const [first, last] = [samples[0], samples.at(-1)]
  if (!first || !last || last.rows <= first.rows || last.atMs <= first.atMs) return undefined
  return ((last.rows - first.rows) / (last.atMs - first.atMs)) * 1000
}

/** "about 40 s left": as exact as such a guess can be. */
export function leftInWords(rows: number, rate: number): string {
  const seconds = rows / rate
  if (seconds < 5) return 'a few seconds left'
  if (seconds < 90) return `about ${formatNumber(Math.ceil(seconds / 5) * 5)} s left`
  return `about ${plural(Math.ceil(seconds / 60), 'minute')} left`
}

/** "5,200 rows a second", or of a slow one in tenths. */
export function rateInWords(rate: number): string {
  if (rate >= 1000) return `${formatNumber(Math.round(rate / 100) * 100)} rows a second`
  return rate >= 10
    ? `${formatNumber(Math.round(rate / 10) * 10)} rows a second`
    : `${formatNumber(rate, 1)} rows a second`
}

/** "11 s", "2 min 5 s": how long a run took. */
export function tookInWords(fromMs: number, toMs: number): string {
  const seconds = Math.max(0, toMs - fromMs) / 1000
  if (seconds < 10) return `${formatNumber(seconds, 1)} s`
  if (seconds < 60) return `${formatNumber(seconds)} s`
  return `${formatNumber(Math.floor(seconds / 60))} min ${formatNumber(Math.floor(seconds % 60))} s`
}
