import ArrowRight from 'lucide-solid/icons/arrow-right'
import Check from 'lucide-solid/icons/check'
import Plus from 'lucide-solid/icons/plus'
import TriangleAlert from 'lucide-solid/icons/triangle-alert'
import { createMemo, For, type JSX, Match, Show, Switch } from 'solid-js'
import { useSync } from '../../sync/store'
import { formatNumber, plural } from '../../ui/format'
import { NativeSelect } from '../../ui/native-select'
import { SkeletonRows } from '../../ui/progress'
import type { ColumnsStepProps } from './columns-step'
import { type FoundWord, tallyOf } from './mapping-changes'
import { createStages, type KnownStage } from './stages'

const SHOWN = 60 // no company has that many stages; a column with more was taken for one by mistake

/** What the words of the file mean for how its deals stand, and what the import will add besides deals. */
export function CheckStep(props: ColumnsStepProps): JSX.Element {
  const stages = createStages()
  const { columns } = props.draft.value().mapping
  const inOrder = createMemo(() => {
    // In the order they first had: a word must not jump away under the finger that decides it.
    const words = props.draft.words()
    return [...words.filter(({ field }) => field === 'outcome'), ...words.filter(({ field }) => field === 'stage')]
  })
  const tally = () => tallyOf(props.draft.words(), columns, props.draft.inspection().rows)
  const blank = () => {
    const said = props.draft.words().reduce((sum, { rows }) => sum + rows, 0)
    return tally() ? props.draft.inspection().rows - said : 0
  }
  return (
    <section class="sec pt-4" aria-label="What the words mean">
      <h2>
        What the words mean
        <span class="n">{plural(inOrder().length, 'word')} for how a deal stands</span>
      </h2>
      <Show when={tally()}>
        {(all) => (
          <p class="q2 n mb-3" role="status">
            {all().won + all().lost > 0
              ? `${plural(all().won + all().lost, 'closed deal')} to learn from: ${formatNumber(all().won)} won, ${formatNumber(all().lost)} lost. `
              : 'No closed deal to learn from. '}
            {plural(all().open, 'deal is', 'deals are')} open.
            <Show when={all().unknown > 0}>
              <b class="cau"> {plural(all().unknown, 'row')} cannot be taken before you say what their word means.</b>
            </Show>
          </p>
        )}
      </Show>
      <Show when={!props.draft.isReading()} fallback={<SkeletonRows rows={4} />}>
        <ul class="import-columns" aria-label="Words of the file">
          <For each={inOrder().slice(0, SHOWN)}>
            {(found) => <WordRow {...props} found={found} stages={stages()} />}
          </For>
          <Show when={blank() > 0}>
            <li class="import-column">
              <span class="clip q3">blank</span>
              <span class="clip q3 n">{plural(blank(), 'row')}</span>
              <ArrowRight class="i s" />
              <span>Open</span>
              <span class="fl t12 q2">
                <Check class="i s" />
                in {stages().find(({ status }) => status === 'open')?.name ?? 'the first stage'}
              </span>
            </li>
          </Show>
        </ul>
      </Show>
      <Show when={inOrder().length > SHOWN}>
        <p class="import-remarks cau">
          And {formatNumber(inOrder().length - SHOWN)} more. So many are rarely stages: look whether the right column
          was taken for them.
        </p>
      </Show>
      <Additions {...props} />
    </section>
  )
}

interface WordRowProps extends ColumnsStepProps {
  readonly found: FoundWord
  readonly stages: readonly KnownStage[]
}

function WordRow(props: WordRowProps): JSX.Element {
  const meaning = () => props.found.meaning
  return (
    <li class="import-column">
      <span class="clip b" title={props.found.word}>
        {props.found.word}
      </span>
      <span class="clip q3 n">{plural(props.found.rows, 'row')}</span>
      <ArrowRight class="i s" />
      <Show when={props.found.field === 'stage'} fallback={<OutcomeChoice {...props} />}>
        <StageChoice {...props} />
      </Show>
      <Switch
        fallback={
          <span class="fl t12 q2">
            <Check class="i s" />
            matched
          </span>
        }
      >
        <Match when={meaning() === null}>
          <span class="fl t12 cau b">
            <TriangleAlert class="i s" />
            not known
          </span>
        </Match>
        <Match when={props.found.field === 'stage' && meaning()?.status === 'open' && meaning()?.stageId === null}>
          <span class="fl t12 cau b">
            <Plus class="i s" />
            {props.setsUp ? 'new stage' : 'first stage'}
          </span>
        </Match>
      </Switch>
    </li>
  )
}

