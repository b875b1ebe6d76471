import { type JSX, Show } from 'solid-js'
import type { ScoreBrief } from '../../../../worker/sales/contract'
import { pushAction, pushWords, riskWords } from './signal-words'

/** What a list marks of a deal: at risk and why, worth a push and by what. Nothing for the many that are neither. */
export function SignalMarks(props: { readonly score: Pick<ScoreBrief, 'risk' | 'push'> }): JSX.Element {
  return (
    <Show when={props.score.risk ?? props.score.push}>
      <div class="l marks">
        <Show when={props.score.risk} fallback={<i />}>
          {(risk) => (
            <span class="neg clip" data-tip={riskWords(risk())}>
              <span aria-hidden="true">▾ {risk().words}</span>
              <span class="vh">{riskWords(risk())}.</span>
            </span>
          )}
        </Show>
        <Show when={props.score.push}>
          {(push) => (
            <span class="acc n" data-tip={pushWords(push())}>
              <span aria-hidden="true">
                {pushAction(push())} +{push().points}
              </span>
              <span class="vh">{pushWords(push())}.</span>
            </span>
          )}
        </Show>
      </div>
    </Show>
  )
}
