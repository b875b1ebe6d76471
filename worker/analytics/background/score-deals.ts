import { claimJob, commitSystem, deadJob, finishJob, systemUnit } from '../../platform/background'
import type { Env } from '../../platform/env'
import { sendJobs } from '../../platform/jobs'
import { LostRace } from '../../platform/unit-of-work'
import type { ServedModel } from '../domain/scorer'
import { dealRecordsByIds } from '../persistence/deal-records'
import { holdDeals } from '../persistence/hold-deals'
import { findChampion, stillChampion } from '../persistence/models'
import { keepScores } from '../persistence/predictions'
import { servedModel } from '../serving/serve'
import { scoresOf, tellScored } from './score-batch'
import { sweep } from './sweep'
import { type Swept, watchModel } from './watch-model'

const LEASE_SECONDS = 300

/**
 * Scores open deals with the model in force: those of a message, or all, a message's worth at a time. How far it is stands in
 * the job, so that an interrupted pass goes on. A score made by a command meanwhile is newer and stays.
 */
export async function scoreTenantDeals(env: Env, tenantId: string, jobId: string): Promise<void> {
  // Should the message be lost, the job is due again soon enough.
  const again = () => sendJobs(env, tenantId, [{ id: jobId, job: { kind: 'score' } }])
  const job = await claimJob(env, tenantId, jobId, LEASE_SECONDS)
  if (!job) return
  const champion = await findChampion(systemUnit(env, tenantId, jobId))
  const model = champion && (await servedModel(env, champion))
  const { opportunityIds: ids, nightly } = job.payload
  // Nothing that ever served can be read: tried again later, but a night brings a new training.
  if (champion && !model && nightly !== true) throw new Error('the model in force cannot be read')
  let swept: Swept | null = champion && !model ? { model: null, census: null, isInForce: false } : null
  if (champion && model && Array.isArray(ids)) await scoreSome(env, tenantId, jobId, model, ids.map(String))
  else if (champion && model) {
    const end = await sweep({ env, tenantId, jobId, model }, job.payload)
    if (end.kind === 'overtaken') return
    if (end.kind === 'more') return again()
    swept = { model, census: end.place.census, isInForce: model.id === champion.id }
  }
  if (nightly === true) await watchModel(env, tenantId, jobId, swept)
  const unit = systemUnit(env, tenantId, jobId)
  if (champion && swept) unit.guard(stillChampion(tenantId, champion.id))
  finishJob(unit, jobId)
  try {
    await commitSystem(env, unit)
  } catch (error) {
    // A model published meanwhile has asked for this same pass: it is not over before its deals are scored by that.
    if (error instanceof LostRace) return again()
    throw error
  }
}

async function scoreSome(
  env: Env,
  tenantId: string,
  jobId: string,
  model: ServedModel,
  ids: readonly string[],
): Promise<void> {
  const records = await dealRecordsByIds(systemUnit(env, tenantId, jobId), ids)
  if (records.length === 0) return
  const scores = await scoresOf({ env, tenantId, jobId, model }, records, 'changed')
  const found = records.map(({ id }) => id)
  const writing = systemUnit(env, tenantId, jobId)
  holdDeals(writing, found)
  keepScores(writing, scores)
  await commitSystem(env, writing)
  await tellScored(env, tenantId, found)
}

const BROKE_OFF = 'It was begun again and again, and broke off every time.'

/** Ends a scoring whose message failed every time. The scores there are stay, and the next night tries anew. */
export async function giveUpScoring(env: Env, tenantId: string, jobId: string): Promise<void> {
  const job = await deadJob(env, tenantId, jobId)
  if (!job) return
  const unit = systemUnit(env, tenantId, jobId)
  finishJob(unit, jobId, BROKE_OFF)
  unit.emit({
    type: 'model.scoring_failed',
    entity: 'tenant',
    entityId: tenantId,
    after: { detail: BROKE_OFF },
    audience: 'admin',
  })
  await commitSystem(env, unit)
}