const NEW = 'new'

/** A stage of the pipeline, or a new one of the word's name for whoever may set one up. */
function StageChoice(props: WordRowProps): JSX.Element {
  const chosen = () => {
    const { meaning } = props.found
    if (meaning?.stageId) return meaning.stageId
    return props.stages.find(({ status }) => status === meaning?.status && status !== 'open')?.id ?? NEW
  }
  const choose = (value: string) => {
    const stage = props.stages.find(({ id }) => id === value)
    props.draft.setMeaning('stage', {
      word: props.found.word,
      status: stage?.status ?? 'open',
      stageId: stage?.id ?? null,
    })
  }
  return (
    <NativeSelect
      label={`Which stage “${props.found.word}” is`}
      value={chosen()}
      onChange={(event) => choose(event.currentTarget.value)}
    >
      <option value={NEW}>{props.setsUp ? `New stage “${props.found.word}”` : 'Not here: the first stage'}</option>
      <optgroup label="Open">
        <For each={props.stages.filter(({ status }) => status === 'open')}>
          {({ id, name }) => <option value={id}>{name}</option>}
        </For>
      </optgroup>
      <optgroup label="Closed">
        <For each={props.stages.filter(({ status }) => status !== 'open')}>
          {({ id, name }) => <option value={id}>{name}</option>}
        </For>
      </optgroup>
    </NativeSelect>
  )
}

const OUTCOMES = [
  { value: 'won', label: 'Won' },
  { value: 'lost', label: 'Lost' },
  { value: 'open', label: 'Still open' },
] as const

function OutcomeChoice(props: WordRowProps): JSX.Element {
  const choose = (value: string) => {
    const status = OUTCOMES.find((outcome) => outcome.value === value)?.value
    if (status) props.draft.setMeaning('outcome', { word: props.found.word, status, stageId: null })
  }
  return (
    <NativeSelect
      label={`What “${props.found.word}” means`}
      invalid={props.found.meaning === null}
      value={props.found.meaning?.status ?? ''}
      onChange={(event) => choose(event.currentTarget.value)}
    >
      <Show when={props.found.meaning === null}>
        <option value="">Choose</option>
      </Show>
      <For each={OUTCOMES}>{({ value, label }) => <option value={value}>{label}</option>}</For>
    </NativeSelect>
  )
}

/** What the company gets besides its deals. */
function Additions(props: ColumnsStepProps): JSX.Element {
  const sync = useSync()
  const fields = () => {
    const known = new Set(
      Object.values(sync.rows.customFields)
        .filter(({ entity, isArchived }) => entity === 'opportunity' && !isArchived)
        .map(({ label }) => label.toLowerCase()),
    )
    return props.draft
      .value()
      .mapping.columns.flatMap(({ target }) =>
        target.kind === 'custom' && !known.has(target.name.toLowerCase()) ? [target.name] : [],
      )
  }
  const newStages = () =>
    props.draft
      .words()
      .filter(({ field, meaning }) => field === 'stage' && meaning?.status === 'open' && meaning.stageId === null)
      .map(({ word }) => word)
  return (
    <Show
      when={props.setsUp}
      fallback={
        <p class="import-adds">
          Fields and stages your company does not have are left out: only people who may change its settings add them.
        </p>
      }
    >
      <p class="import-adds">
        <Show when={newStages().length > 0}>
          {`${plural(newStages().length, 'stage is', 'stages are')} added to your pipeline: ${named(newStages())}. `}
        </Show>
        <Show when={fields().length > 0}>
          {`${plural(fields().length, 'field')} of your own ${fields().length === 1 ? 'is' : 'are'} added: ${named(fields())}. `}
        </Show>
        Customers, products and owners who are not here yet are added by name; owners cannot sign in before you invite
        them.
      </p>
    </Show>
  )
}

const NAMED = 6

function named(names: readonly string[]): string {
  if (names.length <= NAMED) return names.join(', ')
  return `${names.slice(0, NAMED).join(', ')} and ${formatNumber(names.length - NAMED)} more`
}
