import { For, type JSX } from 'solid-js'
import { Part, Sample } from './part'

const COLOURS = [
  ['surface-1', 'bg-surface-1'],
  ['surface-2', 'bg-surface-2'],
  ['surface-3', 'bg-surface-3'],
  ['hover', 'bg-hover'],
  ['line', 'bg-line'],
  ['line-field', 'bg-line-field'],
  ['ink-1', 'bg-ink-1'],
  ['ink-2', 'bg-ink-2'],
  ['ink-3', 'bg-ink-3'],
  ['accent', 'bg-accent'],
  ['accent-soft', 'bg-accent-soft'],
  ['accent-mid', 'bg-accent-mid'],
  ['positive', 'bg-positive'],
  ['caution', 'bg-caution'],
  ['negative', 'bg-negative'],
] as const

export function FoundationSections(): JSX.Element {
  return (
    <>
      <Part title="Colour">
        <For each={COLOURS}>
          {([name, ground]) => (
            <Sample name={name}>
              <i class={`h-7 w-11 rounded-sm border border-line ${ground}`} />
            </Sample>
          )}
        </For>
      </Part>
      <Part title="Type">
        <p class="big w-full">28 heading</p>
        <p class="font-strong text-20">20 title</p>
        <p class="font-strong text-16">16 section</p>
        <p class="text-14">14 phone body</p>
        <p class="text-13">13 body 450</p>
        <p class="b text-13">13 strong 600</p>
        <p class="t12 q2">12 secondary</p>
        <p class="t11 q3">11 axis, key</p>
      </Part>
    </>
  )
}
