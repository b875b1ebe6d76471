import { useNavigate } from '@solidjs/router'
import { createSignal, type JSX, onCleanup, Show } from 'solid-js'
import { inWords } from '../../api/problems'
import { paths } from '../../paths'
import { useSession } from '../../session/session'
import { Button } from '../../ui/button'
import { DropZone } from '../../ui/drop-zone'
import { formatBytes } from '../../ui/format'
import { Meter } from '../../ui/progress'
import { Page } from '../../ui/shell/page'
import { NoPermission } from '../../ui/states'
import { WizardBar, WizardSteps } from '../../ui/wizard-steps'
import './import.css'
import { ImportsSoFar } from './imports-so-far'
import { FILE, STEP_NAMES } from './steps'
import { refusalOf, uploadFile } from './upload'

/** Where a company's own pipeline comes in: a file to choose, and the imports so far. */
export default function ImportPage(): JSX.Element {
  const session = useSession()
  return (
    <Page
      title="Import deals"
      tabs={<WizardSteps label="Steps of the import" steps={STEP_NAMES} at={FILE} />}
      top={
        <div class="phone">
          <WizardBar steps={STEP_NAMES} at={FILE} />
        </div>
      }
    >
      <Show when={session.may('data.import_customers')} fallback={<NoPermission what="imports" />}>
        <div class="sec max-w-[960px] py-5">
          <FileStep />
          <ImportsSoFar />
        </div>
      </Show>
    </Page>
  )
}

interface Sending {
  readonly file: File
  readonly share: number
  readonly asked: AbortController
}

function FileStep(): JSX.Element {
  const navigate = useNavigate()
  const [sending, setSending] = createSignal<Sending>()
  const [error, setError] = createSignal<string>()

  async function take(file: File): Promise<void> {
    if (sending()) return
    const refusal = refusalOf(file)
    setError(refusal && about(file, refusal))
    if (refusal) return
    const asked = new AbortController()
    setSending({ file, share: 0, asked })
    try {
      const { run } = await uploadFile(file, (share) => setSending({ file, share, asked }), asked.signal)
      navigate(paths.importJob(run.id))
    } catch (problem) {
      if (!asked.signal.aborted) setError(about(file, inWords(problem)))
    } finally {
      setSending(undefined)
    }
  }

  onCleanup(() => sending()?.asked.abort())

  return (
    <Show
      when={sending()}
      fallback={
        <DropZone
          title="Drop your deals here"
          hint="A CSV export of any CRM, plain or .gz, up to 100 MB. You see what will happen before anything is taken."
          accept=".csv,.tsv,.txt,.gz,text/csv"
          error={error()}
          onFile={(file) => void take(file)}
        />
      }
    >
      {(now) => {
        const words = () =>
          now().share < 1
            ? `${formatBytes(now().file.size * now().share)} of ${formatBytes(now().file.size)} sent`
            : 'Reading its columns and words'
        return (
          <div class="import-sending">
            <p class="clip font-strong">{now().file.name}</p>
            <Meter label="Sending the file" value={now().share < 1 ? now().share : undefined} words={words()} />
            <p class="q2 n" role="status">
              {words()}
            </p>
            <Button onClick={() => now().asked.abort()}>Cancel</Button>
          </div>
        )
      }}
    </Show>
  )
}

/** Of several files tried one after the other, it must be plain which one is meant. */
function about(file: File, refusal: string): string {
  return `${file.name}: ${refusal}${/[.!?]$/.test(refusal) ? '' : '.'}`
}
