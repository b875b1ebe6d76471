import { A, useNavigate } from '@solidjs/router'
import Sun from 'lucide-solid/icons/sun'
import { createMemo, For, type JSX, Match, Show, Switch } from 'solid-js'
import type { OpportunityRow } from '../../../../worker/sales/contract'
import type { TaskRow } from '../../../../worker/tasks/contract'
import { paths } from '../../paths'
import { useSession } from '../../session/session'
import { useSync } from '../../sync/store'
import { useNow } from '../../tasks/now'
import { QuickAdd } from '../../tasks/quick-add'
import { useTaskCommands } from '../../tasks/task-commands'
import { byDue } from '../../tasks/task-groups'
import { aboutOf, DoneBox, TaskMarks } from '../../tasks/task-line'
import { isLate, isOpen, momentOf } from '../../tasks/task-words'
import { Button, LinkButton } from '../../ui/button'
import { useCommands } from '../../ui/commands'
import { dayOf, daysBetween, formatDate, formatNumber, formatTime, formatWhen, plural } from '../../ui/format'
import { Loading, SkeletonRows } from '../../ui/progress'
import { Page } from '../../ui/shell/page'
import { EmptyState } from '../../ui/states'
import { Money } from '../../ui/values'
import { greeting, summary } from './day-words'
import { meetingsOf } from './meetings'
import { MyQuarter } from './my-quarter'
import '../../tasks/tasks.css'
import './today.css'

