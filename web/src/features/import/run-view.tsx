import { createEffect, createSignal, For, type JSX, Match, onCleanup, Show, Switch } from 'solid-js'
import type { ImportRun } from '../../../../worker/sales/contract'
import { call } from '../../api/client'
import { inWords } from '../../api/problems'
import { createSubmission } from '../../api/submission'
import { paths } from '../../paths'
import { useSync } from '../../sync/store'
import { Button, LinkButton } from '../../ui/button'
import { FormError } from '../../ui/form-error'
import { formatNumber, plural } from '../../ui/format'
import { Meter } from '../../ui/progress'
import { DownloadErrors, NotTaken } from './not-taken'
import { leftInWords, rateInWords, rateOf, type Sample, tookInWords, withSample } from './rate'
import { countsOf, doneInWords, outcomeInWords, progressOf, tellOutcome } from './words'

const LOOK_EVERY_MS = 1000

export interface RunViewProps {
  readonly run: ImportRun
  readonly onRun: (run: ImportRun) => void
}

/** An import that runs or has run: how far it is, what came of it, and what was not taken. */
export function RunView(props: RunViewProps): JSX.Element {
  return (
    <div class="sec max-w-[960px] py-5">
      <Switch>
        <Match when={props.run.status === 'running'}>
          <Running {...props} />
        </Match>
        <Match when={props.run.status === 'done'}>
          <Done run={props.run} />
        </Match>
        <Match when={props.run.status === 'failed'}>
          <Failed {...props} />
        </Match>
        <Match when={props.run.startedAt === null}>
          <h2 class="text-16 font-strong">This file was set aside</h2>
          <p class="q2">Nothing of it was taken.</p>
          <Onward />
        </Match>
        <Match when={props.run.status === 'canceled'}>
          <h2 class="text-16 font-strong">Import stopped</h2>
          <p class="n">
            What was taken by then stays: {outcomeInWords(props.run)}. Import the file again to take the rest.
          </p>
          <Onward />
        </Match>
      </Switch>
      <Show when={props.run.status !== 'running' && props.run.rowsFailed > 0}>
        <NotTaken run={props.run} />
      </Show>
    </div>
  )
}

function Failed(props: RunViewProps): JSX.Element {
  const asking = createSubmission([])
  const resume = () =>
    asking.run(async () => {
      const { id } = props.run
      props.onRun(await call<ImportRun>('POST', `/imports/${id}/resume`, { operationId: crypto.randomUUID() }))
    })
  return (
    <>
      <div role="alert">
        <h2 class="text-16 font-strong">The import stopped</h2>
        <p>
          {props.run.failure ?? 'The file could not be read to its end'}. What was taken by then stays:{' '}
          {outcomeInWords(props.run)}.{' '}
          {props.run.canResume
            ? 'Go on from there, or import the file again: what is here already is not taken twice.'
            : 'Import the file again, and what is here already is not taken twice.'}
        </p>
      </div>
      <Show when={props.run.canResume} fallback={<Onward />}>
        <div class="mt-4 flex flex-wrap gap-2">
          <Button tone="primary" busy={asking.busy()} onClick={() => void resume()}>
            Go on from there
          </Button>
          <LinkButton href={paths.import()}>Choose a file</LinkButton>
        </div>
      </Show>
      <FormError text={asking.error()} />
    </>
  )
}

