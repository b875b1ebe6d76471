import CircleX from 'lucide-solid/icons/circle-x'
import Copy from 'lucide-solid/icons/copy'
import Equal from 'lucide-solid/icons/equal'
import Plus from 'lucide-solid/icons/plus'
import RefreshCw from 'lucide-solid/icons/refresh-cw'
import { createSignal, For, type JSX, Show } from 'solid-js'
import type { Field } from '../../../../worker/sales/domain/csv/fields'
import type { PreviewRow } from '../../../../worker/sales/domain/csv/mapping'
import { Tag } from '../../ui/chip'
import { useCommands } from '../../ui/commands'
import { formatDay, formatMoney, formatNumber, plural } from '../../ui/format'
import { Skeleton } from '../../ui/progress'
import { Scroller } from '../../ui/table'
import type { Draft } from './draft'
import { createStages, standsIn } from './stages'
import { VERDICT_WORDS, whyInWords } from './words'

const LOOK = {
  new: { tone: undefined, icon: Plus },
  update: { tone: undefined, icon: RefreshCw },
  unchanged: { tone: undefined, icon: Equal },
  duplicate: { tone: 'caution', icon: Copy },
  error: { tone: 'negative', icon: CircleX },
} as const
const VERDICTS = Object.keys(VERDICT_WORDS) as PreviewRow['verdict'][]

/** What will happen to the first rows, those that need a look before the others. */
export function PreviewTable(props: { readonly draft: Draft }): JSX.Element {
  const stages = createStages()
  const [at, setAt] = createSignal(-1)
  let body!: HTMLTableSectionElement
  const rows = () => props.draft.preview()?.rows ?? []
  const go = (index: number) => {
    if (index < 0 || index >= rows().length) return
    setAt(index)
    body.rows[index]?.scrollIntoView({ block: 'nearest' })
  }
  useCommands(() => [
    { id: 'import.next', label: 'Next row', group: 'Import', keys: 'j', keyOnly: true, run: () => go(at() + 1) },
    { id: 'import.back', label: 'Previous row', group: 'Import', keys: 'k', keyOnly: true, run: () => go(at() - 1) },
    {
      id: 'import.problem',
      label: 'Next row with a problem',
      group: 'Import',
      keys: 'f',
      keyOnly: true,
      run: () => go(rows().findIndex(({ verdict }, index) => index > at() && verdict === 'error')),
    },
  ])
  return (
    <section class="sec pt-3 pb-4" aria-label="Preview" aria-busy={props.draft.isChecking() ? 'true' : undefined}>
      <h2>
        Preview <span class="n">rows that need a look come first</span>
        <i class="sp" />
        <Show when={props.draft.preview()}>
          {(preview) => (
            <span class="import-sum n" role="status">
              <span class="q3">of the first {formatNumber(preview().rowsLookedAt)}</span>
              <For each={VERDICTS.filter((verdict) => preview().counts[verdict] > 0)}>
                {(verdict) => (
                  <span>
                    <b>{formatNumber(preview().counts[verdict])}</b> {VERDICT_WORDS[verdict].toLowerCase()}
                  </span>
                )}
              </For>
            </span>
          )}
        </Show>
      </h2>
      <Scroller label="Preview, scrolls sideways">
        <table class="tbl import-preview" aria-label="What will happen to the first rows">
          <thead>
            <tr>
              <th scope="col" class="num">
                Row
              </th>
              <th scope="col">Verdict</th>
              <th scope="col">Title</th>
              <th scope="col">Customer</th>
              <th scope="col" class="num">
                Amount
              </th>
              <th scope="col">Stage</th>
              <th scope="col">Closes</th>
              <th scope="col">Why</th>
            </tr>
          </thead>
          <tbody ref={body}>
            <For each={rows()} fallback={<Show when={!props.draft.preview()}>{<Coming />}</Show>}>
              {(row, index) => (
                <tr data-at={index() === at() ? '' : undefined}>
                  <td class="num n q3">{formatNumber(row.row)}</td>
                  <td>
                    <Tag tone={LOOK[row.verdict].tone} icon={LOOK[row.verdict].icon}>
                      {VERDICT_WORDS[row.verdict]}
                    </Tag>
                  </td>
                  <Cell row={row} of={['title', 'externalId', 'product']} text={row.title} />
                  <Cell row={row} of={['customer']} text={row.customer} />
                  <Cell
                    row={row}
                    of={['amount', 'currency']}
                    text={row.amountMinor === null ? '' : formatMoney(row.amountMinor, row.currency)}
                    class="num n"
                  />
                  <Cell
                    row={row}
                    of={['stage', 'outcome']}
                    text={standsIn(row, props.draft.value().mapping, stages())}
                  />
                  <Cell
                    row={row}
                    of={['closedOn', 'expectedCloseOn']}
                    text={row.closesOn === null ? '' : formatDay(row.closesOn)}
                    class="n whitespace-nowrap"
                  />
                  <td class={row.verdict === 'error' ? 't12 neg' : 't12 q2'}>{whyInWords(row)}</td>
                </tr>
              )}
            </For>
          </tbody>
        </table>
      </Scroller>
      <Show when={rows().length < (props.draft.preview()?.rowsLookedAt ?? 0)}>
        <p class="t12 q3 n mt-2">
          {plural(rows().length, 'row')} of the {formatNumber(props.draft.preview()?.rowsLookedAt ?? 0)} looked at.
        </p>
      </Show>
    </section>
  )
}

/** A value as it was read; where it could not be, the text of the file, underlined. */
function Cell(props: {
  readonly row: PreviewRow
  readonly of: readonly Field[]
  readonly text: string
  readonly class?: string
}): JSX.Element {
  const problem = () => props.row.problems.find(({ field }) => field !== null && props.of.includes(field))
  return (
    <td class={`${props.class ?? 'clip'}${problem() ? ' bad' : ''}`} title={props.text}>
      <Show when={problem()} fallback={props.text}>
        {(found) => found().value || <span class="q3">empty</span>}
      </Show>
    </td>
  )
}

function Coming(): JSX.Element {
  return (
    <For each={[62, 48, 71, 55, 66, 43]}>
      {(width) => (
        <tr>
          <td />
          <td>
            <Skeleton width="56px" />
          </td>
          <td>
            <Skeleton width={`${width}%`} />
          </td>
          <td>
            <Skeleton width={`${110 - width}%`} />
          </td>
          <td colspan={4} />
        </tr>
      )}
    </For>
  )
}
