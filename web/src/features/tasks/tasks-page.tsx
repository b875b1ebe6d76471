import { useNavigate } from '@solidjs/router'
import CircleCheck from 'lucide-solid/icons/circle-check'
import Plus from 'lucide-solid/icons/plus'
import { createMemo, createSignal, type JSX, Match, Show, Switch } from 'solid-js'
import type { TaskRow } from '../../../../worker/tasks/contract'
import { NotLoaded } from '../../api/not-loaded'
import { paths } from '../../paths'
import { useSession } from '../../session/session'
import { useSync } from '../../sync/store'
import { useNow } from '../../tasks/now'
import { QuickAdd } from '../../tasks/quick-add'
import { useTaskCommands } from '../../tasks/task-commands'
import { groupsOf } from '../../tasks/task-groups'
import { Button } from '../../ui/button'
import { useCommands } from '../../ui/commands'
import { Loading, SkeletonRows } from '../../ui/progress'
import { useShell } from '../../ui/shell/context'
import { Page } from '../../ui/shell/page'
import { EmptyState, NoPermission } from '../../ui/states'
import { TabLinks } from '../../ui/tabs'
import { TaskBulk } from './bulk-bar'
import { TaskBoardView } from './task-board'
import { TaskCalendar } from './task-calendar'
import { TaskDoc } from './task-doc'
import { TaskListView } from './task-list'
import { createTaskList } from './task-lists'
import { TaskTools } from './task-tools'
import { type TaskView, type TaskViewOptions, useTaskView } from './task-views'
import '../../tasks/tasks.css'
import './tasks-page.css'

const TITLES: Readonly<Record<TaskView, string>> = {
  mine: 'Tasks',
  team: 'Tasks of others',
  board: 'Task board',
  calendar: 'Task calendar',
  done: 'Done tasks',
}

/** Tasks: one's own, those of others, as a board or a month; one of them open beside. */
export default function TasksPage(): JSX.Element {
  const session = useSession()
  const options = useTaskView()
  return (
    <Show
      when={session.may('tasks.view_assigned')}
      fallback={
        <Page title="Tasks">
          <NoPermission what="tasks" />
        </Page>
      }
    >
      <Show when={options.view()} keyed>
        {(view) => <View view={view} options={options} />}
      </Show>
    </Show>
  )
}

