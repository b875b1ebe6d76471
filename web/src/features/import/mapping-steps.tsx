import { createEffect, createMemo, createSignal, For, type JSX, onCleanup, Show } from 'solid-js'
import type { ImportDetail, ImportDraft, ImportPreview, ImportRun } from '../../../../worker/sales/contract'
import type { ColumnMapping, Conventions, PreviewRow } from '../../../../worker/sales/domain/csv/mapping'
import { call } from '../../api/client'
import { inWords } from '../../api/problems'
import { useSync } from '../../sync/store'
import { Button } from '../../ui/button'
import { Tag } from '../../ui/chip'
import { formatMoney, formatNumber } from '../../ui/format'
import { targetKey, targetOf, targetOptions, VERDICT_WORDS, warningInWords } from './words'

const SETTLE_MS = 300 // a person changes several columns in a row: one look when they pause

/** How the file is understood, to be corrected; what will happen to its first rows; and the start. */
export function MappingSteps(props: {
  readonly detail: ImportDetail
  readonly onStarted: (run: ImportRun) => void
}): JSX.Element {
  const { inspection } = props.detail
  const [mapping, setMapping] = createSignal<ColumnMapping>(inspection.mapping)
  const [conventions, setConventions] = createSignal<Conventions>(inspection.conventions)
  const [preview, setPreview] = createSignal<ImportPreview>()
  const [error, setError] = createSignal<string>()
  const [starting, setStarting] = createSignal(false)
  const draft = createMemo(
    (): ImportDraft => ({ dialect: inspection.dialect, mapping: mapping(), conventions: conventions() }),
  )
  const undecided = () => conventions().dateOrder === 'undecided' && inspection.ambiguousDate !== null

  createEffect(() => {
    const body = draft()
    const asked = new AbortController()
    const timer = setTimeout(() => {
      call<ImportPreview>('POST', `/imports/${props.detail.run.id}/preview`, { body, signal: asked.signal }).then(
        (value) => {
          setPreview(value)
          setError(undefined)
        },
        (problem) => {
          if (!asked.signal.aborted) setError(inWords(problem))
        },
      )
    }, SETTLE_MS)
    onCleanup(() => {
      clearTimeout(timer)
      asked.abort()
    })
  })

  async function start(): Promise<void> {
    if (starting()) return
    setStarting(true)
    try {
      const run = await call<ImportRun>('POST', `/imports/${props.detail.run.id}/start`, {
        body: draft(),
        operationId: crypto.randomUUID(),
      })
      props.onStarted(run)
    } catch (problem) {
      setError(inWords(problem))
    } finally {
      setStarting(false)
    }
  }

  const setTarget = (index: number, key: string) =>
    setMapping((now) => ({
      ...now,
      columns: now.columns.map((column, i) => {
        if (i === index) return { ...column, target: targetOf(key, column.header, inspection.guesses[i]?.target) }
        // A field has one column: whoever had it before is left out now.
        const taken = key.startsWith('field:') && targetKey(column.target) === key
        return taken ? { ...column, target: { kind: 'skip' as const } } : column
      }),
    }))

  return (
    <div class="sec py-5">
      <h2 class="cap">
        Columns
        <span class="q3">
          {mapping().columns.filter(({ target }) => target.kind !== 'skip').length} of {mapping().columns.length} taken
        </span>
      </h2>
      <Show when={inspection.warnings.length > 0}>
        <ul class="t12 q2 mb-3 list-disc pl-4" aria-label="What was assumed">
          <For each={inspection.warnings}>{(warning) => <li>{warningInWords(warning)}</li>}</For>
        </ul>
      </Show>
      <ConventionChoices conventions={conventions()} onChange={setConventions} undecided={undecided()} />
      <ul class="import-columns" aria-label="Columns of the file">
        <For each={mapping().columns}>
          {(column, index) => (
            <li class="import-column">
              <b class="clip">{column.header}</b>
              <span class="clip q2">{inspection.guesses[index()]?.examples[0] ?? ''}</span>
              <select
                class="select"
                aria-label={`What “${column.header}” becomes`}
                value={targetKey(column.target)}
                onChange={(event) => setTarget(index(), event.currentTarget.value)}
              >
                <For each={targetOptions()}>{(option) => <option value={option.value}>{option.label}</option>}</For>
              </select>
              <span class="t12 q3">{column.target.kind === 'skip' ? 'skipped' : 'matched'}</span>
            </li>
          )}
        </For>
      </ul>
      <StageWords mapping={mapping()} onChange={setMapping} />
      <PreviewTable preview={preview()} />
      <div class="import-foot">
        <Show when={error()}>
          {(text) => (
            <p class="err" role="alert">
              {text()}
            </p>
          )}
        </Show>
        <i class="sp" />
        <Button
          tone="primary"
          size="lg"
          busy={starting()}
          off={undecided() && 'Choose how dates are written first'}
          onClick={() => void start()}
        >
          {starting() ? 'Starting' : `Import ${formatNumber(inspection.rows)} rows`}
        </Button>
      </div>
    </div>
  )
}

