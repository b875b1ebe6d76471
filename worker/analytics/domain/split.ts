import { unitHash } from './hash'
import { type DealSpan, maturityFrontier } from './maturity'
import type { Instant } from './timeline'

/** A closed deal, as far as it matters for parting deals. */
export interface SplitDeal {
  readonly opportunityId: string
  readonly closedAt: Instant
  readonly won: boolean
  readonly dated: boolean
}

export interface SplitInput {
  readonly deals: readonly SplitDeal[]
  /** The deal and the moment of each row. */
  readonly groups: readonly number[]
  readonly moments: readonly Instant[]
  /** Of all dated deals, open ones included. */
  readonly spans: readonly DealSpan[]
}

export interface Split {
  readonly training: Int32Array
  readonly holdout: Int32Array
  /** When the holdout began; null when it was drawn by hash. */
  readonly from: Instant | null
}

// The newest fifth; a little more where that leaves too few outcomes to judge by.
const HOLDOUT_SHARES = [0.2, 0.25, 0.3, 0.35] as const
const LEAST_OUTCOMES = 40 // won, and lost, in the holdout: what the gate needs

/**
 * Holds out the newest of the dated deals by closing, and a fifth of the undated ones by the hash of their id. The dated
 * part goes as it would have gone on the day the holdout begins:
 *
 * - learned from are deals closed before that day, at moments whose outcomes were settled on that day;
 * - judged are deals closed since, at moments since: a look at a deal from long before is one at a deal of which we know
 *   that it would stay open for long, which nobody knew then. Where that leaves too few outcomes, all moments of the newest
 *   fifth are judged.
 */
export function splitRows(input: SplitInput): Split {
  const { deals, groups } = input
  const hashed = deals.map((deal, group) => ({ ...deal, group, hash: unitHash(deal.opportunityId) }))
  const drawn = hashed.filter(({ dated, hash }) => !dated && hash < HOLDOUT_SHARES[0]).map(({ group }) => group)
  const dated = hashed.filter((deal) => deal.dated).sort((a, b) => a.closedAt - b.closedAt || a.hash - b.hash)
  const newest = (share: number) => dated.slice(dated.length - Math.floor(dated.length * share))
  for (const share of HOLDOUT_SHARES) {
    const split = splitFrom(
      newest(share)[0]?.closedAt ?? null,
      [...newest(share).map(({ group }) => group), ...drawn],
      input,
    )
    if (hasEnough(split.holdout, input) && hasEnough(split.training, input)) return split
  }
  const fifth = newest(HOLDOUT_SHARES[0])
  const held = new Set([...fifth.map(({ group }) => group), ...drawn])
  return {
    training: rowsWhere(groups, (row) => !held.has(groups[row]!)),
    holdout: rowsWhere(groups, (row) => held.has(groups[row]!)),
    from: fifth[0]?.closedAt ?? null,
  }
}

function splitFrom(
  from: Instant | null,
  heldGroups: readonly number[],
  { deals, groups, moments, spans }: SplitInput,
): Split {
  const held = new Set(heldGroups)
  const frontier = from === null ? Number.POSITIVE_INFINITY : frontierOn(from, spans)
  const isDated = (row: number) => deals[groups[row]!]!.dated
  return {
    training: rowsWhere(groups, (row) => !held.has(groups[row]!) && (!isDated(row) || moments[row]! < frontier)),
    holdout: rowsWhere(groups, (row) => held.has(groups[row]!) && (!isDated(row) || moments[row]! >= (from ?? 0))),
    from,
  }
}

function rowsWhere(groups: readonly number[], wanted: (row: number) => boolean): Int32Array {
  return Int32Array.from(groups.keys()).filter(wanted)
}

/** The maturity frontier as it was on an earlier day. */
function frontierOn(day: Instant, spans: readonly DealSpan[]): Instant {
  const then = spans
    .filter(({ createdAt }) => createdAt < day)
    .map((span) => ({ ...span, to: Math.min(span.to, day), closedAt: wasClosed(span, day) ? span.closedAt : null }))
  return maturityFrontier(then, day)
}

const wasClosed = ({ closedAt }: DealSpan, day: Instant) => closedAt !== null && closedAt < day

function hasEnough(rows: Int32Array, { groups, deals }: SplitInput): boolean {
  const seen = new Set(Array.from(rows, (row) => groups[row]!))
  const won = [...seen].filter((group) => deals[group]!.won).length
  return won >= LEAST_OUTCOMES && seen.size - won >= LEAST_OUTCOMES
}
