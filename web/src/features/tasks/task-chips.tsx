import { A } from '@solidjs/router'
import Calendar from 'lucide-solid/icons/calendar'
import ChevronsUp from 'lucide-solid/icons/chevrons-up'
import CircleCheck from 'lucide-solid/icons/circle-check'
import CircleDashed from 'lucide-solid/icons/circle-dashed'
import Eye from 'lucide-solid/icons/eye'
import Hash from 'lucide-solid/icons/hash'
import Kanban from 'lucide-solid/icons/kanban'
import Repeat from 'lucide-solid/icons/repeat'
import Timer from 'lucide-solid/icons/timer'
import { createSignal, type JSX, Show, untrack } from 'solid-js'
import type { TaskPriority, TaskRow, TaskStatus } from '../../../../worker/tasks/contract'
import { paths } from '../../paths'
import { useSession } from '../../session/session'
import { useSync } from '../../sync/store'
import { type TaskCommands, type TaskPatch, tellRefused } from '../../tasks/task-commands'
import {
  dueInFull,
  durationWords,
  isLate,
  PRIORITY_WORDS,
  readDuration,
  recurrenceWords,
  STATUS_WORDS,
  VISIBILITY_WORDS,
} from '../../tasks/task-words'
import { Avatar } from '../../ui/avatar'
import { Button } from '../../ui/button'
import { Combobox } from '../../ui/combobox'
import { TextField } from '../../ui/field'
import { Menu } from '../../ui/menu'
import { Popover } from '../../ui/popover'
import { DueEditor } from './due-editor'
import { ShareEditor } from './share-editor'
import { TagEditor } from './tag-editor'

export interface ChipsProps {
  readonly task: TaskRow
  readonly fixed: boolean
  readonly write: (patch: TaskPatch) => void
  readonly commands: TaskCommands
}

const REPEATS = [
  ['FREQ=DAILY', 'Every day'],
  ['FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', 'Every working day'],
  ['FREQ=WEEKLY', 'Every week'],
  ['FREQ=WEEKLY;INTERVAL=2', 'Every 2 weeks'],
  ['FREQ=MONTHLY', 'Every month'],
  ['FREQ=MONTHLY;INTERVAL=3', 'Every 3 months'],
  ['FREQ=YEARLY', 'Every year'],
] as const

/** The fields of a task as chips: each opens what changes it. */
export function TaskChips(props: ChipsProps): JSX.Element {
  return (
    <div class="chips" role="group" aria-label="Details">
      <StatusChip {...props} />
      <PriorityChip {...props} />
      <DueChip {...props} />
      <AssigneeChip {...props} />
      <SharingChip {...props} />
      <DealChip {...props} />
      <Show when={props.task.dueAt}>
        <RepeatChip {...props} />
      </Show>
      <EstimateChip {...props} />
      <TagsChip {...props} />
    </div>
  )
}

function StatusChip(props: ChipsProps): JSX.Element {
  const icon = () => (props.task.status === 'completed' ? <CircleCheck class="i s" /> : <CircleDashed class="i s" />)
  return (
    <Show
      when={!props.fixed}
      fallback={
        <span class="chip">
          {icon()}
          {STATUS_WORDS[props.task.status]}
        </span>
      }
    >
      <Menu
        class="chip"
        groups={[
          {
            label: 'Status',
            items: (Object.keys(STATUS_WORDS) as TaskStatus[]).map((status) => ({
              label: STATUS_WORDS[status],
              checked: props.task.status === status,
              off: status === 'completed' && props.task.openBlockers > 0 && 'It waits for other tasks',
              onSelect: () => void props.commands.move(props.task, { status }),
            })),
          },
        ]}
      >
        {icon()}
        <span class="vh">Status: </span>
        {STATUS_WORDS[props.task.status]}
      </Menu>
    </Show>
  )
}

function PriorityChip(props: ChipsProps): JSX.Element {
  return (
    <Show
      when={!props.fixed}
      fallback={
        <span class="chip">
          <ChevronsUp class="i s" />
          {PRIORITY_WORDS[props.task.priority]}
        </span>
      }
    >
      <Menu
        class="chip"
        groups={[
          {
            label: 'Priority',
            items: (Object.keys(PRIORITY_WORDS) as TaskPriority[]).map((priority) => ({
              label: PRIORITY_WORDS[priority],
              checked: props.task.priority === priority,
              onSelect: () => props.write({ priority }),
            })),
          },
        ]}
      >
        <ChevronsUp class="i s" />
        <span class="vh">Priority: </span>
        {PRIORITY_WORDS[props.task.priority]}
      </Menu>
    </Show>
  )
}

