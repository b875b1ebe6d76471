import type { ImportRow } from './csv/import-row'
import type { CustomValues } from './custom-values'
import type { KnownDeal } from './import-decision'
import type { DealStatus } from './stage'

/** What the names in a row stand for in this company. */
export interface Placed {
  readonly customerId: string
  readonly ownerId: string
  readonly productId: string | null
  readonly stage: { readonly id: string; readonly pipelineId: string; readonly status: DealStatus }
}

interface Facts {
  readonly id: string
  readonly key: string
  readonly digest: string
  readonly customerId: string
  readonly ownerId: string
  readonly productId: string | null
  readonly pipelineId: string
  readonly stageId: string
  readonly status: DealStatus
  readonly closedAt: string | null
  /** False when the outcome is told but not the day: such a deal has no place in time and must not be given today's. */
  readonly isDated: boolean
  readonly stageEnteredAt: string
  readonly expectedCloseOn: string | null
  readonly lossReason: string | null
  readonly source: string | null
  readonly custom: CustomValues
}

/** A deal that is not there yet, as a row tells it, everything it refers to resolved. */
export interface NewDeal extends Facts {
  readonly externalId: string | null
  readonly title: string
  readonly description: string
  readonly amountMinor: number
  readonly currency: string
  readonly priority: string
  readonly tags: readonly string[]
  readonly openedAt: string
}

/** A deal that is there, with what the file has for it now. Null says nothing: what is there stays. */
export interface ChangedDeal extends Facts {
  readonly version: number
  readonly title: string | null
  readonly description: string | null
  readonly amountMinor: number | null
  readonly currency: string | null
  readonly priority: string | null
  readonly tags: readonly string[] | null
  readonly openedAt: string | null
  /** Its stage is another one now. */
  readonly moves: boolean
}

export function newDeal(id: string, row: ImportRow, placed: Placed, customKeys: readonly string[], now: Date): NewDeal {
  const closedAt = closedAtOf(row, now)
  const openedAt = openedAtOf(row) ?? now.toISOString()
  return {
    id,
    key: row.key,
    digest: row.digest,
    externalId: row.externalId,
    title: row.title,
    description: row.notes ?? '',
    customerId: placed.customerId,
    ownerId: placed.ownerId,
    productId: placed.productId,
    pipelineId: placed.stage.pipelineId,
    stageId: placed.stage.id,
    status: row.status,
    amountMinor: row.amountMinor ?? 0,
    currency: row.currency,
    expectedCloseOn: row.expectedCloseOn,
    closedAt,
    isDated: closedAt === null || row.closedOn !== null,
    lossReason: row.lossReason,
    source: row.source,
    priority: row.priority ?? 'medium',
    tags: row.tags,
    custom: customOf(row, customKeys),
    openedAt: closedAt !== null && closedAt < openedAt ? closedAt : openedAt,
    // How long an open deal has stood where it stands is not in the file: its age here counts from now.
    stageEnteredAt: closedAt ?? now.toISOString(),
  }
}

/**
 * Lays a row over the deal it was imported as before. A blank cell, or a column the file does not have, says nothing:
 * what people filled in stays. `tellsStatus` is whether the file has a column of stages or outcomes.
 */
export function changedDeal(
  known: KnownDeal,
  row: ImportRow,
  placed: Placed,
  customKeys: readonly string[],
  { now, tellsStatus }: { readonly now: Date; readonly tellsStatus: boolean },
): ChangedDeal {
  const status = tellsStatus ? row.status : known.status
  const stays = status === known.status && (!tellsStatus || status !== 'open' || row.stage === null)
  const stage = stays ? { id: known.stageId, pipelineId: known.pipelineId } : placed.stage
  const moves = stage.id !== known.stageId
  // Closed as before and no day given: what is known of the day here is better than now.
  const keepsDay = known.closedAt !== null && (!tellsStatus || row.closedOn === null)
  const closedAt = keepsDay ? known.closedAt : status === 'open' ? null : closedAtOf({ ...row, status }, now)
  const entered = closedAt ?? now.toISOString()
  return {
    id: known.id,
    version: known.version,
    key: row.key,
    digest: row.digest,
    title: row.titleIsStandIn ? null : row.title,
    description: row.notes,
    customerId: row.customerIsStandIn ? known.customerId : placed.customerId,
    ownerId: row.owner === null ? known.ownerId : placed.ownerId,
    productId: placed.productId,
    pipelineId: stage.pipelineId,
    stageId: stage.id,
    status,
    amountMinor: row.amountMinor,
    currency: row.amountMinor === null ? null : row.currency,
    expectedCloseOn: row.expectedCloseOn,
    closedAt,
    isDated: keepsDay ? known.isDated : closedAt === null || row.closedOn !== null,
    lossReason: row.lossReason,
    source: row.source,
    priority: row.priority,
    tags: row.tags.length > 0 ? row.tags : null,
    custom: customOf(row, customKeys),
    openedAt: row.createdOn === null ? null : openedAtOf(row),
    stageEnteredAt: moves && entered > known.stageEnteredAt ? entered : known.stageEnteredAt,
    moves,
  }
}

function closedAtOf({ status, closedOn }: Pick<ImportRow, 'status' | 'closedOn'>, now: Date): string | null {
  if (status === 'open') return null
  return closedOn === null ? now.toISOString() : `${closedOn}T12:00:00.000Z`
}

function openedAtOf({ createdOn, closedOn }: ImportRow): string | null {
  const began = createdOn ?? closedOn
  return began === null ? null : `${began}T08:00:00.000Z`
}

function customOf(row: ImportRow, keys: readonly string[]): CustomValues {
  const custom: CustomValues = {}
  for (let i = 0; i < keys.length; i++) {
    const value = row.custom[i]
    if (value !== null && value !== undefined) custom[keys[i]!] = value
  }
  return custom
}
