import ChevronsDown from 'lucide-solid/icons/chevrons-down'
import ChevronsUp from 'lucide-solid/icons/chevrons-up'
import CircleAlert from 'lucide-solid/icons/circle-alert'
import Hourglass from 'lucide-solid/icons/hourglass'
import Repeat from 'lucide-solid/icons/repeat'
import { type JSX, Show } from 'solid-js'
import type { TaskRow } from '../../../worker/tasks/contract'
import { Checkbox } from '../ui/check'
import { formatDateTime } from '../ui/format'
import { mayEditTask, type TaskCommands } from './task-commands'
import { dueWords, isLate, isOpen, PRIORITY_WORDS, recurrenceWords } from './task-words'

/** The round box at the head of a task: done, or not yet. */
export function DoneBox(props: {
  readonly task: TaskRow
  readonly me: string
  readonly commands: TaskCommands
}): JSX.Element {
  const why = () => {
    if (!props.commands.may() || !mayEditTask(props.task, props.me)) return 'You may see this task, not change it'
    if (isOpen(props.task) && props.task.openBlockers > 0) return 'This task waits for others; finish those first'
    return undefined
  }
  return (
    <span class="grid" data-tip={why()}>
      <Checkbox
        round
        hideLabel
        label={`${isOpen(props.task) ? 'Complete' : 'Take up again'}: ${props.task.title}`}
        checked={props.task.status === 'completed'}
        disabled={why() !== undefined || props.task.status === 'canceled'}
        onChange={() => void props.commands.toggle(props.task)}
      />
    </span>
  )
}

/** When it is due, and what is particular about it: marks with words, never colour alone. */
export function TaskMarks(props: { readonly task: TaskRow; readonly now: Date }): JSX.Element {
  const late = () => isLate(props.task, props.now)
  return (
    <span class="fl due t12">
      <Show when={props.task.openBlockers > 0 && isOpen(props.task)}>
        <span class="fl cau" data-tip="Waits for other tasks">
          <Hourglass class="i s" />
          <span class="vh">Waits for other tasks</span>
        </span>
      </Show>
      <Show when={props.task.recurrence}>
        {(rule) => (
          <span class="fl q3" data-tip={recurrenceWords(rule())}>
            <Repeat class="i s" />
            <span class="vh">{recurrenceWords(rule())}</span>
          </span>
        )}
      </Show>
      <PriorityMark priority={props.task.priority} />
      <Show when={props.task.dueAt}>
        {(due) => (
          <time
            class={late() ? 'fl n neg b' : 'n q2'}
            datetime={due()}
            data-tip={props.task.dueIsDay ? undefined : formatDateTime(due())}
          >
            <Show when={late()}>
              <CircleAlert class="i s" />
            </Show>
            {dueWords(props.task, props.now)}
          </time>
        )}
      </Show>
    </span>
  )
}

export function PriorityMark(props: { readonly priority: TaskRow['priority'] }): JSX.Element {
  const words = () => `${PRIORITY_WORDS[props.priority]} priority`
  return (
    <Show when={props.priority !== 'medium'}>
      <span class={props.priority === 'critical' ? 'fl neg' : 'fl q2'} data-tip={words()}>
        {props.priority === 'low' ? <ChevronsDown class="i s" /> : <ChevronsUp class="i s" />}
        <span class="vh">{words()}</span>
      </span>
    </Show>
  )
}

/** What a task is about, in a quiet line. */
export function aboutOf(task: TaskRow): string {
  return task.customerName ?? task.opportunityTitle ?? ''
}