function View(props: { view: TaskView; options: TaskViewOptions }): JSX.Element {
  const session = useSession()
  const sync = useSync()
  const shell = useShell()
  const navigate = useNavigate()
  const commands = useTaskCommands()
  const now = useNow()
  const list = createTaskList(props.view, props.options)
  const groups = createMemo(() => groupsOf(list.tasks(), now()))
  const order = createMemo(() => groups().flatMap(({ tasks }) => tasks.map(({ id }) => id)))
  const [picked, setPicked] = createSignal<ReadonlySet<string>>(new Set())
  const isListed = () => props.view === 'mine' || props.view === 'team' || props.view === 'done'
  const chosen = () => list.tasks().filter(({ id }) => picked().has(id))
  const open = () => props.options.open()
  const phone = matchMedia('(width <= 720px)')
  const show = (task: Pick<TaskRow, 'id'>) =>
    phone.matches ? navigate(paths.task(task.id)) : props.options.peek(task.id, open() ? 'step' : undefined)
  const pick = (id: string, on: boolean) =>
    setPicked((before) => {
      const next = new Set(before)
      if (on) next.add(id)
      else next.delete(id)
      return next
    })
  const focused = () => document.activeElement?.closest<HTMLElement>('[data-task]')?.dataset.task ?? open()
  const step = (by: 1 | -1) => {
    const ids = order()
    const at = ids.indexOf(focused() as TaskRow['id'])
    const next = ids[at < 0 ? 0 : Math.max(0, Math.min(ids.length - 1, at + by))]
    if (next === undefined) return
    document.querySelector<HTMLElement>(`[data-task="${next}"] a`)?.focus()
    if (open()) props.options.peek(next, 'step')
  }
  const onFocused = (act: (task: TaskRow) => void) => () => {
    const task = sync.rows.tasks[focused() ?? '']
    if (task) act(task)
  }
  useCommands(() =>
    isListed()
      ? [
          { id: 'tasks.next', label: 'Next task', group: 'List', keys: 'j', keyOnly: true, run: () => step(1) },
          { id: 'tasks.back', label: 'Previous task', group: 'List', keys: 'k', keyOnly: true, run: () => step(-1) },
          {
            id: 'tasks.pick',
            label: 'Select the task',
            group: 'List',
            keys: 'x',
            keyOnly: true,
            run: onFocused((task) => pick(task.id, !picked().has(task.id))),
          },
          {
            id: 'tasks.done',
            label: 'Complete the task',
            group: 'List',
            keys: 'e',
            keyOnly: true,
            run: onFocused((task) => void commands.toggle(task)),
          },
          ...(open() || picked().size > 0
            ? [
                {
                  id: 'tasks.close',
                  label: 'Close the task',
                  group: 'List',
                  keys: 'escape',
                  keyOnly: true,
                  run: () => (picked().size > 0 ? setPicked(new Set<string>()) : props.options.peek(undefined)),
                },
              ]
            : []),
        ]
      : [],
  )
  const doc = () => (
    <Show when={open()}>
      {(id) => (
        <section class="doc" aria-label="Task">
          <TaskDoc id={id()} />
        </section>
      )}
    </Show>
  )
  return (
    <Page
      title={TITLES[props.view]}
      heading="Tasks"
      tabs={
        <TabLinks
          label="Views"
          tabs={[
            { href: paths.tasks(), label: 'Mine' },
            { href: paths.tasks('team'), label: session.may('tasks.view_team_tasks') ? 'Team' : 'Others' },
            { href: paths.tasks('board'), label: 'Board' },
            { href: paths.tasks('calendar'), label: 'Calendar' },
            { href: paths.tasks('done'), label: 'Done' },
          ]}
        />
      }
      actions={
        <Show when={shell.addTask}>
          {(add) => (
            <Button class="desk" tone="primary" icon={Plus} onClick={() => add()()}>
              New task
            </Button>
          )}
        </Show>
      }
      tools={<TaskTools view={props.view} options={props.options} tags={list.tags()} onMade={show} />}
      bodyClass={open() ? 'tasks-two' : 'tasks-one'}
      foot={
        <Show when={chosen().length > 0}>
          <TaskBulk tasks={chosen()} onDone={() => setPicked(new Set<string>())} />
        </Show>
      }
      hints={
        isListed()
          ? [
              { keys: ['j', 'k'], does: 'next' },
              { keys: ['e'], does: 'done' },
              { keys: ['x'], does: 'select' },
            ]
          : []
      }
    >
      <div class="tasks-l">
        <Show when={props.view === 'mine' && session.may('tasks.create_all_types')}>
          <div class="tasks-q">
            <QuickAdd
              onAdded={(task) =>
                document.querySelector(`[data-task="${task.id}"]`)?.scrollIntoView({ block: 'nearest' })
              }
            />
          </div>
        </Show>
        <Switch>
          <Match when={list.fetched?.error() && !list.fetched.value()}>
            <NotLoaded what="the tasks" error={list.fetched?.error()} onRetry={() => list.fetched?.reload()} />
          </Match>
          <Match when={sync.state() === 'loading' || (list.fetched?.loading() && !list.fetched.value())}>
            <Loading what="the tasks">
              <SkeletonRows rows={10} />
            </Loading>
          </Match>
          <Match when={props.view === 'board'}>
            <TaskBoardView tasks={list.tasks()} now={now()} open={open()} onOpen={show} />
          </Match>
          <Match when={props.view === 'calendar'}>
            <TaskCalendar tasks={list.tasks()} now={now()} options={props.options} onOpen={show} />
          </Match>
          <Match when={list.tasks().length > 0}>
            <TaskListView
              groups={groups()}
              now={now()}
              open={open()}
              picked={picked()}
              onPick={pick}
              onOpen={show}
              withPeople={props.view === 'team'}
              flat={props.view === 'done'}
            />
          </Match>
          <Match when={props.options.isNarrowed()}>
            <EmptyState
              icon={CircleCheck}
              title="No task fits"
              actions={<Button onClick={props.options.clear}>Clear filters</Button>}
            >
              Search for fewer letters, or clear the filters.
            </EmptyState>
          </Match>
          <Match when={true}>
            <Empty view={props.view} />
          </Match>
        </Switch>
      </div>
      {doc()}
    </Page>
  )
}

function Empty(props: { view: TaskView }): JSX.Element {
  return (
    <Switch>
      <Match when={props.view === 'mine'}>
        <EmptyState icon={CircleCheck} title="Nothing to do">
          What you promise, and what others ask of you, stands here in the order it is due. Write the first one in the
          line above; a day, a time and #tags are understood.
        </EmptyState>
      </Match>
      <Match when={props.view === 'team'}>
        <EmptyState icon={CircleCheck} title="Nobody shares a task">
          Tasks of your colleagues stand here when they share them with you or with everyone.
        </EmptyState>
      </Match>
      <Match when={true}>
        <EmptyState icon={CircleCheck} title="Nothing done yet">
          What you complete stands here, and can be taken up again.
        </EmptyState>
      </Match>
    </Switch>
  )
}
