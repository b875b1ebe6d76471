import { For, type JSX } from 'solid-js'
import { type Keys, keyCaps, keyWords } from './keys'

/** A shortcut drawn as key caps and read as words. */
export function Kbd(props: { readonly keys: Keys }): JSX.Element {
  return (
    <span class="inline-flex flex-none items-center gap-1">
      <span class="vh">{keyWords(props.keys)}</span>
      <For each={keyCaps(props.keys)}>
        {(step) => (
          <span aria-hidden="true" class="contents">
            <kbd>{step.join(step.some((cap) => cap.length > 1) ? ' ' : '')}</kbd>
          </span>
        )}
      </For>
    </span>
  )
}
