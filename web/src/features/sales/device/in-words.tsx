import { createMemo, For, type JSX, Match, Show, Switch } from 'solid-js'
import type { DealNarrative } from '../../../../../worker/analytics/contract'
import { call } from '../../../api/client'
import { createFetched } from '../../../api/fetched'
import { localFigures } from '../../../ui/format'
import { Loading, SkeletonRows } from '../../../ui/progress'

const WRITERS: Readonly<Record<DealNarrative['by'], string>> = {
  ai: 'Written by Workers AI from the figures above, each number checked against them.',
  rules: 'Put together by rules from the figures above.',
}

/**
 * The deal in words, and who wrote them. Not there without a network: the figures are. `asOf` is the moment of its score,
 * undefined as long as that is not known, and null for a deal without one.
 */
export function InWords(props: { readonly dealId: string; readonly asOf: string | null | undefined }): JSX.Element {
  const asOf = createMemo(() => props.asOf) // another score wants other words
  const path = createMemo(() => `/opportunities/${props.dealId}/narrative` as const)
  const fetched = createFetched(async (signal) => (asOf() ? call<DealNarrative>('GET', path(), { signal }) : undefined))
  return (
    <Switch>
      <Match when={fetched.value()}>
        {(told) => (
          <section class="blk" aria-label="In words">
            <h2>In words</h2>
            <p>{localFigures(told().summary)}</p>
            <Show when={told().risk}>
              {(risk) => (
                <p class="mt-2">
                  <b class="cau">Risk</b> {localFigures(risk())}
                </p>
              )}
            </Show>
            <Show when={told().hints.length > 0}>
              <ul class="mt-2 grid list-disc gap-1 pl-4">
                <For each={told().hints}>{(hint) => <li>{localFigures(hint)}</li>}</For>
              </ul>
            </Show>
            <p class="t12 q3 mt-2">{WRITERS[told().by]}</p>
          </section>
        )}
      </Match>
      <Match when={asOf() === undefined || fetched.loading()}>
        <section class="blk" aria-label="In words">
          <h2>In words</h2>
          <Loading what="the deal in words">
            <SkeletonRows rows={3} />
          </Loading>
        </section>
      </Match>
    </Switch>
  )
}
