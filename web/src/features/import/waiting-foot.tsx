import { type JSX, Match, Show, Switch } from 'solid-js'
import { paths } from '../../paths'
import { Button, LinkButton } from '../../ui/button'
import { formatNumber, plural } from '../../ui/format'
import { Meter } from '../../ui/progress'
import { type Draft, whyNotStart } from './draft'
import { needsLook } from './mapping-changes'
import { COLUMNS } from './steps'

export interface WaitingFootProps {
  readonly draft: Draft
  readonly step: number
  /** Why the import did not begin. */
  readonly refusal: string | undefined
  readonly onBack: () => void
  readonly onNext: () => void
  readonly onStart: () => void
}

/** Below the steps: what is being looked at, and the way on. */
export function WaitingFoot(props: WaitingFootProps): JSX.Element {
  const open = () => props.draft.words().filter(needsLook)
  const rows = () => props.draft.inspection().rows
  const next = () => {
    const what = open().every(({ field }) => field === 'stage') ? 'stage' : 'word'
    return open().length > 0 ? `Map ${plural(open().length, what)}` : 'Check'
  }
  return (
    <div class="import-foot">
      <Switch>
        <Match when={props.refusal}>
          {(words) => (
            <p class="err" role="alert">
              {words()}
            </p>
          )}
        </Match>
        <Match when={props.draft.trouble()}>
          {(words) => (
            <p class="err" role="alert">
              {words()}
              <button type="button" class="lnk" onClick={() => props.draft.tryAgain()}>
                Try again
              </button>
            </p>
          )}
        </Match>
        <Match when={props.draft.isReading()}>
          <span class="fl" role="status">
            <Meter label="Reading the file again" words={`Reading all ${plural(rows(), 'row')}`} />
            <span class="n">Reading all {plural(rows(), 'row')} again</span>
          </span>
        </Match>
        <Match when={props.draft.preview()}>
          {(preview) => (
            <span class="n q2 desk">
              <Show
                when={preview().rowsLookedAt < rows()}
                fallback={<>All {plural(rows(), 'row')} looked at. Nothing is taken before you say so.</>}
              >
                Looked at the first {formatNumber(preview().rowsLookedAt)} of {plural(rows(), 'row')}. Nothing is taken
                before you say so.
              </Show>
            </span>
          )}
        </Match>
      </Switch>
      <i class="sp" />
      <Show
        when={props.step === COLUMNS}
        fallback={
          <>
            <Button size="lg" onClick={() => props.onBack()}>
              Back
            </Button>
            <Button tone="primary" size="lg" off={whyNotStart(props.draft)} onClick={() => props.onStart()}>
              Import {plural(rows(), 'row')}
            </Button>
          </>
        }
      >
        <LinkButton size="lg" href={paths.import()}>
          Back
        </LinkButton>
        <Button tone="primary" size="lg" onClick={() => props.onNext()}>
          {next()}
        </Button>
      </Show>
    </div>
  )
}