function DueChip(props: ChipsProps): JSX.Element {
  const now = new Date()
  const words = () => <span class={isLate(props.task, now) ? 'neg b' : undefined}>{dueInFull(props.task, now)}</span>
  return (
    <Show
      when={!props.fixed}
      fallback={
        <span class="chip">
          <Calendar class="i s" />
          {words()}
        </span>
      }
    >
      <Popover
        class={props.task.dueAt ? 'chip' : 'chip dash'}
        label="Due date"
        trigger={
          <>
            <Calendar class="i s" />
            <span class="vh">Due: </span>
            {words()}
          </>
        }
      >
        {(close) => (
          <DueEditor
            due={props.task}
            onChange={(due) => {
              props.write(due)
              close()
            }}
          />
        )}
      </Popover>
    </Show>
  )
}

function AssigneeChip(props: ChipsProps): JSX.Element {
  const sync = useSync()
  const session = useSession()
  const nameOf = (id: string) => sync.rows.users[id]?.name ?? 'Somebody'
  const me = session.me().userId
  const name = () => (
    <>
      <Avatar name={nameOf(props.task.assignedTo)} me={props.task.assignedTo === me} beside />
      {nameOf(props.task.assignedTo)}
    </>
  )
  return (
    <Show
      when={!props.fixed && (session.may('team.assign_tasks') || props.task.assignedTo !== me)}
      fallback={<span class="chip">{name()}</span>}
    >
      <Menu
        class="chip"
        groups={[
          {
            label: 'Who does it',
            items: Object.values(sync.rows.users)
              .filter(({ id, status }) => status === 'active' && (session.may('team.assign_tasks') || id === me))
              .map((user) => ({
                label: user.id === me ? `${user.name} (you)` : user.name,
                checked: user.id === props.task.assignedTo,
                onSelect: () => props.write({ assignedTo: user.id }),
              })),
          },
        ]}
      >
        <span class="vh">Who does it: </span>
        {name()}
      </Menu>
    </Show>
  )
}

function SharingChip(props: ChipsProps): JSX.Element {
  const session = useSession()
  const me = session.me().userId
  const mine = () => props.task.assignedTo === me || props.task.assignedBy === me
  const words = () => {
    const others = props.task.collaborators.length
    const { visibility } = props.task
    return visibility === 'collaborative' && others > 0 ? `Shared with ${others}` : VISIBILITY_WORDS[visibility]
  }
  return (
    <Show
      when={mine()}
      fallback={
        <span class="chip">
          <Eye class="i s" />
          {words()}
        </span>
      }
    >
      <Popover
        class="chip"
        label="Who may see it"
        trigger={
          <>
            <Eye class="i s" />
            <span class="vh">Who may see it: </span>
            {words()}
          </>
        }
      >
        {() => (
          <ShareEditor
            task={props.task}
            onShare={(sharing) => void props.commands.share(props.task, sharing).catch(tellRefused(props.task))}
          />
        )}
      </Popover>
    </Show>
  )
}

function DealChip(props: ChipsProps): JSX.Element {
  const sync = useSync()
  const [changing, setChanging] = createSignal(false)
  const deals = () =>
    Object.values(sync.rows.opportunities)
      .filter(({ status }) => status === 'open')
      .map((deal) => ({ value: deal.id as string, label: deal.title, note: deal.customerName }))
  const choose = (close: () => void) => (
    <div class="w-64">
      <Combobox
        label="Deal"
        value={props.task.opportunityId ?? undefined}
        options={deals()}
        onChange={(id) => {
          if (id === undefined || id === props.task.opportunityId) return
          props.write({ opportunityId: id as TaskRow['opportunityId'] })
          setChanging(false)
          close()
        }}
      />
      <Show when={props.task.opportunityId}>
        {(id) => (
          <p class="fl mt-2">
            <A class="btn sm" href={paths.deal(id())}>
              Open the deal
            </A>
            <Button
              size="sm"
              tone="quiet"
              onClick={() => {
                props.write({ opportunityId: null })
                close()
              }}
            >
              Unlink
            </Button>
          </p>
        )}
      </Show>
    </div>
  )
  const title = () => props.task.opportunityTitle ?? (props.task.opportunityId ? 'A deal' : undefined)
  return (
    <>
      <Show
        when={!props.fixed}
        fallback={
          <Show when={title()}>
            <span class="chip">
              <Kanban class="i s" />
              {title()}
            </span>
          </Show>
        }
      >
        <Popover
          class={title() ? 'chip' : 'chip dash'}
          label="Deal"
          startsOpen={changing()}
          trigger={
            <>
              <Kanban class="i s" />
              <span class="vh">Deal: </span>
              <span class="clip max-w-48">{title() ?? 'Deal'}</span>
            </>
          }
        >
          {choose}
        </Popover>
      </Show>
      <Show when={props.task.customerId}>
        {(id) => (
          <A class="chip" href={paths.customer(id())}>
            <span class="vh">Customer: </span>
            <span class="clip max-w-48">{props.task.customerName ?? 'Customer'}</span>
          </A>
        )}
      </Show>
    </>
  )
}

