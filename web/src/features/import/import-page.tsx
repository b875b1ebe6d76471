import { A, useNavigate } from '@solidjs/router'
import Upload from 'lucide-solid/icons/upload'
import { createSignal, For, type JSX, Match, Show, Switch } from 'solid-js'
import type { ImportRun } from '../../../../worker/sales/contract'
import { call } from '../../api/client'
import { createFetched } from '../../api/fetched'
import { inWords } from '../../api/problems'
import { paths } from '../../paths'
import { useSession } from '../../session/session'
import { Tag } from '../../ui/chip'
import { DropZone } from '../../ui/drop-zone'
import { formatBytes, formatWhen } from '../../ui/format'
import { Meter, SkeletonRows } from '../../ui/progress'
import { Page } from '../../ui/shell/page'
import { EmptyState, ErrorState, NoPermission } from '../../ui/states'
import { uploadFile } from './upload'
import './import.css'
import { outcomeInWords, stateInWords } from './words'

/** Where a company's own pipeline comes in: a file to choose, and the imports so far. */
export default function ImportPage(): JSX.Element {
  const session = useSession()
  return (
    <Page title="Import deals">
      <Show when={session.may('data.import_customers')} fallback={<NoPermission what="imports" />}>
        <ImportBody />
      </Show>
    </Page>
  )
}

function ImportBody(): JSX.Element {
  const navigate = useNavigate()
  const imports = createFetched((signal) => call<{ rows: ImportRun[] }>('GET', '/imports', { signal }))
  const [share, setShare] = createSignal<number>()
  const [error, setError] = createSignal<string>()

  async function take(file: File): Promise<void> {
    if (share() !== undefined) return
    setError(undefined)
    setShare(0)
    try {
      const { run } = await uploadFile(file, setShare)
      navigate(paths.importJob(run.id))
    } catch (problem) {
      setError(inWords(problem))
    } finally {
      setShare(undefined)
    }
  }

  return (
    <div class="sec max-w-[960px] py-5">
      <Show
        when={share() === undefined}
        fallback={
          <Meter
            label="Uploading"
            value={share() ?? 0}
            words={(share() ?? 0) < 1 ? `Uploading, ${Math.round((share() ?? 0) * 100)} %` : 'Reading the file'}
          />
        }
      >
        <DropZone
          title="Drop your deals here, or choose a file"
          hint="A CSV export of any CRM, plain or .gz, up to 100 MB. You see what will happen before anything is taken."
          accept=".csv,.tsv,.txt,.gz,text/csv"
          error={error()}
          onFile={(file) => void take(file)}
        />
      </Show>
      <h2 class="cap mt-6">Imports so far</h2>
      <Switch fallback={<SkeletonRows rows={3} />}>
        <Match when={imports.error()}>
          {(problem) => (
            <ErrorState title="Could not read the imports" onRetry={imports.reload}>
              {inWords(problem())}
            </ErrorState>
          )}
        </Match>
        <Match when={imports.value()?.rows.length === 0}>
          <EmptyState icon={Upload} title="Nothing imported yet">
            Bring open and closed deals: from the closed ones the model learns what wins here.
          </EmptyState>
        </Match>
        <Match when={imports.value()}>
          {(value) => (
            <ul aria-label="Imports">
              <For each={value().rows}>{(run) => <ImportRow run={run} />}</For>
            </ul>
          )}
        </Match>
      </Switch>
    </div>
  )
}

const TONES = {
  uploaded: undefined,
  ready: undefined,
  running: 'accent',
  done: 'positive',
  failed: 'negative',
  canceled: undefined,
} as const

function ImportRow(props: { readonly run: ImportRun }): JSX.Element {
  return (
    <li class="row import-row">
      <A class="clip font-strong" href={paths.importJob(props.run.id)}>
        {props.run.fileName}
      </A>
      <span class="t12 q2 clip n">
        {props.run.status === 'done' ? outcomeInWords(props.run) : formatBytes(props.run.bytes)}
      </span>
      <span class="t12 q3">{formatWhen(props.run.createdAt)}</span>
      <Tag tone={TONES[props.run.status]}>{stateInWords(props.run)}</Tag>
    </li>
  )
}
