import type { Change } from '../../../../../worker/analytics/domain/what-if'
import { minorDigits, toMajor } from '../../../../../worker/kernel/currency'

/** What the reader has moved; what is left out is as it is. */
export interface Wish {
  readonly amountMinor?: number | undefined
  readonly closesOn?: string | undefined
  readonly stageId?: string | undefined
  /** Held today, with a person or with nobody in particular; or planned for a day. */
  readonly meeting?: { readonly held: string | null } | { readonly planned: string } | undefined
  readonly morePeople?: number | undefined
}

export interface StagePlace {
  readonly index: number
  readonly count: number
}

/** The wish as the model understands it: the same events the real thing would leave behind. */
export function changesOf(wish: Wish, placeOf: (stageId: string) => StagePlace | undefined): Change[] {
  const changes: Change[] = []
  const { amountMinor, closesOn, stageId, meeting, morePeople } = wish
  if (meeting) {
    changes.push(
      'held' in meeting ? { kind: 'meeting', personId: meeting.held } : { kind: 'next_step', day: meeting.planned },
    )
  }
  if (morePeople) changes.push({ kind: 'people', more: morePeople })
  if (amountMinor !== undefined) changes.push({ kind: 'amount', amountMinor })
  if (closesOn !== undefined) changes.push({ kind: 'close_date', day: closesOn })
  const place = stageId === undefined ? undefined : placeOf(stageId)
  if (stageId !== undefined && place) {
    changes.push({ kind: 'stage', stageId, stageIndex: place.index, stageCount: place.count })
  }
  return changes
}

/** A slider's places for amounts: even steps are even factors, and every place is a round sum. */
export interface AmountScale {
  readonly min: number
  readonly max: number
  readonly amountAt: (place: number) => number
  readonly placeOf: (amountMinor: number) => number
}

const STEPS_A_DECADE = 60 // a step is about 4 %, which two digits can tell apart
const SPAN = 8 // from an eighth of the amount to eight times as much

/** Around the deal's amount, or around the usual where it has none. */
export function amountScale(amountMinor: number, currency: string, usualMajor: number): AmountScale {
  const middle = amountMinor > 0 ? toMajor(amountMinor, currency) : usualMajor
  const step = (major: number) => Math.round(Math.log10(Math.max(1, major)) * STEPS_A_DECADE)
  const digits = minorDigits(currency)
  return {
    min: step(middle / SPAN),
    max: step(middle * SPAN),
    amountAt: (place) => Math.round(rounded(10 ** (place / STEPS_A_DECADE)) * 10 ** digits),
    placeOf: (minor) => step(toMajor(minor, currency)),
  }
}

/** To two digits, three below 1.5 of a decade, where two would not tell steps apart. */
function rounded(value: number): number {
  const magnitude = 10 ** Math.floor(Math.log10(value))
  const unit = value / magnitude < 2 ? magnitude / 100 : magnitude / 10
  return Math.round(value / unit) * unit
}
