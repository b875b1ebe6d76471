import { A } from '@solidjs/router'
import { For, type JSX, Show } from 'solid-js'
import { paths } from '../../paths'
import { Kbd } from '../kbd'
import type { Keys } from '../keys'
import { createMedia, PHONE } from '../media'
import { singleKeys } from '../shortcuts'
import { useShell } from './context'
import { syncWords } from './sync-status'

export interface Hint {
  readonly keys: readonly Keys[]
  readonly does: string
}

/** At the foot of the page: whether all is saved at the left, the screen's keys at the right. */
export function StatusLine(props: { readonly hints?: readonly Hint[] | undefined }): JSX.Element {
  const { sync } = useShell()
  const isFine = () => sync().refused === 0 && !sync().isFull && sync().state !== 'offline'
  const isPhone = createMedia(PHONE)
  const hints = () => (singleKeys() && !isPhone() ? [...(props.hints ?? []), { keys: ['?'], does: 'keys' }] : [])
  return (
    <footer class="status" data-synced={isFine() && sync().state === 'synced' ? '' : undefined}>
      <span class="fl" role="status">
        <i class={isFine() ? 'lamp' : 'lamp off'} />
        <span class={isFine() ? '' : 'cau b'}>{syncWords(sync()).word}</span>
        <Show when={syncWords(sync()).rest}>
          {(rest) => (
            <A href={paths.pending()} class="lnk">
              {rest()}
            </A>
          )}
        </Show>
      </span>
      <i class="sp" />
      <For each={hints()}>
        {(hint) => (
          <span class="fl hint">
            <For each={hint.keys}>{(keys) => <Kbd keys={keys} />}</For> {hint.does}
          </span>
        )}
      </For>
    </footer>
  )
}
