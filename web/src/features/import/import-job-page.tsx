import { useParams, useSearchParams } from '@solidjs/router'
import FileText from 'lucide-solid/icons/file-text'
import { createEffect, createSignal, type JSX, Match, onCleanup, Show, Switch } from 'solid-js'
import type { ImportDetail, ImportRun } from '../../../../worker/sales/contract'
import { call } from '../../api/client'
import { createFetched } from '../../api/fetched'
import { inWords } from '../../api/problems'
import { paths } from '../../paths'
import { useSession } from '../../session/session'
import { LinkButton } from '../../ui/button'
import { formatBytes, formatPercent, plural } from '../../ui/format'
import { Loading } from '../../ui/progress'
import { Page } from '../../ui/shell/page'
import { ErrorState } from '../../ui/states'
import { WizardBar, WizardSteps } from '../../ui/wizard-steps'
import { CheckStep } from './check-step'
import { ColumnsStep } from './columns-step'
import { createDraft } from './draft'
import './import.css'
import { PreviewTable } from './preview-table'
import { RunView } from './run-view'
import { CHECK, COLUMNS, DONE, IMPORT, STEP_NAMES } from './steps'
import { takeFresh } from './upload'
import { WaitingFoot } from './waiting-foot'
import { isWaiting } from './words'

/** One import, wherever it stands: to be understood, running, or over. Leaving and coming back finds it there. */
export default function ImportJobPage(): JSX.Element {
  const params = useParams<{ id: string }>()
  const detail = createFetched((signal) => {
    const fresh = takeFresh(params.id)
    return fresh ? Promise.resolve(fresh) : call<ImportDetail>('GET', `/imports/${params.id}`, { signal })
  })
  return (
    <Show
      keyed
      when={detail.value()?.run.id === params.id ? detail.value() : undefined}
      fallback={
        <Page title="Import deals" actions={<LinkButton href={paths.import()}>All imports</LinkButton>}>
          <Show when={detail.error()} fallback={<Loading what="the import" />}>
            <ErrorState title="Could not show this import" onRetry={detail.reload}>
              {inWords(detail.error())}
            </ErrorState>
          </Show>
        </Page>
      }
    >
      {(value) => <ImportJob detail={value} />}
    </Show>
  )
}

function ImportJob(props: { readonly detail: ImportDetail }): JSX.Element {
  const session = useSession()
  const [query, setQuery] = useSearchParams()
  const [run, setRun] = createSignal(props.detail.run)
  const [refusal, setRefusal] = createSignal<string>()
  const draft = isWaiting(run()) ? createDraft(props.detail, () => void lookAgain()) : undefined
  const setsUp = () => session.me().role.scope === 'tenant' && session.may('org.configure_settings')
  const rows = () => draft?.inspection().rows ?? run().rowsTotal ?? 0
  const at = () => {
    if (isWaiting(run())) return query.step === 'check' ? CHECK : COLUMNS
    return run().status === 'running' ? IMPORT : DONE
  }
  let top!: HTMLDivElement
  const go = (step: number) => {
    setQuery({ step: step === CHECK ? 'check' : null })
    // A step begins at its top, for the eye and for the keyboard.
    top.scrollIntoView()
    top.focus({ preventScroll: true })
  }

  async function lookAgain(): Promise<void> {
    try {
      setRun(await call<ImportRun>('GET', `/imports/${run().id}/progress`))
    } catch (problem) {
      setRefusal(inWords(problem))
    }
  }

  async function start(): Promise<void> {
    if (!draft) return
    const before = run()
    const body = draft.value()
    draft.rest(true)
    setRefusal(undefined)
    // The second press of a double click lands on what stands here then, and should mark no words there.
    document.addEventListener('mousedown', (press) => press.detail > 1 && press.preventDefault(), { once: true })
    setRun({ ...before, status: 'running', rowsTotal: draft.inspection().rows })
    try {
      setRun(await call<ImportRun>('POST', `/imports/${before.id}/start`, { body, operationId: crypto.randomUUID() }))
    } catch (problem) {
      setRun(before)
      draft.rest(false)
      setRefusal(inWords(problem))
    }
  }

  // A tab in the background still says how far it is.
  createEffect(() => {
    if (run().status !== 'running' || run().rowsRead === 0 || rows() === 0) return
    const title = document.title
    document.title = `${formatPercent(Math.floor((run().rowsRead / rows()) * 100) / 100)} · ${run().fileName}`
    onCleanup(() => {
      document.title = title
    })
  })

  return (
    <Page
      title="Import deals"
      tabs={
        <WizardSteps
          label="Steps of the import"
          steps={STEP_NAMES}
          at={at()}
          onGo={at() === CHECK ? (step) => step === COLUMNS && go(step) : undefined}
        />
      }
      top={
        <div class="phone">
          <WizardBar steps={STEP_NAMES} at={at()} />
        </div>
      }
      actions={
        <>
          <span class="import-file t12 q2 n desk" title={run().fileName}>
            <FileText class="i s" />
            <span class="clip">{run().fileName}</span>
            <span>
              , {plural(rows(), 'row')}, {formatBytes(run().bytes)}
            </span>
          </span>
          <LinkButton href={paths.import()}>{isWaiting(run()) ? 'Change file' : 'All imports'}</LinkButton>
        </>
      }
      foot={
        <Show when={isWaiting(run()) && draft}>
          {(waiting) => (
            <WaitingFoot
              draft={waiting()}
              step={at()}
              refusal={refusal()}
              onBack={() => go(COLUMNS)}
              onNext={() => go(CHECK)}
              onStart={() => void start()}
            />
          )}
        </Show>
      }
      hints={
        isWaiting(run())
          ? [
              { keys: ['j', 'k'], does: 'next row' },
              { keys: ['f'], does: 'next problem' },
            ]
          : []
      }
    >
      <Show when={isWaiting(run()) && draft} fallback={<RunView run={run()} onRun={setRun} />}>
        {(waiting) => (
          <>
            <div ref={top} tabIndex={-1} aria-label={`Step ${at() + 1}: ${STEP_NAMES[at()]}`} role="group">
              <Switch>
                <Match when={at() === COLUMNS}>
                  <ColumnsStep draft={waiting()} setsUp={setsUp()} />
                </Match>
                <Match when={at() === CHECK}>
                  <CheckStep draft={waiting()} setsUp={setsUp()} />
                </Match>
              </Switch>
            </div>
            <PreviewTable draft={waiting()} />
          </>
        )}
      </Show>
    </Page>
  )
}
