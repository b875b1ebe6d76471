import type { JSX } from 'solid-js'
import { Change, Range } from '../../ui/probability-badge'
import { Waterfall } from '../../ui/waterfall'
import type { Reason } from '../../ui/waterfall-geometry'

const reason = (label: string, logOdds: number): Reason => ({ key: label, label, logOdds })

const BASE = 0.31
const VALUE = 0.64
const REASONS: readonly Reason[] = [
  reason('Buyer replies within a day', 0.584),
  reason('Pilot passed on line 3', 0.5),
  reason('Faster than usual here', 0.376),
  reason('4 people engaged', 0.292),
  reason('Won 3 of 4 here before', 0.25),
  reason('No meeting in 21 days', -0.376),
  reason('Close date moved twice', -0.208),
  reason('11 smaller reasons', -0.043),
]

/** What the product is, shown instead of told: an example deal with its reasons. */
export function ExampleDeal(): JSX.Element {
  return (
    <aside class="spec" aria-label="What SalesOptimizer does">
      <p>
        SalesOptimizer tells you how likely each deal is to close, why, and what would change it, even when you are
        offline.
      </p>
      <figure>
        <div class="hero">
          <span class="big x">
            64<small>%</small>
          </span>
          <span class="q2 n">
            between 55 and 72, <Change points={7} /> since last week
          </span>
        </div>
        <Range probability={{ value: VALUE, low: 0.55, high: 0.72, confidence: 'medium' }} />
        <Waterfall base={BASE} value={VALUE} reasons={REASONS} most={8} wide />
        <figcaption>An example deal. Every reason is exact: they add up to the number.</figcaption>
      </figure>
    </aside>
  )
}
