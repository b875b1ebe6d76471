import { commitSystem, systemUnit } from '../../platform/background'
import type { Env } from '../../platform/env'
import { LostRace } from '../../platform/unit-of-work'
import type { ServedModel } from '../domain/scorer'
import { further, placeWith, type SweepPlace } from '../domain/sweep'
import { CensusTaker } from '../domain/watch/stability'
import { dealRecordsAfter } from '../persistence/deal-records'
import { holdDeals } from '../persistence/hold-deals'
import { keepScores } from '../persistence/predictions'
import { beginSweep, moveOn, placeOfSweep } from '../persistence/sweeps'
import { scoresOf, tellScored } from './score-batch'

const LEASE_SECONDS = 300
const DEALS_A_BATCH = 400 // a transaction of about 2 MB
// A minute's work, and forty of the thousand requests that one invocation may make: a message that fails loses little, and
// other companies' messages get their turn in between.
const BATCHES_A_MESSAGE = 10

export type SweepEnd =
  | { readonly kind: 'through'; readonly place: SweepPlace }
  /** There is more than one message may do. */
  | { readonly kind: 'more' }
  /** Another delivery of the same message has taken it further, or to its end. */
  | { readonly kind: 'overtaken' }

interface Sweeping {
  readonly env: Env
  readonly tenantId: string
  readonly jobId: string
  readonly model: ServedModel
}

/** Takes a pass over every open deal a message's worth further, batch by batch, each with its place in one transaction. */
export async function sweep(run: Sweeping, payload: Readonly<Record<string, unknown>>): Promise<SweepEnd> {
  const { env, tenantId, jobId, model } = run
  let place = placeWith(model.id, payload) ?? (await beginSweep(systemUnit(env, tenantId, jobId), jobId, model.id))
  if (!place) return { kind: 'overtaken' }
  const words = new Map<string, string>()
  for (let batch = 0; batch < BATCHES_A_MESSAGE; batch++) {
    const unit = systemUnit(env, tenantId, jobId)
    const records = await dealRecordsAfter(unit, place.after, DEALS_A_BATCH, 'open', words)
    if (records.length > 0) {
      const taker: CensusTaker | null = model.trained ? new CensusTaker(model.trained, place.census) : null
      const scores = await scoresOf(run, records, 'sweep', taker)
      const ids = records.map(({ id }) => id)
      const next = further(place, ids, taker?.census() ?? null)
      const writing = systemUnit(env, tenantId, jobId)
      moveOn(writing, jobId, place, next, LEASE_SECONDS)
      holdDeals(writing, ids)
      keepScores(writing, scores)
      try {
        await commitSystem(env, writing)
      } catch (error) {
        if (error instanceof LostRace && (await isElsewhere(run, place))) return { kind: 'overtaken' }
        throw error
      }
      await tellScored(env, tenantId, ids)
      place = next
    }
    if (records.length < DEALS_A_BATCH) return { kind: 'through', place }
  }
  return { kind: 'more' }
}

async function isElsewhere({ env, tenantId, jobId }: Sweeping, place: SweepPlace): Promise<boolean> {
  const now = await placeOfSweep(systemUnit(env, tenantId, jobId), jobId)
  return now?.modelId !== place.modelId || now.after !== place.after
}
