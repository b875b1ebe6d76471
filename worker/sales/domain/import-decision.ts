import type { ImportRow } from './csv/import-row'
import type { Verdict } from './csv/mapping'
import type { DealStatus } from './stage'

/** A deal that is there already, as far as an import must know it. */
export interface KnownDeal {
  readonly id: string
  readonly customerId: string
  readonly ownerId: string
  readonly status: DealStatus
  readonly pipelineId: string
  readonly stageId: string
  readonly stageEnteredAt: string
  readonly closedAt: string | null
  readonly isDated: boolean
  /** Of the row it was last imported from; null when it never was. */
  readonly digest: string | null
  readonly version: number
}

/** Whose deals an import may write; null for everybody's. */
export type Reach = ReadonlySet<string> | null

export type Decision =
  | { readonly kind: 'create' }
  | { readonly kind: 'update'; readonly deal: KnownDeal }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'refused'; readonly reason: string }

export interface Circumstances {
  readonly reach: Reach
  /** The file has a column of stages or outcomes; otherwise it says nothing of how deals stand. */
  readonly tellsStatus: boolean
}

/**
 * What becomes of a row. One that is as it was when last imported changes nothing, whatever people have done to the deal
 * since; a deal that is closed stays closed.
 */
export function decide(row: ImportRow, known: KnownDeal | undefined, { reach, tellsStatus }: Circumstances): Decision {
  if (!known) return { kind: 'create' }
  if (reach && !reach.has(known.ownerId)) return { kind: 'refused', reason: 'This deal is somebody else’s' }
  if (known.digest === row.digest) return { kind: 'unchanged' }
  if (tellsStatus && known.status !== 'open' && known.status !== row.status) {
    return { kind: 'refused', reason: `This deal is closed as ${known.status} here, and stays closed` }
  }
  return { kind: 'update', deal: known }
}

/** The decision as a preview tells it. */
export function verdictOf(decision: Decision): Verdict {
  switch (decision.kind) {
    case 'create':
      return 'new'
    case 'update':
      return 'update'
    case 'unchanged':
      return 'unchanged'
    case 'refused':
      return 'error'
  }
}
