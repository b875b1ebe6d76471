import { sql } from 'drizzle-orm'
import { toMajor } from '../../kernel/money'
import { claimJob, commitSystem, finishJob, systemUnit } from '../../platform/background'
import type { Env } from '../../platform/env'
import { errorFields, log } from '../../platform/log'
import { type DealRecord, timelineOf } from '../domain/deal-record'
import { probabilityAt, type ServedModel, scoreDeal } from '../domain/scorer'
import { signalsOf } from '../domain/signals'
import { DAY_MS, type DealTimeline } from '../domain/timeline'
import { type Census, CensusTaker } from '../domain/watch/stability'
import { dealRecordsAfter, dealRecordsByIds, stagePlaces } from '../persistence/deal-records'
import { findChampion } from '../persistence/models'
import { type CustomerFacts, keepScores, manyCustomersFacts } from '../persistence/predictions'
import { isScored } from '../persistence/scored'
import { toKept } from '../serving/kept'
import { servedModel } from '../serving/serve'
import { type Swept, watchModel } from './watch-model'

const LEASE_SECONDS = 300
const DEALS_A_BATCH = 400 // a transaction of about 2 MB
const WEEKS_BACK = 8

/**
 * Scores open deals with the model in force: those of a message, or all, batch by batch. How far it is stands in the job, so
 * that an interrupted sweep goes on. A score made by a command meanwhile is newer and stays.
 */
export async function scoreTenantDeals(env: Env, tenantId: string, jobId: string): Promise<void> {
  const job = await claimJob(env, tenantId, jobId, LEASE_SECONDS)
  if (!job) return
  const champion = await findChampion(systemUnit(env, tenantId, jobId))
  const model = champion && (await servedModel(env, champion))
  const { opportunityIds: ids, nightly } = job.payload
  // Nothing that ever served can be read: tried again later, but a night brings a new training.
  if (champion && !model && nightly !== true) throw new Error('the model in force cannot be read')
  let swept: Swept | null = champion && !model ? { model: null, census: null, isInForce: false } : null
  if (champion && model) {
    if (Array.isArray(ids)) await scoreSome(env, tenantId, jobId, model, ids.map(String))
    else {
      const after = typeof job.payload.after === 'string' ? job.payload.after : null
      swept = {
        model,
        census: await scoreAll(env, tenantId, jobId, model, after),
        isInForce: model.id === champion.id,
      }
    }
  }
  if (nightly === true) await watchModel(env, tenantId, jobId, swept)
  const unit = systemUnit(env, tenantId, jobId)
  finishJob(unit, jobId)
  await commitSystem(env, unit)
}

async function scoreSome(
  env: Env,
  tenantId: string,
  jobId: string,
  model: ServedModel,
  ids: readonly string[],
): Promise<void> {
  const unit = systemUnit(env, tenantId, jobId)
  await scoreBatch(env, tenantId, jobId, model, await dealRecordsByIds(unit, ids), 'changed')
}

async function scoreAll(
  env: Env,
  tenantId: string,
  jobId: string,
  model: ServedModel,
  from: string | null,
): Promise<Census | null> {
  const words = new Map<string, string>()
  const taker = model.trained && from === null ? new CensusTaker(model.trained) : null
  let after = from
  for (;;) {
    const page = await dealRecordsAfter(systemUnit(env, tenantId, jobId), after, DEALS_A_BATCH, 'open', words)
    after = page.at(-1)?.id ?? after
    await scoreBatch(env, tenantId, jobId, model, page, 'sweep', after, taker)
    if (page.length < DEALS_A_BATCH) return taker?.census() ?? null
  }
}

async function scoreBatch(
  env: Env,
  tenantId: string,
  jobId: string,
  model: ServedModel,
  records: readonly DealRecord[],
  cause: 'sweep' | 'changed',
  after: string | null = null,
  taker: CensusTaker | null = null,
): Promise<void> {
  if (records.length === 0) return
  const unit = systemUnit(env, tenantId, jobId)
  const pairs = new Map(
    records.map(({ customerId, currency }) => [`${customerId} ${currency}`, { customerId, currency }]),
  )
  const [places, customers, known] = await Promise.all([
    stagePlaces(unit),
    manyCustomersFacts(unit, [...pairs.values()], toMajor),
    isScored(
      unit,
      records.map(({ id }) => id),
    ),
  ])
  const now = unit.now
  const scores = records.map((record) => {
    const timeline = timelineOf(record, (stageId) => places.get(stageId))
    const customer = customers.get(`${record.customerId} ${record.currency}`) ?? null
    const scored = scoreDeal(model, timeline, now.getTime(), customer)
    if (scored.row) taker?.count(scored.row, scored.probability)
    const kept = toKept(
      scored,
      model,
      record.id,
      now,
      cause,
      signalsOf(model, timeline, now.getTime(), customer, scored),
    )
    return known.has(record.id) ? kept : { ...kept, earlier: earlierScores(model, timeline, record, customer, now) }
  })
  const writing = systemUnit(env, tenantId, jobId)
  keepScores(writing, scores)
  writing.write(sql`update jobs set due_at = now() + make_interval(secs => ${LEASE_SECONDS}),
      payload = payload || ${JSON.stringify({ after })}::jsonb
    where tenant_id = ${tenantId} and id = ${jobId}`)
  await commitSystem(env, writing)
  await tellScored(
    env,
    tenantId,
    records.map(({ id }) => id),
  )
}

/** Scores are derived: whoever is not told learns of them with the next change or start. */
async function tellScored(env: Env, tenantId: string, ids: readonly string[]): Promise<void> {
  try {
    await env.TENANT_HUB.getByName(tenantId).scored(ids)
  } catch (error) {
    log('warn', 'scores.not_told', { tenantId, ...errorFields(error) })
  }
}

/**
 * What this model says of a deal's own past weeks, for a deal that had no score then: the line on its page does not have to
 * begin today. Marked as looked back on, since nobody was told it at the time.
 */
function earlierScores(
  model: ServedModel,
  timeline: DealTimeline,
  { createdAt, openedAt }: DealRecord,
  customer: CustomerFacts | null,
  now: Date,
) {
  if (!model.trained) return []
  const began = Math.max(createdAt, openedAt)
  const earlier = []
  for (let week = WEEKS_BACK; week >= 1; week--) {
    const at = now.getTime() - week * 7 * DAY_MS
    if (at < began) continue
    earlier.push({
      at: new Date(at).toISOString(),
      probability: probabilityAt(model, timeline, at, customer),
      cause: 'looked_back',
    })
  }
  return earlier
}
