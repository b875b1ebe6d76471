import { createMemo, For, type JSX, Show } from 'solid-js'
import type { ModelOverview, ModelSummary } from '../../../../worker/analytics/contract'
import { useSync } from '../../sync/store'
import { formatNumber, formatPercent, plural } from '../../ui/format'
import { closedDeals, usualRate } from './model-state'
import { leftOutWords, windowWords } from './model-words'
import { turnWords } from './watch-words'

export interface LearnedFromProps {
  readonly overview: ModelOverview
  readonly champion: ModelSummary
  readonly seesAll: boolean
}

/** The deals a model was made of, and how many there are since. */
export function LearnedFrom(props: LearnedFromProps): JSX.Element {
  const sync = useSync()
  const model = () => props.champion
  const leftOut = createMemo(() => {
    const fields = Object.values(sync.rows.customFields)
    return leftOutWords(model().leftOut, new Map(fields.map(({ key, label }) => [key, label])))
  })
  const since = () => {
    const { won, lost } = closedDeals(props.overview, props.seesAll)
    return won + lost - model().deals
  }
  return (
    <>
      <h2>It learned from {plural(model().deals, 'closed deal')}</h2>
      <p>
        {since() > 0
          ? `${plural(since(), 'deal has', 'deals have')} closed since; the next training learns from them too.`
          : 'Every deal that is closed today is among them.'}
      </p>
      <dl class="facts">
        <div>
          <dt>Closed between</dt>
          <dd class="n">{windowWords(model())}</dd>
        </div>
        <div>
          <dt>Won and lost</dt>
          <dd class="n">
            {formatNumber(model().won)} won, {formatNumber(model().lost)} lost
          </dd>
        </div>
        <div>
          <dt>Usual rate</dt>
          <dd class="n">{formatPercent(usualRate(model()))} are won</dd>
        </div>
        <Show when={model().metrics}>
          {(metrics) => (
            <div>
              <dt>Judged on</dt>
              <dd class="n">
                {plural(metrics().holdoutDeals, 'deal')}: {formatNumber(metrics().holdoutWon)} won,{' '}
                {formatNumber(metrics().holdoutLost)} lost
              </dd>
            </div>
          )}
        </Show>
        <Show when={model().halfLifeDays}>
          {(days) => (
            <div>
              <dt>What counts most</dt>
              <dd>The newest: they end unlike the older ones, which count half every {plural(days(), 'day')}</dd>
            </div>
          )}
        </Show>
        <Show when={model().turn}>
          {(turn) => (
            <div>
              <dt>The market has turned</dt>
              <dd>{turnWords(turn())}</dd>
            </div>
          )}
        </Show>
        <Show when={leftOut().length > 0}>
          <div>
            <dt>Fields left out</dt>
            <dd>
              <ul>
                <For each={leftOut()}>
                  {({ name, why }) => (
                    <li>
                      {name}: <span class="q2">{why}</span>
                    </li>
                  )}
                </For>
              </ul>
            </dd>
          </div>
        </Show>
        <div>
          <dt>Open deals scored</dt>
          <dd class="n">
            {formatNumber(Math.min(props.overview.scoredDeals, props.overview.openDeals))} of{' '}
            {formatNumber(props.overview.openDeals)}
          </dd>
        </div>
      </dl>
    </>
  )
}
