import Check from 'lucide-solid/icons/check'
import X from 'lucide-solid/icons/x'
import { For, type JSX, Show } from 'solid-js'
import type { ModelOverview } from '../../../../worker/analytics/contract'
import { Scroller } from '../../ui/table'
import { gateRow, verdictWords } from './model-words'

/** Why the newest version serves, or does not. */
export function Gate(props: { overview: ModelOverview }): JSX.Element {
  const judged = () => props.overview.models.find(({ verdict, status }) => verdict !== null || status === 'failed')
  return (
    <Show when={judged()}>
      {(model) => {
        const words = () => verdictWords(model(), props.overview.champion?.number)
        const rows = () => (model().verdict?.checks ?? []).map((check) => gateRow(check, model().metrics))
        const hasChampion = () => rows().some(({ champion }) => champion !== undefined)
        // A version that serves already was measured against the one before it.
        const before = () => {
          const { champion, models } = props.overview
          if (champion && champion.number !== model().number) return `v${champion.number}`
          const previous = models.find(({ number, rung, status }) => {
            return number < model().number && rung !== 'base_rate' && status === 'retired'
          })
          return previous ? `v${previous.number}` : 'Before'
        }
        return (
          <>
            <h3>{words().title}</h3>
            <p class="q2 mb-2">{words().why}</p>
            <Show when={rows().length > 0}>
              <Scroller label="The gate, scrolls sideways">
                <table class="tbl gate" aria-label={`How v${model().number} was judged`}>
                  <thead>
                    <tr>
                      <th scope="col">Gate</th>
                      <Show when={hasChampion()}>
                        <th scope="col" class="num">
                          {before()}
                        </th>
                      </Show>
                      <th scope="col" class="num">
                        v{model().number}
                      </th>
                      <th scope="col">Verdict</th>
                    </tr>
                  </thead>
                  <tbody>
                    <For each={rows()}>
                      {(row) => (
                        <tr>
                          <td>{row.rule}</td>
                          <Show when={hasChampion()}>
                            <td class="num n">{row.champion ?? '–'}</td>
                          </Show>
                          <td class="num n">{row.challenger}</td>
                          <td>
                            <span class={row.passed ? 'fl pos' : 'fl neg'}>
                              <Show when={row.passed} fallback={<X class="i s" />}>
                                <Check class="i s" />
                              </Show>
                              {row.word}
                            </span>
                          </td>
                        </tr>
                      )}
                    </For>
                  </tbody>
                </table>
              </Scroller>
            </Show>
          </>
        )
      }}
    </Show>
  )
}
