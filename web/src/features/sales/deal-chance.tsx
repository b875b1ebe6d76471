import { type JSX, lazy, Show, Suspense } from 'solid-js'
import type { OpportunityRow } from '../../../../worker/sales/contract'
import { Loading, SkeletonRows } from '../../ui/progress'
import { WhyBlock } from '../../ui/waterfall'
import { Chance } from './chance'
import type { DealInsightsProps } from './device/deal-insights'
import { waterfallOf } from './score-words'

// The model itself comes with it.
const DealInsights = lazy(() => import('./device/deal-insights'))

/** How likely the deal is won, why, and what would change it. */
export function ChanceSection(props: DealInsightsProps): JSX.Element {
  // Nearly every score has reasons (a usual rate has none): what stands below them is not to jump when they come.
  const isComing = () => props.deal.score && props.prediction.now() === undefined && !props.prediction.error()
  const reasonsToCome = () => (
    <div class="blk min-h-80">
      <Loading what="the reasons">
        <SkeletonRows rows={8} />
      </Loading>
    </div>
  )
  return (
    <>
      <div class="blk">
        <Chance prediction={props.prediction} score={props.deal.score} full />
      </div>
      <Show when={props.prediction.now()} fallback={<Show when={isComing()}>{reasonsToCome()}</Show>}>
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
