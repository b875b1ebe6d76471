import type { StageId } from '../../kernel/ids'

/** A deal's stay in one stage; the last has no end yet. */
export interface Spell {
  readonly stageId: StageId
  readonly enteredAt: string
  readonly leftAt: string | null
}

/** What a move does to the stage history. */
export type Step =
  /** The present spell ends and another begins. */
  | { readonly kind: 'entered'; readonly stageId: StageId; readonly enteredAt: string }
  /** The present spell was a slip of the hand: it is forgotten, and the one before goes on as if never left. */
  | { readonly kind: 'taken_back'; readonly stageId: StageId; readonly enteredAt: string }

// Long enough to notice a card dropped on the wrong column, too short for a stage to have meant anything.
const SLIP_MS = 5 * 60_000

/**
 * How a deal gets to a stage. Straight back to where it came from within minutes is an undo: days in stage then count
 * from when it really arrived. The change log keeps both moves.
 */
export function stepTo(to: StageId, recent: readonly Spell[], at: string): Step {
  const [present, before] = recent
  const isSlip =
    present?.leftAt === null && before?.stageId === to && Date.parse(at) - Date.parse(present.enteredAt) <= SLIP_MS
  return isSlip
    ? { kind: 'taken_back', stageId: to, enteredAt: before.enteredAt }
    : { kind: 'entered', stageId: to, enteredAt: at }
}

const DAY_MS = 86_400_000

/** Days spent in a stage, to a tenth, as far as they have gone by now. */
export function daysIn(spell: Pick<Spell, 'enteredAt' | 'leftAt'>, now: Date): number {
  const until = spell.leftAt === null ? now.getTime() : Date.parse(spell.leftAt)
  return Math.round((Math.max(0, until - Date.parse(spell.enteredAt)) / DAY_MS) * 10) / 10
}
