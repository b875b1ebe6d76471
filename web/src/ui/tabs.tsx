import { useLocation } from '@solidjs/router'
import { createEffect, createUniqueId, For, type JSX } from 'solid-js'
import { whenIdle } from './after-paint'

export interface TabLink {
  readonly href: string
  readonly label: string
}

/** Views that have a URL each: "Board", "Table". Compares path and query, so `?view=table` is a view too. */
export function TabLinks(props: { readonly label: string; readonly tabs: readonly TabLink[] }): JSX.Element {
  const location = useLocation()
  let list!: HTMLElement
  const isHere = (href: string) => {
    const [path, query = ''] = href.split('?')
    if (location.pathname !== path) return false
    const here = new URLSearchParams(location.search)
    const keys = new Set(props.tabs.flatMap((tab) => [...new URLSearchParams(tab.href.split('?')[1] ?? '').keys()]))
    const wanted = new URLSearchParams(query)
    return [...keys].every((key) => here.get(key) === wanted.get(key))
  }
  // Where not all of them fit, the one that is shown is among those that do.
  createEffect(() => {
    const tab = list.children[props.tabs.findIndex(({ href }) => isHere(href))]
    // Measured when nobody waits for it: nothing else of a page has to be laid out before it is painted.
    whenIdle(() => {
      const beyond = (tab?.getBoundingClientRect().right ?? 0) - list.getBoundingClientRect().right
      if (beyond > 0) list.scrollLeft += beyond
    })
  })
  return (
    <nav ref={list} class="tabs" aria-label={props.label}>
      <For each={props.tabs}>
        {(tab) => (
          // Not <A>: it would call both current, since it compares the path alone.
          <a href={tab.href} noScroll aria-current={isHere(tab.href) ? 'page' : undefined}>
            {tab.label}
          </a>
        )}
      </For>
    </nav>
  )
}

export interface TabsProps<V extends string> {
  readonly label: string
  readonly value: V
  readonly tabs: readonly { readonly value: V; readonly label: string }[]
  readonly onChange: (value: V) => void
  /** The panel of the chosen tab. */
  readonly children: JSX.Element
  readonly class?: string | undefined
  readonly panelClass?: string | undefined
}

/** Sections of one screen without a URL of their own. Arrows move, as in every tab list. */
export function Tabs<V extends string>(props: TabsProps<V>): JSX.Element {
  const id = createUniqueId()
  let list!: HTMLDivElement
  const move = (event: KeyboardEvent) => {
    const at = props.tabs.findIndex((tab) => tab.value === props.value)
    const last = props.tabs.length - 1
    const to = { ArrowRight: at === last ? 0 : at + 1, ArrowLeft: at === 0 ? last : at - 1, Home: 0, End: last }[
      event.key
    ]
    const tab = to === undefined ? undefined : props.tabs[to]
    if (to === undefined || !tab) return
    event.preventDefault()
    props.onChange(tab.value)
    list.querySelectorAll<HTMLElement>('[role="tab"]')[to]?.focus()
  }
  return (
    <>
      <div
        ref={list}
        class={props.class ? `tabs ${props.class}` : 'tabs'}
        role="tablist"
        aria-label={props.label}
        onKeyDown={move}
      >
        <For each={props.tabs}>
          {(tab) => (
            <button
              type="button"
              role="tab"
              id={`${id}-${tab.value}`}
              aria-selected={props.value === tab.value}
              aria-controls={`${id}-panel`}
              tabIndex={props.value === tab.value ? 0 : -1}
              onClick={() => props.onChange(tab.value)}
            >
              {tab.label}
            </button>
          )}
        </For>
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${props.value}`} class={props.panelClass}>
        {props.children}
      </div>
    </>
  )
}
