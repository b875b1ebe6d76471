import { useParams } from '@solidjs/router'
import { type JSX, Match, Switch } from 'solid-js'
import type { ImportDetail, ImportRun } from '../../../../worker/sales/contract'
import { call } from '../../api/client'
import { createFetched } from '../../api/fetched'
import { inWords } from '../../api/problems'
import { paths } from '../../paths'
import { LinkButton } from '../../ui/button'
import { Loading } from '../../ui/progress'
import { Page } from '../../ui/shell/page'
import { ErrorState } from '../../ui/states'
import './import.css'
import { MappingSteps } from './mapping-steps'
import { RunView } from './run-view'

/** One import, wherever it stands: to be understood, running, or over. Leaving and coming back finds it there. */
export default function ImportJobPage(): JSX.Element {
  const params = useParams<{ id: string }>()
  const detail = createFetched((signal) => call<ImportDetail>('GET', `/imports/${params.id}`, { signal }))
  const runs = (run: ImportRun) => {
    const known = detail.value()
    if (known) detail.set({ ...known, run })
  }
  const waits = () => {
    const status = detail.value()?.run.status
    return status === 'uploaded' || status === 'ready' ? detail.value() : undefined
  }
  return (
    <Page
      title={detail.value()?.run.fileName ?? 'Import'}
      actions={<LinkButton href={paths.import()}>Another file</LinkButton>}
    >
      <Switch fallback={<Loading what="the import" />}>
        <Match when={detail.error()}>
          {(error) => (
            <ErrorState title="Could not show this import" onRetry={detail.reload}>
              {inWords(error())}
            </ErrorState>
          )}
        </Match>
        <Match when={waits()}>{(value) => <MappingSteps detail={value()} onStarted={runs} />}</Match>
        <Match when={detail.value()}>{(value) => <RunView run={value().run} onRun={runs} />}</Match>
      </Switch>
    </Page>
  )
}
