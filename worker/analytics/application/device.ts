import type { OpportunityId } from '../../kernel/ids'
import { err, ok, type Result } from '../../kernel/result'
import type { DealSight, ServingModel } from '../contract'
import type { Contact } from '../domain/contact-time'
import type { DealRecord, StagePlace } from '../domain/deal-record'
import { bookToJson, type CustomerEvidence, type EvidenceBook } from '../domain/evidence-book'
import type { CustomFeature } from '../domain/features/custom'
import type { Rung } from '../domain/rung'
import type { Seen } from '../domain/seen'
import { bookFor } from '../domain/served-model'

/** The model in force, as its row tells. */
export interface Serving {
  readonly id: string
  readonly number: number
  readonly rung: Rung
  readonly deals: number
  readonly usualRate: number
  /** Null while the usual rate is all there is to say. */
  readonly artifact: { readonly key: string; readonly digest: string } | null
  readonly companionKey: string
}

/** What a device is served from. */
export interface DeviceWork {
  serving(): Promise<Serving | undefined>
  /** Whose open deals the caller sees. */
  visibleOwners(): Promise<readonly string[]>
  /** Undefined when the file is not there. */
  companion(
    serving: Serving,
  ): Promise<
    { readonly custom: readonly CustomFeature[]; readonly book: EvidenceBook; readonly seen: Seen } | undefined
  >
  artifact(serving: Serving): Promise<ReadableStream | undefined>
  record(id: OpportunityId): Promise<DealRecord | undefined>
  places(): Promise<ReadonlyMap<string, StagePlace>>
  customerOf(id: OpportunityId): Promise<CustomerEvidence | undefined>
  /** With the deal's customer, newest first. */
  contacts(id: OpportunityId): Promise<readonly Contact[]>
}

export type ModelMissing = { readonly kind: 'model_not_found' }
export type SightMissing = { readonly kind: 'opportunity_not_found' }

/** The model in force, as far as it may be on the caller's device. */
export async function servingModel(work: DeviceWork): Promise<Result<ServingModel, ModelMissing>> {
  const [serving, owners] = await Promise.all([work.serving(), work.visibleOwners()])
  const companion = serving && (await work.companion(serving))
  if (!serving || !companion) return err({ kind: 'model_not_found' })
  const { id, number, rung, deals, usualRate, artifact } = serving
  return ok({
    id: id as ServingModel['id'],
    number,
    rung,
    deals,
    usualRate,
    digest: artifact?.digest ?? null,
    custom: companion.custom.map((field) => ({ ...field })),
    book: bookToJson(bookFor(companion.book, owners)),
    seen: companion.seen as ServingModel['seen'],
  })
}

export interface ServedFile {
  readonly digest: string
  /** Null when the caller has this very file. */
  readonly bytes: ReadableStream | null
}

export async function servingArtifact(
  work: DeviceWork,
  isKnown: (digest: string) => boolean,
): Promise<Result<ServedFile, ModelMissing>> {
  const serving = await work.serving()
  if (!serving?.artifact) return err({ kind: 'model_not_found' })
  const { digest } = serving.artifact
  if (isKnown(digest)) return ok({ digest, bytes: null })
  const bytes = await work.artifact(serving)
  return bytes ? ok({ digest, bytes }) : err({ kind: 'model_not_found' })
}

/** What a deal's score is read from, as far as the caller may see it. */
export async function dealSight(work: DeviceWork, id: OpportunityId): Promise<Result<DealSight, SightMissing>> {
  const [record, places, customer, contacts] = await Promise.all([
    work.record(id),
    work.places(),
    work.customerOf(id),
    work.contacts(id),
  ])
  if (!record) return err({ kind: 'opportunity_not_found' })
  return ok({
    record: record as DealSight['record'],
    places: [...places].map(([stageId, place]) => ({ stageId, ...place })),
    customer: customer ? { tally: customer.tally, amount: customer.amount } : null,
    contacts: [...contacts],
  })
}
