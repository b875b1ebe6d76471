import type { CustomerEvidence } from './evidence-book'
import { factsMoved, type MovedFact } from './facts-moved'
import { createImagination } from './imagine'
import { lookAt, type ServedModel } from './scorer'
import { DAY_MS, type DealTimeline, dayOf, type Instant } from './timeline'
import { type Change, suppose } from './what-if'

/** Something a seller can do about a deal today. */
export type ActionKind = 'meeting' | 'meeting_with_somebody_new' | 'call' | 'next_step'

export interface Action {
  readonly kind: ActionKind
  /** Whole points the chance would be higher by, if it were done now. */
  readonly points: number
  /** Which facts it would change, and what each is worth. */
  readonly facts: readonly MovedFact[]
}

export interface ActionsAsked {
  /** Somebody of the customer is known who has not been spoken to. */
  readonly knowsSomebodyNew: boolean
  /** The facts are for a person to read, and cost more than the rest. */
  readonly withFacts?: boolean
}

const NEXT_STEP_DAYS = 7
const LEAST_POINTS = 2 // less is not worth a seller's hour, nor above the model's own doubt

/**
 * What would raise a deal's chance, best first: each action imagined as done and scored as it would be. Nothing where none
 * would, where the deal would become unlike all that was learned from, or where the usual rate is all there is.
 */
export function bestActions(
  model: ServedModel,
  timeline: DealTimeline,
  at: Instant,
  customer: CustomerEvidence | null,
  { knowsSomebodyNew, withFacts = false }: ActionsAsked,
): Action[] {
  const { trained } = model
  const imagination = createImagination(model, timeline, at, customer)
  if (!trained || !imagination) return []
  return available(at, knowsSomebodyNew)
    .flatMap(({ kind, change }) => {
      const imagined = imagination.imagine([change])
      const [part] = imagined.parts
      if (!part || part.points < LEAST_POINTS || part.isUnheardOf) return []
      if (!withFacts) return [{ kind, points: part.points, facts: [] }]
      const looks = [timeline, suppose(timeline, [change], at)].map((one) => lookAt(model, trained, one, at, customer))
      const { facts } = factsMoved(
        model,
        trained,
        [looks[0]!, looks[1]!],
        [imagination.probability, imagined.probability],
      )
      // Advice without anything to show for it is none.
      return facts.length > 0 ? [{ kind, points: part.points, facts }] : []
    })
    .sort((a, b) => b.points - a.points)
}

function available(at: Instant, knowsSomebodyNew: boolean): { readonly kind: ActionKind; readonly change: Change }[] {
  return [
    // Somebody new is one person more and otherwise a meeting: where it is worth no more, the plain one comes first.
    { kind: 'meeting', change: { kind: 'meeting', personId: null } },
    ...(knowsSomebodyNew
      ? [{ kind: 'meeting_with_somebody_new', change: { kind: 'meeting', personId: 'somebody new' } } as const]
      : []),
    { kind: 'call', change: { kind: 'call', personId: null } },
    { kind: 'next_step', change: { kind: 'next_step', day: dayOf(at + NEXT_STEP_DAYS * DAY_MS) } },
  ]
}