function Running(props: RunViewProps): JSX.Element {
  const sync = useSync()
  const [trouble, setTrouble] = createSignal<string>()
  const [samples, setSamples] = createSignal<readonly Sample[]>([])
  let isStopping = false

  createEffect(() => {
    const { id } = props.run
    const look = async () => {
      if (document.visibilityState !== 'visible' || isStopping) return
      try {
        const run = await call<ImportRun>('GET', `/imports/${id}/progress`)
        if (isStopping) return
        setTrouble(undefined)
        setSamples((before) => withSample(before, { atMs: performance.now(), rows: run.rowsRead }))
        props.onRun(run)
        if (run.status !== 'running') void sync.refresh()
      } catch (error) {
        setTrouble(inWords(error))
      }
    }
    const timer = setInterval(() => void look(), LOOK_EVERY_MS)
    onCleanup(() => clearInterval(timer))
  })

  async function stop(): Promise<void> {
    const { run, onRun } = props
    isStopping = true
    onRun({ ...run, status: 'canceled' })
    try {
      await call('POST', `/imports/${run.id}/cancel`, { body: {}, operationId: crypto.randomUUID() })
      onRun(await call<ImportRun>('GET', `/imports/${run.id}/progress`))
      void sync.refresh()
    } catch (error) {
      isStopping = false
      onRun(run)
      setTrouble(inWords(error))
    }
  }

  const rate = () => rateOf(samples())
  const how = () => {
    const { rowsRead, rowsTotal } = props.run
    if (rowsRead === 0) return 'Preparing the file'
    return rowsTotal === null
      ? plural(rowsRead, 'row')
      : `${formatNumber(rowsRead)} of ${plural(Math.max(rowsTotal, rowsRead), 'row')}`
  }
  return (
    <>
      <h2 class="text-16 font-strong">Importing</h2>
      <p class="q2 mb-4">It runs on our side: you can leave this page, or close the browser, and find it here again.</p>
      <Meter label="Progress of the import" value={progressOf(props.run)} words={how()} />
      <p class="import-how n">
        <b>{how()}</b>
        <Show when={rate()}>
          {(now) => (
            <>
              <span class="q2">{rateInWords(now())}</span>
              <Show when={props.run.rowsTotal}>
                {(total) => <span class="q2">{leftInWords(Math.max(0, total() - props.run.rowsRead), now())}</span>}
              </Show>
            </>
          )}
        </Show>
      </p>
      <Counts run={props.run} />
      <div class="mt-4 flex flex-wrap gap-2">
        <Button onClick={() => void stop()}>Stop</Button>
        <Show when={props.run.rowsFailed > 0}>
          <DownloadErrors run={props.run} tone="quiet">
            {plural(props.run.rowsFailed, 'row')} not taken so far, as CSV
          </DownloadErrors>
        </Show>
      </div>
      <FormError text={trouble() && `${trouble()} The import itself goes on.`} />
    </>
  )
}

function Done(props: { readonly run: ImportRun }): JSX.Element {
  const changed = () => props.run.rowsCreated + props.run.rowsUpdated > 0
  const took = () => {
    const { startedAt, finishedAt, rowsRead } = props.run
    if (startedAt === null || finishedAt === null) return undefined
    const [from, to] = [Date.parse(startedAt), Date.parse(finishedAt)]
    return to > from ? `${tookInWords(from, to)}, ${rateInWords((rowsRead / (to - from)) * 1000)}` : undefined
  }
  return (
    <>
      <h2 class="text-16 font-strong">{doneInWords(props.run)}</h2>
      <p class="n">{tellOutcome(props.run)}</p>
      <Show when={took()}>{(words) => <p class="t12 q3 n">It took {words()}.</p>}</Show>
      <Counts run={props.run} />
      <Show when={changed()}>
        <p class="q2 mt-3">
          A model is learning from the closed deals now. When it is done, every open deal shows its chance to be won, or
          your usual rate if the closed ones do not tell winners from losers.
        </p>
      </Show>
      <div class="mt-4 flex flex-wrap gap-2">
        <LinkButton tone="primary" href={paths.pipeline()}>
          See your pipeline
        </LinkButton>
        <LinkButton href={paths.model()}>What the model learned</LinkButton>
        <LinkButton href={paths.import()}>Import another file</LinkButton>
      </div>
    </>
  )
}

function Onward(): JSX.Element {
  return (
    <div class="mt-4 flex flex-wrap gap-2">
      <LinkButton tone="primary" href={paths.import()}>
        Choose a file
      </LinkButton>
      <LinkButton href={paths.pipeline()}>See your pipeline</LinkButton>
    </div>
  )
}

function Counts(props: { readonly run: ImportRun }): JSX.Element {
  return (
    <Show when={countsOf(props.run).length > 0}>
      <dl class="import-counts">
        <For each={countsOf(props.run)}>
          {({ count, word }) => (
            <div>
              <dt>{word}</dt>
              <dd class="num-big">{formatNumber(count)}</dd>
            </div>
          )}
        </For>
      </dl>
    </Show>
  )
}
