import Download from 'lucide-solid/icons/download'
import { createEffect, createSignal, For, type JSX, Match, onCleanup, Show, Switch } from 'solid-js'
import type { ImportError, ImportRun } from '../../../../worker/sales/contract'
import { call } from '../../api/client'
import { createFetched } from '../../api/fetched'
import { inWords } from '../../api/problems'
import { paths } from '../../paths'
import { useSync } from '../../sync/store'
import { Button, LinkButton } from '../../ui/button'
import { formatNumber, plural } from '../../ui/format'
import { Meter } from '../../ui/progress'
import { outcomeInWords, progressOf } from './words'

const LOOK_EVERY_MS = 1000

/** An import that runs or has run: how far it is, what came of it, and what was not taken. */
export function RunView(props: { readonly run: ImportRun; readonly onRun: (run: ImportRun) => void }): JSX.Element {
  const sync = useSync()
  const [trouble, setTrouble] = createSignal<string>()

  createEffect(() => {
    if (props.run.status !== 'running') return
    const look = async () => {
      if (document.visibilityState !== 'visible') return
      try {
        const run = await call<ImportRun>('GET', `/imports/${props.run.id}/progress`)
        setTrouble(undefined)
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
    try {
      await call('POST', `/imports/${props.run.id}/cancel`, { body: {}, operationId: crypto.randomUUID() })
      props.onRun({ ...props.run, status: 'canceled' })
    } catch (error) {
      setTrouble(inWords(error))
    }
  }

  return (
    <div class="sec max-w-[960px] py-5">
      <Switch>
        <Match when={props.run.status === 'running'}>
          <h2 class="text-16 font-strong">Importing</h2>
          <p class="q2 mb-3">It runs on our side: you can leave this page, or close the browser.</p>
          <Meter
            label="Progress of the import"
            value={progressOf(props.run)}
            words={
              props.run.rowsTotal === null
                ? 'Reading the file'
                : `${formatNumber(props.run.rowsRead)} of ${formatNumber(props.run.rowsTotal)} rows`
            }
          />
          <p class="n mt-2">{outcomeInWords(props.run)}</p>
          <Button class="mt-3" onClick={() => void stop()}>
            Stop
          </Button>
        </Match>
        <Match when={props.run.status === 'done'}>
          <h2 class="text-16 font-strong">Import done</h2>
          <p class="n">
            {plural(props.run.rowsRead, 'row')}: {outcomeInWords(props.run)}.
          </p>
          <p class="q2 mt-1">
            A model is learning from the closed deals now; every open deal then gets its chance to be won.
          </p>
          <div class="mt-3 flex flex-wrap gap-2">
            <LinkButton tone="primary" href={paths.pipeline()}>
              See your pipeline
            </LinkButton>
            <LinkButton href={paths.model()}>How good is the model</LinkButton>
          </div>
        </Match>
        <Match when={props.run.status === 'failed'}>
          <div role="alert">
            <h2 class="text-16 font-strong">The import stopped</h2>
            <p>{props.run.failure ?? 'The file could not be read to its end.'} What was taken by then stays.</p>
          </div>
        </Match>
        <Match when={props.run.status === 'canceled'}>
          <h2 class="text-16 font-strong">Import stopped</h2>
          <p>What was taken by then stays: {outcomeInWords(props.run)}. Import the file again to take the rest.</p>
        </Match>
      </Switch>
      <Show when={trouble()}>
        {(text) => (
          <p class="err" role="alert">
            {text()}
          </p>
        )}
      </Show>
      <Show when={props.run.status !== 'running' && props.run.rowsFailed > 0}>
        <NotTaken run={props.run} />
      </Show>
    </div>
  )
}

function NotTaken(props: { readonly run: ImportRun }): JSX.Element {
  const errors = createFetched((signal) =>
    call<{ rows: ImportError[] }>('GET', `/imports/${props.run.id}/errors`, { query: { limit: 100 }, signal }),
  )
  return (
    <section class="mt-6" aria-label="Rows that were not taken">
      <h2 class="cap">
        Not taken <span class="n q3">{formatNumber(props.run.rowsFailed)}</span>
        <i class="sp" />
        <a class="btn sm" href={`/api/v1/imports/${props.run.id}/errors.csv`} download="rows-not-taken.csv">
          <Download class="i s" />
          Download as CSV
        </a>
      </h2>
      <div class="import-scroll">
        <table class="tbl" aria-label="Rows that were not taken">
          <thead>
            <tr>
              <th class="num">Row</th>
              <th>Column</th>
              <th>Value</th>
              <th>Why</th>
            </tr>
          </thead>
          <tbody>
            <For each={errors.value()?.rows}>
              {(row) => (
                <tr>
                  <td class="num n">{formatNumber(row.rowNumber)}</td>
                  <td>{row.column}</td>
                  <td>{row.value}</td>
                  <td class="neg">{row.reason}</td>
                </tr>
              )}
            </For>
          </tbody>
        </table>
      </div>
    </section>
  )
}
