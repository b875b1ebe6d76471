import { commitSystem, systemUnit } from '../../platform/background'
import type { Env } from '../../platform/env'
import type { ServedModel } from '../domain/scorer'
import { outcomesOf } from '../domain/watch/outcomes'
import type { Census } from '../domain/watch/stability'
import { reasonToTrain, type WatchReport, watchReport } from '../domain/watch/watch'
import { findCare, findReference, keepReport, lastTraining, thinHistory, toldScores } from '../persistence/care'
import { countDeals } from '../persistence/models'

/** What a sweep over every open deal has seen. */
export interface Swept {
  /** Null where none can be read. */
  readonly model: ServedModel | null
  /** Null where the sweep was interrupted, or no model has looked: half a count would look like a drift. */
  readonly census: Census | null
  /** Whether the model is the one in force, or one before it that could still be read. */
  readonly isInForce: boolean
}

/** After the nightly sweep: what has drifted, how the scores came true, and whether it is time to train anew. */
export async function watchModel(env: Env, tenantId: string, jobId: string, swept: Swept | null): Promise<void> {
  const unit = systemUnit(env, tenantId, jobId)
  const [care, reference, last, counts, told] = await Promise.all([
    findCare(unit),
    findReference(unit),
    lastTraining(unit),
    countDeals(unit),
    toldScores(unit),
  ])
  const writing = systemUnit(env, tenantId, jobId)
  let report: WatchReport | null = care.report
  if (swept?.model && swept.census && swept.isInForce) {
    const { model, census } = swept
    const isFirst = reference?.modelId !== model.id
    const since = isFirst ? { modelId: model.id, at: writing.now.getTime(), census } : reference
    const outcomes = outcomesOf(told, model.usualRate)
    report = watchReport(since, { at: writing.now.getTime(), census, outcomes }, model.features)
    keepReport(writing, since, report)
  }
  const why = reasonToTrain(
    {
      last,
      closedDeals: counts.won + counts.lost,
      level: report?.level ?? 'steady',
      isReadable: swept?.isInForce ?? true,
      isPaused: care.pausedAt !== null,
    },
    writing.now.getTime(),
  )
  if (why) writing.enqueue({ kind: 'train', key: 'train', payload: { because: why } })
  thinHistory(writing)
  await commitSystem(env, writing)
}
