import ArrowDown from 'lucide-solid/icons/arrow-down'
import ArrowUp from 'lucide-solid/icons/arrow-up'
import Ellipsis from 'lucide-solid/icons/ellipsis'
import { createMemo, createSignal, For, Index, type JSX, Show } from 'solid-js'
import type { TaskRow, TaskStatus } from '../../../../worker/tasks/contract'
import { paths } from '../../paths'
import { useSession } from '../../session/session'
import { useTaskCommands } from '../../tasks/task-commands'
import { boardOf } from '../../tasks/task-groups'
import { aboutOf, DoneBox, TaskMarks } from '../../tasks/task-line'
import { STATUS_WORDS } from '../../tasks/task-words'
import { afterPaint } from '../../ui/after-paint'
import { buttonClass } from '../../ui/button'
import { formatNumber } from '../../ui/format'
import { Menu } from '../../ui/menu'
import { placeAt, roomAt } from './board-places'

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

  const tasksOf = (status: TaskStatus) => columns().find((column) => column.status === status)?.tasks ?? []
  /** One place up or down in its column. */
  function step({ id, status }: TaskRow, by: -1 | 1): void {
    const at = tasksOf(status).findIndex((task) => task.id === id)
    commands.spread(roomAt(tasksOf(status), by < 0 ? at - 1 : at + 2))
    const task = tasksOf(status)[at]
    const others = tasksOf(status).filter((one) => one.id !== id)
    if (task) void commands.move(task, { position: placeAt(others, at + by) })
  }
  return (
    <div class="tboard">
      {/* By place: a column made anew would take the focus with it. */}
      <Index each={columns()}>
        {(column) => (
          <section
            class="tcol"
            aria-label={STATUS_WORDS[column().status]}
            data-over={over() === column().status ? '' : undefined}
            onDragOver={(event) => {
              if (!dragged()) return
              event.preventDefault()
              setOver(column().status)
            }}
            onDrop={(event) => {
              event.preventDefault()
              drop(column().status, undefined)
            }}
          >
            <h2>
              {STATUS_WORDS[column().status]} <span class="n q3">{formatNumber(column().tasks.length)}</span>
            </h2>
            <ul>
              <For each={column().tasks}>
                {(task, at) => (
                  <Card
                    {...props}
                    task={task}
                    isFirst={at() === 0}
                    isLast={at() === column().tasks.length - 1}
                    onStep={(by) => step(task, by)}
                    isDragged={dragged()?.id === task.id}
                    onDrag={setDragged}
                    onDrop={() => drop(column().status, task)}
                  />
                )}
              </For>
            </ul>
            <Show when={column().tasks.length === 0}>
              <p class="q3 t12 px-2 py-3">Nothing here</p>
            </Show>
          </section>
        )}
      </Index>
    </div>
  )
}

interface CardProps extends TaskBoardProps {
  readonly task: TaskRow
  readonly isFirst: boolean
  readonly isLast: boolean
  readonly onStep: (by: -1 | 1) => void
  readonly isDragged: boolean
  readonly onDrag: (task: TaskRow | undefined) => void
  readonly onDrop: () => void
}

function Card(props: CardProps): JSX.Element {
  const session = useSession()
  const commands = useTaskCommands()
  const about = () => aboutOf(props.task)
  let card!: HTMLLIElement
  // Once the menu has closed: a card that goes elsewhere loses the focus, and the next step is the same keys again.
  const step = (by: -1 | 1) =>
    afterPaint(() => {
      props.onStep(by)
      card.querySelector<HTMLElement>('[aria-haspopup]')?.focus()
    })
  return (
    <li
      ref={card}
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
            ...(props.task.status === 'completed'
              ? []
              : [
                  {
                    items: [
                      {
                        label: 'Move up',
                        icon: ArrowUp,
                        off: props.isFirst && 'It is the first',
                        onSelect: () => step(-1),
                      },
                      {
                        label: 'Move down',
                        icon: ArrowDown,
                        off: props.isLast && 'It is the last',
                        onSelect: () => step(1),
                      },
                    ],
                  },
                ]),
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
