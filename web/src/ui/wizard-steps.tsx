import Check from 'lucide-solid/icons/check'
import { For, type JSX, Show } from 'solid-js'
import { StageBar } from './stepper'

export interface WizardStepsProps {
  /** "Steps of the import" */
  readonly label: string
  readonly steps: readonly string[]
  /** The step one is at, from 0; past the last when all is done. */
  readonly at: number
  /** Goes back to a step that is done; leave out where nothing can be taken back. */
  readonly onGo?: ((step: number) => void) | undefined
}

/** In the head of a page: which steps a longer task has, and where one is. */
export function WizardSteps(props: WizardStepsProps): JSX.Element {
  return (
    <ol class="wz desk" aria-label={props.label}>
      <For each={props.steps}>
        {(name, index) => {
          const isDone = () => index() < props.at
          const mark = () => (
            <>
              <b class="n">
                <Show when={isDone()} fallback={index() + 1}>
                  <Check class="i xs" />
                </Show>
              </b>
              {name}
              <Show when={isDone()}>
                <span class="vh">, done</span>
              </Show>
            </>
          )
          return (
            <li class={isDone() ? 'on' : undefined} aria-current={index() === props.at ? 'step' : undefined}>
              <Show when={isDone() && props.onGo} fallback={mark()}>
                {(go) => (
                  <button type="button" onClick={() => go()(index())}>
                    {mark()}
                  </button>
                )}
              </Show>
            </li>
          )
        }}
      </For>
    </ol>
  )
}

/** The same under the head of a phone, where the steps have no room. */
export function WizardBar(props: Pick<WizardStepsProps, 'steps' | 'at'>): JSX.Element {
  const at = () => Math.min(props.at, props.steps.length - 1)
  return (
    <div class="wzb">
      <p class="t12 q2">
        Step {at() + 1} of {props.steps.length}: <b>{props.steps[at()]}</b>
      </p>
      <StageBar count={props.steps.length} at={props.at} />
    </div>
  )
}