/** A rep's day: what is due and late, what was promised to whom, and what comes next. */
export default function TodayPage(): JSX.Element {
  const session = useSession()
  const sync = useSync()
  const navigate = useNavigate()
  const commands = useTaskCommands()
  const now = useNow()
  const me = session.me().userId
  const mine = createMemo(() =>
    Object.values(sync.rows.tasks).filter((task) => task?.assignedTo === me && isOpen(task) && task.dueAt !== null),
  )
  const meetings = createMemo(() =>
    meetingsOf(
      Object.values(sync.rows.tasks).filter((task) => task !== undefined),
      me,
      now(),
    ),
  )
  const isMet = createMemo(() => new Set(meetings().map(({ id }) => id)))
  const due = createMemo(() =>
    mine()
      .filter((task) => daysBetween(now(), task.dueAt ?? '') <= 0 && !isMet().has(task.id))
      .toSorted(byDue),
  )
  const ahead = createMemo(() =>
    mine()
      .filter((task) => {
        const days = daysBetween(now(), task.dueAt ?? '')
        return days > 0 && days < 8
      })
      .toSorted(byDue)
      .slice(0, 8),
  )
  const promised = createMemo(() =>
    Object.values(sync.rows.opportunities)
      .filter(
        (deal) =>
          deal?.ownerId === me &&
          deal.status === 'open' &&
          deal.nextStep !== null &&
          deal.nextStepOn !== null &&
          daysBetween(now(), deal.nextStepOn) <= 3,
      )
      .toSorted((a, b) => (a.nextStepOn ?? '').localeCompare(b.nextStepOn ?? ''))
      .slice(0, 12),
  )
  const late = () => due().filter((task) => isLate(task, now())).length
  const focused = () => document.activeElement?.closest<HTMLElement>('[data-task]')?.dataset.task
  const step = (by: 1 | -1) => {
    const lines = [...document.querySelectorAll<HTMLElement>('#main [data-line] a')]
    const at = lines.indexOf(document.activeElement as HTMLElement)
    lines[at < 0 ? 0 : Math.max(0, Math.min(lines.length - 1, at + by))]?.focus()
  }
  useCommands(() => [
    { id: 'today.next', label: 'Next line', group: 'List', keys: 'j', keyOnly: true, run: () => step(1) },
    { id: 'today.back', label: 'Previous line', group: 'List', keys: 'k', keyOnly: true, run: () => step(-1) },
    {
      id: 'today.done',
      label: 'Complete the task',
      group: 'List',
      keys: 'e',
      keyOnly: true,
      run: () => {
        const task = sync.rows.tasks[focused() ?? '']
        if (task) void commands.toggle(task)
      },
    },
  ])
  const isEmpty = () => due().length + ahead().length + promised().length + meetings().length === 0
  return (
    <Page
      title="Today"
      hints={[
        { keys: ['j', 'k'], does: 'next, previous' },
        { keys: ['e'], does: 'done' },
        { keys: ['enter'], does: 'open' },
      ]}
    >
      <div class="day" data-waiting={sync.state() === 'loading' ? '' : undefined}>
        <div>
          <p class="q3 t12">{formatDate(now())}</p>
          <p class="lede">
            {greeting(now(), session.me().name)}{' '}
            <span>
              {/* An empty day says so below, with what to do about it. */}
              {sync.state() === 'loading' || isEmpty()
                ? '\u00a0'
                : summary(due().length, late(), promised().length, meetings().length)}
            </span>
          </p>
          <Switch>
            <Match when={sync.state() === 'loading'}>
              <Loading what="your day">
                <SkeletonRows rows={6} />
              </Loading>
            </Match>
            <Match when={isEmpty()}>
              <EmptyState
                icon={Sun}
                title="Nothing is due"
                actions={
                  <LinkButton href={paths.pipeline()} tone="primary">
                    Go to the pipeline
                  </LinkButton>
                }
              >
                Tasks with a day, and next steps you set on your deals, stand here when their day comes.
              </EmptyState>
            </Match>
            <Match when={true}>
              <Show when={meetings().length > 0}>
                <Section title="Meetings" count={meetings().length}>
                  <ul>
                    <For each={meetings()}>{(task) => <MeetingLine task={task} />}</For>
                  </ul>
                </Section>
              </Show>
              <Section title="Due" count={due().length} more={{ href: paths.tasks(), label: 'All tasks' }}>
                <Show when={due().length > 0} fallback={<p class="q2 py-2">Everything that was due is done.</p>}>
                  <ul>
                    <For each={due()}>{(task) => <TaskLine task={task} />}</For>
                  </ul>
                </Show>
              </Section>
              <Show when={promised().length > 0}>
                <Section title="Next steps" count={promised().length} note="of your deals">
                  <ul>
                    <For each={promised()}>{(deal) => <PromiseLine deal={deal} />}</For>
                  </ul>
                </Section>
              </Show>
            </Match>
          </Switch>
          <Show when={session.may('tasks.create_all_types')}>
            <QuickAdd about={momentOf(dayOf(now()), null)} label="Add a task for today" />
          </Show>
        </div>
        <aside aria-label="Coming up">
          <MyQuarter now={now()} />
          <Section
            title="Next 7 days"
            count={ahead().length}
            more={{ href: paths.tasks('calendar'), label: 'Calendar' }}
          >
            <Show
              when={ahead().length > 0}
              fallback={<p class="q2 py-2">{sync.state() === 'loading' ? '' : 'Nothing so far.'}</p>}
            >
              <ul>
                <For each={ahead()}>{(task) => <TaskLine task={task} />}</For>
              </ul>
            </Show>
          </Section>
        </aside>
      </div>
    </Page>
  )

  function TaskLine(props: { task: TaskRow }): JSX.Element {
    return (
      <li class="row day-t" data-line data-task={props.task.id}>
        <DoneBox task={props.task} me={me} commands={commands} />
        <A class="day-n" href={paths.task(props.task.id)}>
          <span class="clip">{props.task.title}</span>
          <Show when={aboutOf(props.task)}>{(about) => <span class="clip q3 sub">{about()}</span>}</Show>
        </A>
        <TaskMarks task={props.task} now={now()} />
      </li>
    )
  }

  function MeetingLine(props: { task: TaskRow }): JSX.Element {
    const isOver = () => Date.parse(props.task.dueAt ?? '') < now().getTime()
    return (
      <li class="row day-m" data-line data-task={props.task.id}>
        <DoneBox task={props.task} me={me} commands={commands} />
        <time class={isOver() ? 'n q3' : 'n b'} datetime={props.task.dueAt ?? ''}>
          {formatTime(props.task.dueAt ?? '')}
        </time>
        <A class="day-n" href={paths.task(props.task.id)}>
          <span class="clip">{props.task.title}</span>
          <Show when={aboutOf(props.task)}>{(about) => <span class="clip q3 sub">{about()}</span>}</Show>
        </A>
        <Show when={props.task.opportunityId}>
          {(deal) => (
            <LinkButton size="sm" href={paths.deal(deal())}>
              Open deal
            </LinkButton>
          )}
        </Show>
      </li>
    )
  }

  function PromiseLine(props: { deal: OpportunityRow }): JSX.Element {
    const days = () => daysBetween(now(), props.deal.nextStepOn ?? '')
    return (
      <li class="row day-p" data-line>
        <A class="day-n" href={paths.deal(props.deal.id)}>
          <span class="clip">{props.deal.nextStep}</span>
          <span class="clip q3 sub">{props.deal.customerName}</span>
        </A>
        <span class={days() < 0 ? 't12 n neg b' : 't12 n q2'}>
          {days() < 0 ? `${plural(-days(), 'day')} late` : formatWhen(props.deal.nextStepOn ?? '', now())}
        </span>
        <span class="num desk">
          <Money amountMinor={props.deal.amountMinor} currency={props.deal.currency} short />
        </span>
        <Button size="sm" onClick={() => navigate(paths.deal(props.deal.id))}>
          Log activity
        </Button>
      </li>
    )
  }
}

function Section(props: {
  readonly title: string
  readonly count: number
  readonly note?: string | undefined
  readonly more?: { readonly href: string; readonly label: string } | undefined
  readonly children: JSX.Element
}): JSX.Element {
  return (
    <section class="sec" aria-label={props.title}>
      <h2>
        {props.title}
        <Show when={props.count > 0}>
          <span class="n">{formatNumber(props.count)}</span>
        </Show>
        <Show when={props.note}>
          <span class="nt">{props.note}</span>
        </Show>
        <Show when={props.more}>
          {(more) => (
            <A class="more" href={more().href}>
              {more().label}
            </A>
          )}
        </Show>
      </h2>
      {props.children}
    </section>
  )
}
