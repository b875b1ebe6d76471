import { asOf } from '../../../../worker/analytics/domain/as-of'
import { trainModel } from '../../../../worker/analytics/domain/boosting/model'
import { bookOf } from '../../../../worker/analytics/domain/evidence-book'
import { subjectOf } from '../../../../worker/analytics/domain/features/catalogue'
import { featuresOfModel, type ServedModel } from '../../../../worker/analytics/domain/scorer'
import { seenIn } from '../../../../worker/analytics/domain/seen'
import { simulate } from '../../../../worker/analytics/domain/simulator/simulate'
import { closingOf, type DealTimeline } from '../../../../worker/analytics/domain/timeline'
import { TrainingSurvey } from '../../../../worker/analytics/domain/training-set'

/** When the simulated company looks at its deals. */
export const NOW = Date.UTC(2026, 10, 20, 7)

export interface ServedCompany {
  readonly model: ServedModel
  readonly open: readonly DealTimeline[]
}

let made: ServedCompany | undefined

/** A company with a model of its own, learned as the product learns, if from fewer trials; and its open deals. */
export function servedCompany(): ServedCompany {
  made ??= learned()
  return made
}

function learned(): ServedCompany {
  const timelines = simulate({ seed: 5, deals: 900, asOf: NOW }).deals.map(({ timeline }) => timeline)
  const survey = new TrainingSurvey({ now: NOW })
  for (const timeline of timelines) survey.add(timeline)
  const builder = survey.finish()
  const book = bookOf(
    builder.history,
    timelines.map((timeline) => subjectOf(asOf(timeline, NOW))),
  )
  for (const timeline of timelines) builder.add(timeline)
  const set = builder.finish()
  if (!set.ok) throw new Error(set.error.kind)
  const trained = trainModel(set.value.dataset, { plan: { folds: 2, repeats: 1 } })
  const open = timelines.filter((timeline) => closingOf(timeline) === null)
  return {
    model: {
      id: 'model-1',
      number: 1,
      rung: 'own',
      trained,
      usualRate: 0.4,
      deals: timelines.length - open.length,
      features: featuresOfModel(trained, set.value.custom),
      book,
      seen: seenIn(set.value.dataset),
    },
    open,
  }
}

/** The same company before it had one: everybody gets the usual rate. */
export function byRate(): ServedModel {
  return { ...servedCompany().model, rung: 'base_rate', trained: null, features: [] }
}
