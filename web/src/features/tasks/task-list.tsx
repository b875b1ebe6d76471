import { For, type JSX, Show } from 'solid-js'
import type { TaskRow } from '../../../../worker/tasks/contract'
import { paths } from '../../paths'
import { usePeople } from '../../people/people'
import { useSession } from '../../session/session'
import { useSync } from '../../sync/store'
import { useTaskCommands } from '../../tasks/task-commands'
import type { TaskGroup } from '../../tasks/task-groups'
import { aboutOf, DoneBox, TaskMarks } from '../../tasks/task-line'
import { Avatar } from '../../ui/avatar'
import { Checkbox } from '../../ui/check'
import { formatNumber } from '../../ui/format'

export interface TaskListProps {
  readonly groups: readonly TaskGroup<TaskRow>[]
  readonly now: Date
  readonly open: string | undefined
  readonly picked: ReadonlySet<string>
  readonly onPick: (id: string, on: boolean) => void
  readonly onOpen: (task: TaskRow) => void
  readonly withPeople: boolean
  /** Without headings of time: for what is over. */
  readonly flat: boolean
}

/** Tasks in the order they are to be done, under headings of time. */
export function TaskListView(props: TaskListProps): JSX.Element {
  return (
    <nav class="lst" aria-label="Tasks" data-picking={props.picked.size > 0 ? '' : undefined}>
      <For each={props.groups}>
        {(group) => (
          <section aria-label={props.flat ? 'Done' : group.title}>
            <Show when={!props.flat}>
              <h2>
                {group.title} <span class="n">{formatNumber(group.tasks.length)}</span>
              </h2>
            </Show>
            <ul>
              <For each={group.tasks}>{(task) => <Line {...props} task={task} />}</For>
            </ul>
          </section>
        )}
      </For>
    </nav>
  )
}

function Line(props: TaskListProps & { task: TaskRow }): JSX.Element {
  const session = useSession()
  const sync = useSync()
  const commands = useTaskCommands()
  const me = session.me().userId
  const about = () => aboutOf(props.task)
  const { nameOf } = usePeople()
  // Counted where the list is here: what was ticked without a network is ticked.
  const steps = () => {
    const list = sync.rows.taskParts[props.task.id]?.checklist
    return list
      ? { done: list.filter(({ isDone }) => isDone).length, total: list.length }
      : { done: props.task.checklistDone, total: props.task.checklistTotal }
  }
  const follow = (event: MouseEvent) => {
    // A link for whoever wants a new tab; the panel for everybody else.
    if (event.metaKey || event.ctrlKey || event.shiftKey) return
    event.preventDefault()
    props.onOpen(props.task)
  }
  return (
    <li class="tk" data-task={props.task.id} aria-current={props.open === props.task.id ? 'true' : undefined}>
      <span class="tk-p">
        <Checkbox
          hideLabel
          label={`Select ${props.task.title}`}
          checked={props.picked.has(props.task.id)}
          onChange={(on) => props.onPick(props.task.id, on)}
        />
      </span>
      <DoneBox task={props.task} me={me} commands={commands} />
      <a class="tk-t" href={paths.task(props.task.id)} onClick={follow}>
        <span class={props.task.status === 'canceled' ? 'clip q3 line-through' : 'clip'}>{props.task.title}</span>
        <Show when={about()}>
          <span class="clip q3 sub">{about()}</span>
        </Show>
      </a>
      <span class="tk-m">
        <Show when={steps().total > 0}>
          <span class="t12 q3 n desk" data-tip="Checklist">
            {steps().done}/{steps().total}
          </span>
        </Show>
        <TaskMarks task={props.task} now={props.now} />
        <Show when={props.withPeople}>
          <Avatar name={nameOf(props.task.assignedTo)} me={props.task.assignedTo === me} />
        </Show>
      </span>
    </li>
  )
}
