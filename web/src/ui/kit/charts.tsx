import type { JSX } from 'solid-js'
import { BarFigure } from '../chart/bar-list'
import { ReliabilityCurve } from '../chart/reliability-curve'

const BINS = [
  { predicted: 0.06, won: 4, count: 88 },
  { predicted: 0.14, won: 12, count: 96 },
  { predicted: 0.25, won: 23, count: 84 },
  { predicted: 0.35, won: 21, count: 64 },
  { predicted: 0.46, won: 23, count: 48 },
  { predicted: 0.55, won: 20, count: 38 },
  { predicted: 0.65, won: 21, count: 31 },
  { predicted: 0.75, won: 16, count: 22 },
  { predicted: 0.85, won: 13, count: 15 },
  { predicted: 0.93, won: 8, count: 9 },
]

const FEATURES = [
  { key: 'reply', label: 'Reply time', value: 0.31, words: '31%' },
  { key: 'age', label: 'Days in stage', value: 0.22, words: '22%' },
  { key: 'amount', label: 'Amount against the customer’s usual', value: 0.17, words: '17%' },
  { key: 'people', label: 'People engaged', value: 0.12, words: '12%' },
  { key: 'rest', label: '14 others', value: 0.18, words: '18%', quiet: true },
]

export function ChartSections(): JSX.Element {
  return (
    <div class="mt-3 grid grid-cols-2 gap-x-10 border-line border-t pt-4 max-lg:grid-cols-1 max-lg:gap-y-8">
      <ReliabilityCurve
        title="When it says 70%, about 7 in 10 are won"
        note="495 deals closed since 1 Aug, which the model had never seen. The band is what chance alone allows."
        bins={BINS}
      />
      <BarFigure
        title="Reply time moves deals most"
        note="How much each input moved the chances of the deals in the holdout, on average."
        head={['Input', 'Share']}
        bars={FEATURES}
      />
    </div>
  )
}
