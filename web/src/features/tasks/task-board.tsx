import Ellipsis from 'lucide-solid/icons/ellipsis'
import { createMemo, createSignal, For, type JSX, Show } from 'solid-js'
import type { TaskRow, TaskStatus } from '../../../../worker/tasks/contract'
import { between } from '../../../../worker/tasks/domain/position'
import { paths } from '../../paths'
import { useSession } from '../../session/session'
import { useTaskCommands } from '../../tasks/task-commands'
import { boardOf } from '../../tasks/task-groups'
import { aboutOf, DoneBox, TaskMarks } from '../../tasks/task-line'
import { STATUS_WORDS } from '../../tasks/task-words'
import { buttonClass } from '../../ui/button'
import { formatNumber } from '../../ui/format'
import { Menu } from '../../ui/menu'

export interface TaskBoardProps {
  readonly tasks: readonly TaskRow[]
  readonly now: Date
  readonly open: string | undefined
  readonly onOpen: (task: TaskRow) => void
}

/** Tasks in columns by status. A card is dragged, or moved by its menu, which also works by keyboard and thumb. */
export function TaskBoardView(props: TaskBoardProps): JSX.Element {
  const commands = useTaskCommands()
  const columns = createMemo(() => boardOf(props.tasks))
  const [dragged, setDragged] = createSignal<TaskRow>()
  const [over, setOver] = createSignal<TaskStatus>()

  function drop(status: TaskStatus, before: TaskRow | undefined): void {
    const task = dragged()
    setDragged(undefined)
    setOver(undefined)
    if (!task) return
    const isOver = status === 'completed'
    const others =
      columns()
        .find((column) => column.status === status)
        ?.tasks.filter(({ id }) => id !== task.id) ?? []
    const at = before ? others.findIndex(({ id }) => id === before.id) : others.length
    const place = isOver ? undefined : placeAt(others, at)
    void commands.move(task, { status, ...(place && { position: place }) })
  }
  return (
    <div class="tboard">
      <For each={columns()}>
        {(column) => (
          <section
            class="tcol"
            aria-label={STATUS_WORDS[column.status]}
            data-over={over() === column.status ? '' : undefined}
            onDragOver={(event) => {
              if (!dragged()) return
              event.preventDefault()
              setOver(column.status)
            }}
            onDrop={(event) => {
              event.preventDefault()
              drop(column.status, undefined)
            }}
          >
            <h2>
              {STATUS_WORDS[column.status]} <span class="n q3">{formatNumber(column.tasks.length)}</span>
            </h2>
            <ul>
              <For each={column.tasks}>
                {(task) => (
                  <Card
                    {...props}
                    task={task}
                    isDragged={dragged()?.id === task.id}
                    onDrag={setDragged}
                    onDrop={() => drop(column.status, task)}
                  />
                )}
              </For>
            </ul>
            <Show when={column.tasks.length === 0}>
              <p class="q3 t12 px-2 py-3">Nothing here</p>
            </Show>
          </section>
        )}
      </For>
    </div>
  )
}

/** A place at an index among others. Those that were never moved stand at one place: then the end is where there is room. */
function placeAt(others: readonly TaskRow[], at: number): string {
  const low = others[at - 1]?.position ?? null
  const high = others.slice(Math.max(0, at)).find(({ position }) => low === null || position > low)?.position ?? null
  return between(low, high)
}

interface CardProps extends TaskBoardProps {
  readonly task: TaskRow
  readonly isDragged: boolean
  readonly onDrag: (task: TaskRow | undefined) => void
  readonly onDrop: () => void
}

function Card(props: CardProps): JSX.Element {
  const session = useSession()
  const commands = useTaskCommands()
  const about = () => aboutOf(props.task)
  return (
    <li
      class="tcard"
      draggable={commands.may()}
      data-task={props.task.id}
      data-dragged={props.isDragged ? '' : undefined}
      aria-current={props.open === props.task.id ? 'true' : undefined}
      onDragStart={(event) => {
        event.dataTransfer?.setData('text/plain', props.task.title)
        props.onDrag(props.task)
      }}
      onDragEnd={() => props.onDrag(undefined)}
      onDrop={(event) => {
        event.preventDefault()
        event.stopPropagation()
        props.onDrop()
      }}
    >
      <div class="fl items-start">
        <DoneBox task={props.task} me={session.me().userId} commands={commands} />
        <a
          class="min-w-0 flex-1"
          href={paths.task(props.task.id)}
          draggable={false}
          onClick={(event) => {
            if (event.metaKey || event.ctrlKey || event.shiftKey) return
            event.preventDefault()
            props.onOpen(props.task)
          }}
        >
          <span class={props.task.status === 'completed' ? 'q3 line-through' : ''}>{props.task.title}</span>
          <Show when={about()}>
            <span class="t12 q3 clip block">{about()}</span>
          </Show>
        </a>
        <Menu
          class={buttonClass({ tone: 'quiet', size: 'sm' }, 'ic')}
          aria-label={`Move ${props.task.title}`}
          placement="bottom-end"
          groups={[
            {
              label: 'Move to',
              items: (['pending', 'in_progress', 'completed', 'canceled'] as const).map((status) => ({
                label: STATUS_WORDS[status],
                checked: props.task.status === status,
                off: status === 'completed' && props.task.openBlockers > 0 && 'It waits for other tasks',
                onSelect: () => void commands.move(props.task, { status }),
              })),
            },
          ]}
        >
          <Ellipsis class="i s" />
        </Menu>
      </div>
      <div class="fl pl-6">
        <i class="sp" />
        <TaskMarks task={props.task} now={props.now} />
      </div>
    </li>
  )
}
