import { A } from '@solidjs/router'
import { createMemo, createSignal, For, type JSX, Show } from 'solid-js'
import type { TaskRow } from '../../../worker/tasks/contract'
import { inWords } from '../api/problems'
import { paths } from '../paths'
import { useSession } from '../session/session'
import { Button } from '../ui/button'
import { formatNumber } from '../ui/format'
import { useNow } from './now'
import { QuickAdd } from './quick-add'
import { useTaskCommands } from './task-commands'
import { byDue } from './task-groups'
import { DoneBox, TaskMarks } from './task-line'
import { isOpen } from './task-words'
import { createTasksAbout, type TasksAbout } from './tasks-about'
import './tasks.css'

export interface RelatedTasksProps {
  readonly about: TasksAbout
}

/** The tasks about a deal or a customer, also those of others; and a line to add one. */
export default function RelatedTasks(props: RelatedTasksProps): JSX.Element {
  const session = useSession()
  const commands = useTaskCommands()
  const now = useNow()
  const [isDoneShown, showDone] = createSignal(false)
  const { tasks: all, error, reload } = createTasksAbout(() => props.about)
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
        <Show when={error()}>
          <p class="q2">
            {inWords(error())}{' '}
            <Button size="sm" onClick={reload}>
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
