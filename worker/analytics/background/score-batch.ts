import { toMajor } from '../../kernel/money'
import { systemUnit } from '../../platform/background'
import type { Env } from '../../platform/env'
import { errorFields, log } from '../../platform/log'
import { type DealRecord, timelineOf } from '../domain/deal-record'
import { probabilityAt, type ServedModel, scoreDeal } from '../domain/scorer'
import { signalsOf } from '../domain/signals'
import { DAY_MS, type DealTimeline } from '../domain/timeline'
import type { CensusTaker } from '../domain/watch/stability'
import { stagePlaces } from '../persistence/deal-records'
import { type CustomerFacts, type KeptScore, manyCustomersFacts } from '../persistence/predictions'
import { isScored } from '../persistence/scored'
import { toKept } from '../serving/kept'

const WEEKS_BACK = 8

interface Scoring {
  readonly env: Env
  readonly tenantId: string
  readonly jobId: string
  readonly model: ServedModel
}

/** What a model says of some deals now, with all that is read for it in one batch. */
export async function scoresOf(
  { env, tenantId, jobId, model }: Scoring,
  records: readonly DealRecord[],
  cause: 'sweep' | 'changed',
  taker: CensusTaker | null = null,
): Promise<KeptScore[]> {
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
  return records.map((record) => {
    const timeline = timelineOf(record, (stageId) => places.get(stageId))
    const customer = customers.get(`${record.customerId} ${record.currency}`) ?? null
    const scored = scoreDeal(model, timeline, now.getTime(), customer)
    if (scored.row) taker?.count(scored.row, scored.probability)
    const signals = signalsOf(model, timeline, now.getTime(), customer, scored)
    const kept = toKept(scored, model, record.id, now, cause, signals)
    return known.has(record.id) ? kept : { ...kept, earlier: earlierScores(model, timeline, record, customer, now) }
  })
}

/** Scores are derived: whoever is not told learns of them with the next change or start. */
export async function tellScored(env: Env, tenantId: string, ids: readonly string[]): Promise<void> {
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
