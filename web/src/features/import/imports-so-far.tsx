import { A } from '@solidjs/router'
import Upload from 'lucide-solid/icons/upload'
import X from 'lucide-solid/icons/x'
import { createEffect, For, type JSX, Match, onCleanup, Show, Switch } from 'solid-js'
import type { ImportRun } from '../../../../worker/sales/contract'
import { call } from '../../api/client'
import { createFetched } from '../../api/fetched'
import { NotLoaded } from '../../api/not-loaded'
import { inWords } from '../../api/problems'
import { paths } from '../../paths'
import { IconButton } from '../../ui/button'
import { Tag } from '../../ui/chip'
import { formatBytes, formatNumber, plural } from '../../ui/format'
import { Meter, SkeletonRows } from '../../ui/progress'
import { EmptyState } from '../../ui/states'
import { showToast } from '../../ui/toast'
import { When } from '../../ui/values'
import { isWaiting, outcomeInWords, progressOf, stateInWords } from './words'

const LOOK_EVERY_MS = 2000

/** The imports of the company, the newest first; those that run are followed. */
export function ImportsSoFar(): JSX.Element {
  const imports = createFetched((signal) => call<{ rows: ImportRun[] }>('GET', '/imports', { signal }))
  const runs = () => imports.value()?.rows.some(({ status }) => status === 'running') === true

  createEffect(() => {
    if (!runs()) return
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') imports.reload()
    }, LOOK_EVERY_MS)
    onCleanup(() => clearInterval(timer))
  })

  async function setAside(run: ImportRun): Promise<void> {
    const before = imports.value()
    imports.set({ rows: (before?.rows ?? []).filter(({ id }) => id !== run.id) })
    try {
      await call('POST', `/imports/${run.id}/cancel`, { body: {}, operationId: crypto.randomUUID() })
    } catch (problem) {
      if (before) imports.set(before)
      showToast(inWords(problem))
    }
  }

  return (
    <>
      <h2 class="cap mt-6">Imports so far</h2>
      <Switch fallback={<SkeletonRows rows={3} />}>
        <Match when={imports.error()}>
          {(problem) => <NotLoaded what="the imports" error={problem()} onRetry={imports.reload} />}
        </Match>
        <Match when={imports.value()?.rows.length === 0}>
          <EmptyState icon={Upload} title="Nothing imported yet">
            Bring open and closed deals: from the closed ones the model learns what wins here.
          </EmptyState>
        </Match>
        <Match when={imports.value()}>
          {(value) => (
            <ul class="import-runs" aria-label="Imports">
              <For each={value().rows}>{(run) => <ImportRow run={run} onSetAside={() => void setAside(run)} />}</For>
            </ul>
          )}
        </Match>
      </Switch>
    </>
  )
}

const TONES = {
  uploaded: 'caution',
  ready: 'caution',
  running: 'accent',
  done: 'positive',
  failed: 'negative',
  canceled: undefined,
} as const

function ImportRow(props: { readonly run: ImportRun; readonly onSetAside: () => void }): JSX.Element {
  return (
    <li class="row import-row">
      <A class="clip font-strong" href={paths.importJob(props.run.id)}>
        {props.run.fileName}
      </A>
      <span class="t12 q2 clip n">
        <Switch fallback={outcomeInWords(props.run)}>
          <Match when={props.run.status === 'running'}>
            <span class="import-pace">
              <Meter label={`Progress of ${props.run.fileName}`} value={progressOf(props.run)} />
              {formatNumber(props.run.rowsRead)} of {formatNumber(props.run.rowsTotal ?? 0)}
            </span>
          </Match>
          <Match when={isWaiting(props.run)}>
            {plural(props.run.rowsTotal ?? 0, 'row')}, {formatBytes(props.run.bytes)}
          </Match>
        </Switch>
      </span>
      <span class="t12 q3">
        <When date={props.run.createdAt} />
      </span>
      <Tag tone={TONES[props.run.status]}>{stateInWords(props.run)}</Tag>
      <span class="act">
        <Show when={isWaiting(props.run)}>
          <IconButton icon={X} size="sm" label={`Set ${props.run.fileName} aside`} onClick={() => props.onSetAside()} />
        </Show>
      </span>
    </li>
  )
}
