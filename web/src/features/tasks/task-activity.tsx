import { createEffect, createSignal, For, type JSX, on, Show } from 'solid-js'
import type { TaskActivity as Activity } from '../../../../worker/tasks/contract'
import { call } from '../../api/client'
import { createFetched } from '../../api/fetched'
import { inWords } from '../../api/problems'
import { usePeople } from '../../people/people'
import { useSession } from '../../session/session'
import { Button } from '../../ui/button'
import { When } from '../../ui/values'
import { activityWords } from './activity-words'
import type { PartProps } from './task-doc'

/** What happened to a task, for whoever asks. */
export function TaskActivity(props: PartProps): JSX.Element {
  const [open, setOpen] = createSignal(false)
  return (
    <section aria-label="Activity">
      <h3 class="doc-s">
        <Button class="flush" size="sm" tone="quiet" aria-expanded={open()} onClick={() => setOpen((now) => !now)}>
          {open() ? 'Hide activity' : 'Show activity'}
        </Button>
      </h3>
      <Show when={open()}>
        <Entries {...props} />
      </Show>
    </section>
  )
}

const FIRST = 30

function Entries(props: PartProps): JSX.Element {
  const session = useSession()
  const people = usePeople()
  const [all, setAll] = createSignal(false)
  const fetched = createFetched((signal) => call<Activity>('GET', `/tasks/${props.task.id}/activity`, { signal }))
  createEffect(on(() => [props.task.version, props.whole], fetched.reload, { defer: true }))
  const isMe = (id: string | null) => id === session.me().userId
  const nameOf = (id: string) => (isMe(id) ? 'you' : people.nameOf(id, 'somebody'))
  const who = (id: string | null) => (isMe(id) ? 'You' : people.nameOf(id ?? ''))
  const rows = () => fetched.value()?.rows ?? []
  return (
    <>
      <Show when={fetched.error()}>
        <p class="q2">
          {inWords(fetched.error())}{' '}
          <Button size="sm" onClick={fetched.reload}>
            Try again
          </Button>
        </p>
      </Show>
      <ol class="grid gap-1.5">
        <For each={all() ? rows() : rows().slice(0, FIRST)}>
          {(entry) => (
            <li class="fl items-baseline">
              <span class="min-w-0 flex-1">
                <b>{who(entry.actorId)}</b> <span class="q2">{activityWords(entry, nameOf, new Date())}</span>
              </span>
              <When date={entry.at} class="t12 q3" />
            </li>
          )}
        </For>
      </ol>
      <Show when={rows().length > FIRST && !all()}>
        <Button class="flush" size="sm" tone="quiet" onClick={() => setAll(true)}>
          Show all {rows().length}
        </Button>
      </Show>
    </>
  )
}