function RepeatChip(props: ChipsProps): JSX.Element {
  const words = () => (props.task.recurrence ? recurrenceWords(props.task.recurrence) : 'Repeat')
  return (
    <Show
      when={!props.fixed}
      fallback={
        <Show when={props.task.recurrence}>
          <span class="chip">
            <Repeat class="i s" />
            {words()}
          </span>
        </Show>
      }
    >
      <Menu
        class={props.task.recurrence ? 'chip' : 'chip dash'}
        groups={[
          {
            label: 'The next one comes when this is done',
            items: [
              {
                label: 'Does not repeat',
                checked: props.task.recurrence === null,
                onSelect: () => props.write({ recurrence: null }),
              },
              ...REPEATS.map(([rule, label]) => ({
                label,
                checked: props.task.recurrence === rule,
                onSelect: () => props.write({ recurrence: rule }),
              })),
            ],
          },
        ]}
      >
        <Repeat class="i s" />
        {words()}
      </Menu>
    </Show>
  )
}

function EstimateChip(props: ChipsProps): JSX.Element {
  const [error, setError] = createSignal<string>()
  const words = () => (props.task.estimateMinutes ? `${durationWords(props.task.estimateMinutes)} planned` : 'Estimate')
  let input!: HTMLInputElement
  const save = (event: Event, close: () => void) => {
    event.preventDefault()
    const text = input.value.trim()
    const minutes = text === '' ? null : readDuration(text)
    if (minutes === undefined) return setError('Write it as 45 min, 2 h or 1:30')
    setError(undefined)
    props.write({ estimateMinutes: minutes })
    close()
  }
  return (
    <Show
      when={!props.fixed}
      fallback={
        <Show when={props.task.estimateMinutes}>
          <span class="chip">
            <Timer class="i s" />
            {words()}
          </span>
        </Show>
      }
    >
      <Popover
        class={props.task.estimateMinutes ? 'chip' : 'chip dash'}
        label="Time it takes"
        trigger={
          <>
            <Timer class="i s" />
            {words()}
          </>
        }
      >
        {(close) => {
          // Once: a newer estimate must not cover what is being typed.
          const estimated = untrack(() => (props.task.estimateMinutes ? durationWords(props.task.estimateMinutes) : ''))
          return (
            <form class="fl items-end" onSubmit={(event) => save(event, close)}>
              <TextField ref={input} label="Time it takes" value={estimated} error={error()} autocomplete="off" />
              <Button type="submit">Save</Button>
            </form>
          )
        }}
      </Popover>
    </Show>
  )
}

function TagsChip(props: ChipsProps): JSX.Element {
  const words = () => (props.task.tags.length > 0 ? props.task.tags.map((tag) => `#${tag}`).join(' ') : 'Tag')
  return (
    <Show
      when={!props.fixed}
      fallback={
        <Show when={props.task.tags.length > 0}>
          <span class="chip">
            <Hash class="i s" />
            {words()}
          </span>
        </Show>
      }
    >
      <Popover
        class={props.task.tags.length > 0 ? 'chip' : 'chip dash'}
        label="Tags"
        trigger={
          <>
            <Hash class="i s" />
            <span class="vh">Tags: </span>
            <span class="clip max-w-48">{words()}</span>
          </>
        }
      >
        {() => <TagEditor tags={props.task.tags} onChange={(tags) => props.write({ tags: [...tags] })} />}
      </Popover>
    </Show>
  )
}
