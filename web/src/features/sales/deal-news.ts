import { createSignal } from 'solid-js'
import type { Prediction } from '../../../../worker/analytics/contract'
import type { Interaction } from '../../../../worker/sales/contract'

const [predictionNews, setPredictionNews] = createSignal<Prediction>()
const [activityNews, setActivityNews] = createSignal<ActivityNews>()

export type ActivityNews =
  | { readonly what: 'logged'; readonly interaction: Interaction }
  | { readonly what: 'changed'; readonly interaction: Interaction }
  | { readonly what: 'taken_back'; readonly interaction: Interaction }

/** The newest score and the newest activity a command brought, for whatever panel shows that deal. */
export { activityNews, predictionNews }

export function tellPrediction(prediction: Prediction | null): void {
  if (prediction) setPredictionNews(prediction)
}

export function tellActivity(news: ActivityNews): void {
  setActivityNews(news)
}