function ConventionChoices(props: {
  readonly conventions: Conventions
  readonly undecided: boolean
  readonly onChange: (conventions: Conventions) => void
}): JSX.Element {
  return (
    <div class="mb-4 flex flex-wrap gap-3">
      <label class="t12">
        Dates as{' '}
        <select
          class="select"
          aria-invalid={props.undecided ? 'true' : undefined}
          value={props.conventions.dateOrder}
          onChange={(event) =>
            props.onChange({ ...props.conventions, dateOrder: event.currentTarget.value as Conventions['dateOrder'] })
          }
        >
          <option value="dmy">day/month/year</option>
          <option value="mdy">month/day/year</option>
          <option value="undecided">not decided</option>
        </select>
      </label>
      <label class="t12">
        Decimals as{' '}
        <select
          class="select"
          value={props.conventions.decimals}
          onChange={(event) =>
            props.onChange({ ...props.conventions, decimals: event.currentTarget.value as Conventions['decimals'] })
          }
        >
          <option value="point">1,234.56</option>
          <option value="comma">1.234,56</option>
        </select>
      </label>
    </div>
  )
}

function StageWords(props: {
  readonly mapping: ColumnMapping
  readonly onChange: (mapping: ColumnMapping) => void
}): JSX.Element {
  const sync = useSync()
  const stages = () =>
    Object.values(sync.rows.pipelines)
      .filter(({ isDefault }) => isDefault)
      .flatMap((pipeline) => pipeline.stages)
  const choose = (word: string, stageId: string) => {
    const stage = stages().find(({ id }) => id === stageId)
    props.onChange({
      ...props.mapping,
      stages: props.mapping.stages.map((meaning) =>
        meaning.word !== word ? meaning : { word, status: stage?.status ?? 'open', stageId: stage?.id ?? null },
      ),
    })
  }
  return (
    <Show when={props.mapping.stages.length > 0}>
      <h2 class="cap mt-4">Stages</h2>
      <ul class="import-columns" aria-label="Stages of the file">
        <For each={props.mapping.stages}>
          {(meaning) => (
            <li class="import-column">
              <b class="clip">{meaning.word}</b>
              <span class="clip q2">{meaning.status}</span>
              <select
                class="select"
                aria-label={`Which stage “${meaning.word}” is`}
                value={meaning.stageId ?? ''}
                onChange={(event) => choose(meaning.word, event.currentTarget.value)}
              >
                <option value="">New stage “{meaning.word}”</option>
                <For each={stages()}>{(stage) => <option value={stage.id}>{stage.name}</option>}</For>
              </select>
              <span class="t12 q3">{meaning.stageId === null ? 'added' : 'matched'}</span>
            </li>
          )}
        </For>
      </ul>
    </Show>
  )
}

const TONES = {
  new: undefined,
  update: undefined,
  unchanged: undefined,
  duplicate: 'caution',
  error: 'negative',
} as const

function PreviewTable(props: { readonly preview: ImportPreview | undefined }): JSX.Element {
  return (
    <section class="mt-4" aria-label="Preview">
      <h2 class="cap">
        Preview <span class="q3">rows that need a look come first</span>
        <i class="sp" />
        <Show when={props.preview}>
          {(preview) => (
            <span class="t12 n" role="status">
              {(Object.keys(VERDICT_WORDS) as PreviewRow['verdict'][])
                .filter((verdict) => preview().counts[verdict] > 0)
                .map((verdict) => `${formatNumber(preview().counts[verdict])} ${VERDICT_WORDS[verdict].toLowerCase()}`)
                .join(', ')}
            </span>
          )}
        </Show>
      </h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keyboard */}
      <div class="import-scroll" tabIndex={0}>
        <table class="tbl" aria-label="What will happen to the first rows">
          <thead>
            <tr>
              <th class="num">Row</th>
              <th>Verdict</th>
              <th>Title</th>
              <th>Customer</th>
              <th class="num">Amount</th>
              <th>Closes</th>
              <th>Why</th>
            </tr>
          </thead>
          <tbody>
            <For each={props.preview?.rows}>
              {(row) => (
                <tr>
                  <td class="num n">{formatNumber(row.row)}</td>
                  <td>
                    <Tag tone={TONES[row.verdict]}>{VERDICT_WORDS[row.verdict]}</Tag>
                  </td>
                  <td>{row.title}</td>
                  <td>{row.customer}</td>
                  <td class="num n">{row.amountMinor === null ? '' : formatMoney(row.amountMinor, row.currency)}</td>
                  <td class="n">{row.closesOn ?? ''}</td>
                  <td class={row.verdict === 'error' ? 'neg' : 'q2'}>{row.why}</td>
                </tr>
              )}
            </For>
          </tbody>
        </table>
      </div>
    </section>
  )
}
