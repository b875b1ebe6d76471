import { type JSX, lazy, Show, Suspense } from 'solid-js'
import type { OpportunityRow } from '../../../../worker/sales/contract'
import { WhyBlock } from '../../ui/waterfall'
import { Chance } from './chance'
import type { DealInsightsProps } from './device/deal-insights'
import { waterfallOf } from './score-words'

// The model itself comes with it.
const DealInsights = lazy(() => import('./device/deal-insights'))

/** How likely the deal is won, why, and what would change it. */
export function ChanceSection(props: DealInsightsProps): JSX.Element {
  return (
    <>
      <div class="blk">
        <Chance prediction={props.prediction} score={props.deal.score} full />
      </div>
      <Show when={props.prediction.now()}>
        {(now) => (
          <Show when={now().reasons.length > 0}>
            <WhyBlock {...waterfallOf(now())} />
          </Show>
        )}
      </Show>
      <Show when={props.prediction.now() ?? props.deal.score}>
        <Suspense>
          <DealInsights {...props} />
        </Suspense>
      </Show>
    </>
  )
}

/** In the place of the chance to win, once there is none any more. */
export function Outcome(props: { deal: OpportunityRow }): JSX.Element {
  return (
    <div class="blk">
      <h2>{props.deal.status === 'won' ? 'Won' : 'Lost'}</h2>
      <p class="q2">
        A closed deal has no chance to win any more. It stays as it is, so that the model learns from what really
        happened; for another try, open a new deal.
      </p>
    </div>
  )
}
