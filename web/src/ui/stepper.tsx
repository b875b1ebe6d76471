import Check from 'lucide-solid/icons/check'
import { For, type JSX, Show } from 'solid-js'

export interface Step {
  readonly id: string
  readonly name: string
  /** "4 d", "10 d, norm 14", "norm 12". */
  readonly note?: string | undefined
  /** Why one cannot move there from here; also greys it out. */
  readonly off?: string | undefined
}

export interface StageStepperProps {
  readonly steps: readonly Step[]
  readonly current: string
  /** A click moves. Leave out for a deal that is closed. */
  readonly onMove?: ((id: string) => void) | undefined
}

/** Where a deal is on its way, on the deal's own page; a click on a stage moves it there. */
export function StageStepper(props: StageStepperProps): JSX.Element {
  const at = () => props.steps.findIndex((step) => step.id === props.current)
  const press = (step: Step) => {
    if (!step.off && step.id !== props.current) props.onMove?.(step.id)
  }
  return (
    <div class="stp" role="group" aria-label="Stage">
      <For each={props.steps}>
        {(step, index) => (
          <button
            type="button"
            class={index() < at() ? 'st on' : 'st'}
            aria-current={step.id === props.current ? 'step' : undefined}
            aria-disabled={step.off || !props.onMove ? 'true' : undefined}
            data-tip={step.off ?? (step.note && `${step.name}: ${step.note}`)}
            onClick={() => press(step)}
          >
            <Show when={index() < at()}>
              <Check class="i s" />
            </Show>
            <span class="clip">{step.name}</span>
            <span class="vh">{index() < at() ? ', done, ' : ', '}</span>
            <Show when={step.note}>
              <small class="n">{step.note}</small>
            </Show>
          </button>
        )}
      </For>
    </div>
  )
}

/** The same in a few pixels, for cards and the peek. */
export function StageBar(props: { readonly count: number; readonly at: number }): JSX.Element {
  return (
    <div class="steps" role="img" aria-label={`Stage ${props.at + 1} of ${props.count}`}>
      <For each={Array.from({ length: props.count }, (_, index) => index)}>
        {(index) => <i class={index < props.at ? 'on' : index === props.at ? 'now' : ''} />}
      </For>
    </div>
  )
}
