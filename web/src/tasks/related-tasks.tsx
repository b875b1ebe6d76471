import { A } from '@solidjs/router'
import { createEffect, createMemo, createSignal, For, type JSX, Show } from 'solid-js'
import type { TaskRow } from '../../../worker/tasks/contract'
import { call } from '../api/client'
import { createFetched } from '../api/fetched'
import { inWords } from '../api/problems'
import { paths } from '../paths'
import { useSession } from '../session/session'
import { useSync } from '../sync/store'
import { Button } from '../ui/button'
import { formatNumber } from '../ui/format'
import { useNow } from './now'
import { QuickAdd } from './quick-add'
import { useTaskCommands } from './task-commands'
import { byDue } from './task-groups'
import { DoneBox, TaskMarks } from './task-line'
import { isOpen } from './task-words'
import './tasks.css'

export interface RelatedTasksProps {
  readonly about: { readonly opportunityId: string } | { readonly customerId: string }
}

/** The tasks about a deal or a customer, also those of others; and a line to add one. */
export default function RelatedTasks(props: RelatedTasksProps): JSX.Element {
  const session = useSession()
  const sync = useSync()
  const commands = useTaskCommands()
  const now = useNow()
  const [isDoneShown, showDone] = createSignal(false)
  const fetched = createFetched(async (signal) => {
    const query = { view: 'all', limit: 100, sort: 'due', ...props.about }
    const page = await call<{ rows: readonly TaskRow[] }>('GET', '/tasks', { query, signal })
    return page.rows
  })
  createEffect(() => {
    const rows = fetched.value()
    if (rows) sync.absorb({ tasks: rows })
  })
  const isAbout = (task: TaskRow) =>
    'opportunityId' in props.about
      ? task.opportunityId === props.about.opportunityId
      : task.customerId === props.about.customerId
  const all = createMemo(() => Object.values(sync.rows.tasks).filter((task) => task && isAbout(task)))
  const open = createMemo(() => all().filter(isOpen).toSorted(byDue))
  const done = createMemo(() => all().filter((task) => task.status === 'completed'))
  return (
    <Show when={session.may('tasks.view_assigned')}>
      <section class="rels" aria-label="Tasks">
        <h2>
          Tasks
          <Show when={open().length > 0}>
            <span class="n q3 font-body">{formatNumber(open().length)}</span>
          </Show>
        </h2>
        <Show when={fetched.error()}>
          <p class="q2">
            {inWords(fetched.error())}{' '}
            <Button size="sm" onClick={fetched.reload}>
              Try again
            </Button>
          </p>
        </Show>
        <ul>
          <For each={open()}>{(task) => <Line task={task} now={now()} />}</For>
          <Show when={isDoneShown()}>
            <For each={done()}>{(task) => <Line task={task} now={now()} />}</For>
          </Show>
        </ul>
        <Show when={done().length > 0 && !isDoneShown()}>
          <Button size="sm" tone="quiet" onClick={() => showDone(true)}>
            Show {formatNumber(done().length)} done
          </Button>
        </Show>
        <Show when={session.may('tasks.create_all_types')}>
          <QuickAdd about={props.about as Parameters<typeof QuickAdd>[0]['about']} />
        </Show>
      </section>
    </Show>
  )

  function Line(line: { task: TaskRow; now: Date }): JSX.Element {
    return (
      <li class="rel">
        <DoneBox task={line.task} me={session.me().userId} commands={commands} />
        <A class={isOpen(line.task) ? 'clip hover:underline' : 'clip q3 line-through'} href={paths.task(line.task.id)}>
          {line.task.title}
        </A>
        <TaskMarks task={line.task} now={line.now} />
      </li>
    )
  }
}
