import { createSignal, type JSX } from 'solid-js'
import type { TaskRow } from '../../../../worker/tasks/contract'
import { momentOf } from '../../tasks/task-words'
import { Button } from '../../ui/button'
import { TextField } from '../../ui/field'
import { dayOf } from '../../ui/format'

type Due = Pick<TaskRow, 'dueAt' | 'dueIsDay'>

function dayIn(days: number): string {
  const date = new Date()
  date.setDate(date.getDate() + days)
  return dayOf(date)
}

const PRESETS = [
  ['Today', () => dayIn(0)],
  ['Tomorrow', () => dayIn(1)],
  ['In a week', () => dayIn(7)],
] as const

/** A day, and a time if it matters. */
export function DueEditor(props: { readonly due: Due; readonly onChange: (due: Due) => void }): JSX.Element {
  const [day, setDay] = createSignal(props.due.dueAt ? dayOf(props.due.dueAt) : '')
  const [time, setTime] = createSignal(props.due.dueAt && !props.due.dueIsDay ? clock(props.due.dueAt) : '')
  const save = (event: Event) => {
    event.preventDefault()
    props.onChange(day() === '' ? { dueAt: null, dueIsDay: false } : momentOf(day(), time() || null))
  }
  return (
    <form class="grid gap-3" onSubmit={save}>
      <div class="fl flex-wrap">
        {PRESETS.map(([label, of]) => (
          <Button size="sm" onClick={() => props.onChange(momentOf(of(), time() || null))}>
            {label}
          </Button>
        ))}
        <Button size="sm" tone="quiet" onClick={() => props.onChange({ dueAt: null, dueIsDay: false })}>
          None
        </Button>
      </div>
      <div class="grid grid-cols-2 gap-2">
        <TextField label="Day" type="date" value={day()} onInput={(event) => setDay(event.currentTarget.value)} />
        <TextField label="Time" type="time" value={time()} onInput={(event) => setTime(event.currentTarget.value)} />
      </div>
      <Button type="submit">Set due date</Button>
    </form>
  )
}

function clock(moment: string): string {
  const date = new Date(moment)
  return `${String(date.getHours()).padStart(2, '0')}:${String(date.getMinutes()).padStart(2, '0')}`
}
