import { A } from '@solidjs/router'
import { For, type JSX, onMount, Show } from 'solid-js'
import { NotLoaded } from '../../api/not-loaded'
import { paths } from '../../paths'
import { useSession } from '../../session/session'
import { LinkButton } from '../../ui/button'
import { Loading } from '../../ui/progress'
import { Page } from '../../ui/shell/page'
import type { Hint } from '../../ui/shell/status-line'
import { NoPermission } from '../../ui/states'
import { ADMIN_SECTIONS, type AdminSection, sectionsFor } from './admin-sections'
import './admin.css'

export interface AdminPageProps {
  readonly section: AdminSection['key']
  /** Beside the heading: "5 roles, 24 permissions". */
  readonly note?: string | undefined
  readonly actions?: JSX.Element
  readonly hints?: readonly Hint[] | undefined
  readonly children: JSX.Element
}

/** The frame of the console: its sections in a second column, on the phone in a line above. */
export function AdminPage(props: AdminPageProps): JSX.Element {
  const session = useSession()
  const here = ADMIN_SECTIONS.find(({ key }) => key === props.section) as AdminSection // every key has one
  const open = () => sectionsFor(session.may)
  const mayEnter = () => here.needs.some(session.may)
  let sections: HTMLElement | undefined
  // On the phone the sections scroll sideways: the one that is open must be among those in sight.
  onMount(() => {
    sections?.querySelector('[aria-current="page"]')?.scrollIntoView({ block: 'nearest', inline: 'center' })
  })
  return (
    <Page
      title={here.label}
      bodyClass="body two"
      tabs={<Show when={mayEnter() && props.note}>{(note) => <span class="q3 desk clip">{note()}</span>}</Show>}
      actions={<Show when={mayEnter()}>{props.actions}</Show>}
      hints={mayEnter() ? props.hints : undefined}
    >
      <Show when={open().length > 0}>
        <nav class="sub" aria-label="Admin" ref={sections}>
          <For each={open()}>
            {(section) => (
              <A class="nav" href={section.href} aria-current={section.key === props.section ? 'page' : undefined}>
                {section.label}
              </A>
            )}
          </For>
        </nav>
      </Show>
      <div class="in">
        <Show
          when={mayEnter()}
          fallback={
            <NoPermission
              what={here.label.toLowerCase()}
              actions={<LinkButton href={paths.pipeline()}>Go to the pipeline</LinkButton>}
            />
          }
        >
          {props.children}
        </Show>
      </div>
    </Page>
  )
}

interface AwaitProps<T> {
  readonly what: string
  readonly value: T | undefined
  readonly error: unknown
  readonly onRetry: () => void
  readonly children: (value: () => T) => JSX.Element
}

/** What a section fetches: its waiting and its failing, then itself. What is there stays while a newer one fails. */
export function Await<T extends object>(props: AwaitProps<T>): JSX.Element {
  return (
    <Show
      when={props.value}
      fallback={
        <Show when={props.error} fallback={<Loading what={props.what} />}>
          <NotLoaded what={props.what} error={props.error} onRetry={props.onRetry} />
        </Show>
      }
    >
      {(value) => props.children(value)}
    </Show>
  )
}
