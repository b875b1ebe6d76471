import { A } from '@solidjs/router'
import ChevronDown from 'lucide-solid/icons/chevron-down'
import ChevronUp from 'lucide-solid/icons/chevron-up'
import Maximize2 from 'lucide-solid/icons/maximize-2'
import X from 'lucide-solid/icons/x'
import { createEffect, type JSX, onCleanup, onMount, Show } from 'solid-js'
import { IconButton } from '../button'
import { useCommands } from '../commands'

export interface PeekProps {
  /** Whose details these are; names the panel. */
  readonly label: string
  /** "2 of 4" */
  readonly position?: string | undefined
  readonly onPrevious?: (() => void) | undefined
  readonly onNext?: (() => void) | undefined
  /** The full page of the same thing. */
  readonly href: string
  readonly onClose: () => void
  readonly footer?: JSX.Element | undefined
  readonly children: JSX.Element
}

const PHONE = '(width <= 720px)'

/** A thing's details beside the list it came from; on the phone a sheet over it. The list keeps its place. */
export function Peek(props: PeekProps): JSX.Element {
  let panel!: HTMLElement
  useCommands(() => [
    {
      id: 'peek.close',
      label: 'Close the panel',
      group: 'List',
      keys: 'escape',
      keyOnly: true,
      run: () => props.onClose(),
    },
  ])
  let listed: HTMLElement | null = document.activeElement instanceof HTMLElement ? document.activeElement : null
  onMount(() => {
    const phone = matchMedia(PHONE)
    const behind = [...document.querySelectorAll<HTMLElement>('#main, .bottom, .rail')]
    // A sheet covers the list, so the list may not be reached behind it; beside it, both are in use.
    const cover = () => {
      for (const element of behind) element.inert = phone.matches
      if (phone.matches) panel.focus({ preventScroll: true })
    }
    cover()
    phone.addEventListener('change', cover)
    onCleanup(() => {
      phone.removeEventListener('change', cover)
      for (const element of behind) element.inert = false
      // Back to where the thing stands in its list; unless the focus has long been elsewhere.
      if (!panel.contains(document.activeElement)) return
      const place = listed?.isConnected ? listed : document.getElementById('main')
      place?.focus({ preventScroll: true })
    })
  })
  createEffect(() => {
    // The next thing begins at its top.
    void props.label
    panel.querySelector('.body')?.scrollTo({ top: 0 })
    queueMicrotask(() => {
      listed = document.querySelector<HTMLElement>('#main [aria-current="true"]') ?? listed
    })
  })
  return (
    <aside class="peek" ref={panel} aria-label={props.label} tabIndex={-1}>
      <header class="head">
        <Show when={props.onPrevious}>
          {(previous) => (
            <IconButton size="sm" icon={ChevronUp} label="Previous" keys="k" onClick={() => previous()()} />
          )}
        </Show>
        <Show when={props.onNext}>
          {(next) => <IconButton size="sm" icon={ChevronDown} label="Next" keys="j" onClick={() => next()()} />}
        </Show>
        <span class="t12 q3 n">{props.position}</span>
        <i class="sp" />
        <A class="btn g sm" href={props.href}>
          <Maximize2 class="i s" />
          Open
        </A>
        <IconButton size="sm" icon={X} label="Close" keys="escape" onClick={() => props.onClose()} />
      </header>
      <div class="body">{props.children}</div>
      <Show when={props.footer}>{(footer) => <footer class="foot">{footer()}</footer>}</Show>
    </aside>
  )
}
