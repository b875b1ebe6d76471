import ArrowRight from 'lucide-solid/icons/arrow-right'
import Check from 'lucide-solid/icons/check'
import Minus from 'lucide-solid/icons/minus'
import Plus from 'lucide-solid/icons/plus'
import TriangleAlert from 'lucide-solid/icons/triangle-alert'
import { For, Index, type JSX, Match, Show, Switch } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import type { MappedColumn } from '../../../../worker/sales/domain/csv/mapping'
import { useSync } from '../../sync/store'
import { formatNumber, plural } from '../../ui/format'
import type { Icon } from '../../ui/icon'
import { NativeSelect } from '../../ui/native-select'
import type { Draft } from './draft'
import { needsLook, type WordField } from './mapping-changes'
import { BlankCustomers, ReadingChoices } from './reading-choices'
import { CUSTOM_OPTIONS, FIELD_OPTIONS, remarksOn, targetKey } from './words'

export interface ColumnsStepProps {
  readonly draft: Draft
  /** Whether the reader may add stages and fields of the company's own. */
  readonly setsUp: boolean
}

/** What each column of the file is: guessed, and here to be corrected. */
export function ColumnsStep(props: ColumnsStepProps): JSX.Element {
  const mapping = () => props.draft.value().mapping
  const taken = () => mapping().columns.filter(({ target }) => target.kind !== 'skip').length
  const remarks = () => remarksOn(props.draft.inspection().warnings, mapping())
  return (
    <section class="sec pt-4" aria-label="Columns">
      <h2>
        Columns
        <span class="n">
          {formatNumber(taken())} of {formatNumber(mapping().columns.length)} matched
        </span>
      </h2>
      <ReadingChoices draft={props.draft} />
      <Show when={remarks().length > 0}>
        <ul class="import-remarks" aria-label="What was assumed">
          <For each={remarks()}>{(words) => <li>{words}</li>}</For>
        </ul>
      </Show>
      <ul class="import-columns" aria-label="Columns of the file">
        <Index each={mapping().columns}>
          {(column, index) => (
            <li class="import-column">
              <span class="clip b" title={column().header}>
                {column().header}
              </span>
              <span class="clip q3 n">{props.draft.inspection().guesses[index]?.examples[0] ?? ''}</span>
              <ArrowRight class="i s" />
              <NativeSelect
                label={`What “${column().header}” becomes`}
                quiet={column().target.kind === 'skip'}
                value={targetKey(column().target)}
                onChange={(event) => props.draft.setTarget(index, event.currentTarget.value)}
              >
                <optgroup label="Of the deal">
                  <For each={FIELD_OPTIONS}>{(option) => <option value={option.value}>{option.label}</option>}</For>
                </optgroup>
                <optgroup label="Of your own">
                  <For each={CUSTOM_OPTIONS}>{(option) => <option value={option.value}>{option.label}</option>}</For>
                </optgroup>
                <option value="skip">Do not import</option>
              </NativeSelect>
              <ColumnState {...props} column={column()} index={index} />
            </li>
          )}
        </Index>
      </ul>
      <BlankCustomers draft={props.draft} />
    </section>
  )
}

const SKIPPED = { empty: 'empty', constant: 'all the same', identifier: 'another id' } as const

/** What comes of the column, in a word. */
function ColumnState(props: ColumnsStepProps & { readonly column: MappedColumn; readonly index: number }): JSX.Element {
  const sync = useSync()
  const told = (): WordField | undefined => {
    const { target } = props.column
    return target.kind === 'field' && (target.field === 'stage' || target.field === 'outcome')
      ? target.field
      : undefined
  }
  const open = () => props.draft.words().filter((word) => word.field === told() && needsLook(word)).length
  const isKnown = () =>
    Object.values(sync.rows.customFields).some(
      ({ entity, label, isArchived }) =>
        entity === 'opportunity' && !isArchived && label.toLowerCase() === props.column.header.toLowerCase(),
    )
  const skipped = () => {
    const mark = props.draft.inspection().guesses[props.index]?.mark
    return mark ? SKIPPED[mark] : 'skipped'
  }
  return (
    <Switch fallback={<State icon={Check}>matched</State>}>
      <Match when={told() && props.draft.isReading()}>
        <span class="fl t12 q3" role="status">
          reading its words
        </span>
      </Match>
      <Match when={open() > 0}>
        <span class="fl t12 cau b n">
          <TriangleAlert class="i s" />
          {plural(open(), 'word')} open
        </span>
      </Match>
      <Match when={props.column.target.kind === 'skip'}>
        <State icon={Minus} quiet>
          {skipped()}
        </State>
      </Match>
      <Match when={props.column.target.kind === 'custom' && !isKnown()}>
        <Show
          when={props.setsUp}
          fallback={
            <State icon={Minus} quiet tip="Only people who may change the company’s settings can add a field">
              left out
            </State>
          }
        >
          <State icon={Plus}>new field</State>
        </Show>
      </Match>
    </Switch>
  )
}

function State(props: {
  readonly icon: Icon
  readonly quiet?: boolean
  readonly tip?: string
  readonly children: JSX.Element
}): JSX.Element {
  return (
    <span class={props.quiet ? 'fl t12 q3' : 'fl t12 q2'} data-tip={props.tip}>
      <Dynamic component={props.icon} class="i s" />
      {props.children}
    </span>
  )
}
