import Calendar from 'lucide-solid/icons/calendar'
import Repeat from 'lucide-solid/icons/repeat'
import Timer from 'lucide-solid/icons/timer'
import { createSignal, type JSX, Show, untrack } from 'solid-js'
import { dueInFull, durationWords, isLate, readDuration, recurrenceWords } from '../../tasks/task-words'
import { Button } from '../../ui/button'
import { TextField } from '../../ui/field'
import { Menu } from '../../ui/menu'
import { Popover } from '../../ui/popover'
import type { ChipProps } from './chip-props'
import { DueEditor } from './due-editor'

const REPEATS = [
  ['FREQ=DAILY', 'Every day'],
  ['FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', 'Every working day'],
  ['FREQ=WEEKLY', 'Every week'],
  ['FREQ=WEEKLY;INTERVAL=2', 'Every 2 weeks'],
  ['FREQ=MONTHLY', 'Every month'],
  ['FREQ=MONTHLY;INTERVAL=3', 'Every 3 months'],
  ['FREQ=YEARLY', 'Every year'],
] as const

/** When it is to be done. */
export function DueChip(props: ChipProps): JSX.Element {
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

/** When it comes again. */
export function RepeatChip(props: ChipProps): JSX.Element {
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

/** How long it takes, by who plans it. */
export function EstimateChip(props: ChipProps): JSX.Element {
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
