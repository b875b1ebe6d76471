import { createSignal, createUniqueId, type JSX, onCleanup, onMount, Show } from 'solid-js'
import { Kbd } from './kbd'

const WAIT_MS = 350 // long enough not to flicker while the pointer only passes
const GAP = 6
const EDGE = 8

interface Tip {
  readonly owner: HTMLElement
  readonly text: string
  readonly keys: string | undefined
}

/** Text that ends in … where there is no room for all of it: then all of it is its tooltip. */
const MAY_BE_CUT = '.clip, .deal h3, .crumb > *, .cal-t'

/**
 * Every tooltip of the app: any element with `data-tip` has one, and any text that is cut short. One listener and one
 * element for all of them, because a board of two thousand cards cannot afford a component for each date and avatar.
 */
export function TooltipLayer(): JSX.Element {
  const id = createUniqueId()
  const [tip, setTip] = createSignal<Tip>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let bubble: HTMLDivElement | undefined

  const hide = () => {
    clearTimeout(timer)
    const owner = tip()?.owner
    if (owner?.getAttribute('aria-describedby') === id) owner.removeAttribute('aria-describedby')
    setTip(undefined)
  }
  const show = (owner: HTMLElement) => {
    const { tip: said, tipKeys: keys } = owner.dataset
    const text = said ?? (isCut(owner) && owner.textContent)
    hide()
    if (!text || !owner.isConnected) return
    setTip({ owner, text, keys })
    // A tooltip that repeats the name, or the text itself, would be read twice.
    if (said && owner.getAttribute('aria-label') !== text && !owner.hasAttribute('aria-describedby')) {
      owner.setAttribute('aria-describedby', id)
    }
    if (bubble) place(bubble, owner)
  }
  const ownerOf = (target: EventTarget | null) =>
    target instanceof Element
      ? (target.closest<HTMLElement>('[data-tip]') ?? target.closest<HTMLElement>(MAY_BE_CUT))
      : null

  const enter = (event: PointerEvent) => {
    if (event.pointerType === 'touch') return
    const target = event.target
    if (target instanceof Node && bubble?.contains(target)) return clearTimeout(timer)
    const owner = ownerOf(target)
    if (owner && owner === tip()?.owner) return clearTimeout(timer)
    clearTimeout(timer)
    if (owner) timer = setTimeout(() => show(owner), tip() ? 0 : WAIT_MS)
    else if (tip()) timer = setTimeout(hide, 100) // time to reach the bubble and select its text
  }
  const focus = (event: FocusEvent) => {
    const owner = ownerOf(event.target)
    if (owner?.matches(':focus-visible')) show(owner)
    else hide()
  }
  const key = (event: KeyboardEvent) => {
    if (event.key === 'Escape') hide()
  }

  onMount(() => {
    const stop = new AbortController()
    const on = { signal: stop.signal, capture: true, passive: true }
    document.addEventListener('pointerover', enter, on)
    document.addEventListener('pointerdown', hide, on)
    document.addEventListener('focusin', focus, on)
    document.addEventListener('keydown', key, on)
    document.addEventListener('scroll', hide, on)
    onCleanup(() => {
      stop.abort()
      clearTimeout(timer)
    })
  })

  return (
    <Show when={tip()}>
      {(shown) => (
        <div ref={(el) => settle(el)} class="tip" role="tooltip" id={id} data-kb-top-layer>
          <span class="flex items-center gap-2">
            {shown().text}
            <Show when={shown().keys}>{(keys) => <Kbd keys={keys()} />}</Show>
          </span>
        </div>
      )}
    </Show>
  )

  function settle(el: HTMLDivElement): void {
    bubble = el
    queueMicrotask(() => {
      const owner = tip()?.owner
      if (owner && el.isConnected) place(el, owner)
    })
  }
}

function isCut(el: HTMLElement): boolean {
  return el.scrollWidth > el.clientWidth || el.scrollHeight > el.clientHeight
}

// Under its owner, or above when there is no room; never past the edge of the window.
function place(bubble: HTMLElement, owner: HTMLElement): void {
  const at = owner.getBoundingClientRect()
  const box = bubble.getBoundingClientRect()
  const below = at.bottom + GAP
  const top = below + box.height + EDGE > innerHeight ? at.top - GAP - box.height : below
  const left = Math.min(Math.max(EDGE, at.left + at.width / 2 - box.width / 2), innerWidth - EDGE - box.width)
  bubble.style.setProperty('top', `${Math.max(EDGE, top)}px`)
  bubble.style.setProperty('left', `${left}px`)
}
