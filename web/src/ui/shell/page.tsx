import { A } from '@solidjs/router'
import Bell from 'lucide-solid/icons/bell'
import ListPlus from 'lucide-solid/icons/list-plus'
import Search from 'lucide-solid/icons/search'
import { createEffect, createMemo, createSignal, type JSX, onMount, Show } from 'solid-js'
import { paths } from '../../paths'
import { buttonClass, IconButton } from '../button'
import { Kbd } from '../kbd'
import { createMedia, PHONE } from '../media'
import { openPalette } from '../palette'
import { useShell } from './context'
import { type Hint, StatusLine } from './status-line'

export interface PageProps {
  /** Heading, and the tab's title. */
  readonly title: string
  /** What stands there instead, where the tabs beside it say the rest: they must not move when one is pressed. */
  readonly heading?: string | undefined
  /** In the place of the heading: a path back, such as "Pipeline / Rheinwerk". The title is then said, not shown. */
  readonly crumb?: JSX.Element | undefined
  /** Before everything, on the phone: a way back. */
  readonly back?: JSX.Element | undefined
  /** `<TabLinks>` */
  readonly tabs?: JSX.Element | undefined
  /** At the right end; the one primary action last. */
  readonly actions?: JSX.Element | undefined
  /** A line of filters and totals under the head. */
  readonly tools?: JSX.Element | undefined
  /** Bars of the page's own between head and body. */
  readonly top?: JSX.Element | undefined
  /** Below the body, above the status line: a thumb bar, the steps of an import. */
  readonly foot?: JSX.Element | undefined
  readonly hints?: readonly Hint[] | undefined
  /** `<Peek>`, beside the page. */
  readonly peek?: JSX.Element | undefined
  /** On the body, in the place of the scroller: for a page that scrolls in parts. */
  readonly bodyClass?: string | undefined
  readonly children: JSX.Element
}

const APP = 'SalesOptimizer'

// The first page of a visit leaves the focus where the browser puts it; later ones take it, so that the change is read out.
const [visited, setVisited] = createSignal(false)

/** One screen: head, body, status line. Sets the document's title and takes the focus when one comes from another screen. */
export function Page(props: PageProps): JSX.Element {
  let heading!: HTMLHeadingElement
  const crumb = createMemo(() => props.crumb)
  createEffect(() => {
    document.title = `${props.title} · ${APP}`
  })
  onMount(() => {
    if (visited() && !document.activeElement?.closest('#main, [role="dialog"]')) heading.focus({ preventScroll: true })
    setVisited(true)
  })
  return (
    <>
      <main class="main" id="main" tabIndex={-1}>
        <header class="head">
          {props.back}
          <h1 ref={heading} tabIndex={-1} class={crumb() ? 'vh' : undefined} aria-label={props.heading && props.title}>
            {props.heading ?? props.title}
          </h1>
          {crumb()}
          {props.tabs}
          <i class="sp" />
          <SearchButton />
          <AddTaskButton />
          <BellLink />
          {props.actions}
        </header>
        {/* Handed on by the condition: a prop of JSX is made anew each time it is read. */}
        <Show when={props.tools}>{(tools) => <div class="tools">{tools()}</div>}</Show>
        {props.top}
        <div class={props.bodyClass ?? 'body'}>{props.children}</div>
        {props.foot}
        <StatusLine hints={props.hints} />
      </main>
      {props.peek}
    </>
  )
}

function AddTaskButton(): JSX.Element {
  const shell = useShell()
  return (
    <Show when={shell.addTask}>
      {(add) => <IconButton icon={ListPlus} label="New task" keys="t" onClick={() => add()()} />}
    </Show>
  )
}

/** Says how much is unread; leads to what it is. */
function BellLink(): JSX.Element {
  const shell = useShell()
  const label = () => (shell.unread ? `Notifications, ${shell.unread} unread` : 'Notifications')
  return (
    <Show when={shell.unread !== undefined}>
      <A
        href={paths.notifications()}
        class={buttonClass({ tone: 'quiet' }, 'ic')}
        aria-label={label()}
        data-tip={label()}
        data-tip-keys="g n"
      >
        <Bell class="i" />
        <Show when={shell.unread}>{(count) => <b class="cnt">{count() > 99 ? '99+' : count()}</b>}</Show>
      </A>
    </Show>
  )
}

function SearchButton(): JSX.Element {
  const isPhone = createMedia(PHONE)
  return (
    <Show
      when={isPhone()}
      fallback={
        <button type="button" class="find" onClick={openPalette}>
          <Search class="i" />
          Search or jump to
          <Kbd keys="mod+k" />
        </button>
      }
    >
      <IconButton icon={Search} label="Search or jump to" onClick={openPalette} />
    </Show>
  )
}
