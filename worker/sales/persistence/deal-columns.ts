import type { OpportunityRow } from '../contract'
import { type RowRecord, toScore } from './opportunity-rows'

type Moments = 'openedAt' | 'stageEnteredAt' | 'lastActivityAt' | 'closedAt' | 'scoredAt'
type Written<Field extends keyof RowRecord> = Field extends Moments ? number | null : RowRecord[Field]

/** Deals as `app.deals` writes them out: of each field its values, one for each deal; moments in milliseconds. */
export type DealColumns = { readonly [Field in keyof RowRecord]: readonly Written<Field>[] }

/** The rows these are. Field by field, since going through them by their names takes a Worker six times as long. */
export function toRows(columns: DealColumns | null): OpportunityRow[] {
  if (columns === null) return []
  return columns.id.map((id, i) => {
    const at = <Value>(values: readonly Value[]) => values[i]! // each has one for each deal
    return {
      id,
      title: at(columns.title),
      customerId: at(columns.customerId),
      customerName: at(columns.customerName),
      ownerId: at(columns.ownerId),
      pipelineId: at(columns.pipelineId),
      stageId: at(columns.stageId),
      status: at(columns.status),
      amountMinor: at(columns.amountMinor),
      currency: at(columns.currency),
      expectedCloseOn: at(columns.expectedCloseOn),
      priority: at(columns.priority),
      nextStep: at(columns.nextStep),
      nextStepOn: at(columns.nextStepOn),
      openedAt: toIso(at(columns.openedAt)),
      stageEnteredAt: toIso(at(columns.stageEnteredAt)),
      lastActivityAt: toIso(at(columns.lastActivityAt)),
      closedAt: toIso(at(columns.closedAt)),
      version: at(columns.version),
      score: toScore({
        probability: at(columns.probability),
        low: at(columns.low),
        high: at(columns.high),
        confidence: at(columns.confidence),
        scoredAt: toIso(at(columns.scoredAt)),
        signals: at(columns.signals),
        weekAgo: at(columns.weekAgo),
      }),
    } satisfies { readonly [Field in keyof OpportunityRow]: unknown } as OpportunityRow
  })
}

const toIso = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString())
