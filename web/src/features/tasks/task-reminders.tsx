import Bell from 'lucide-solid/icons/bell'
import X from 'lucide-solid/icons/x'
import { createSignal, For, type JSX, Show } from 'solid-js'
import { unwrap } from 'solid-js/store'
import { inWords } from '../../api/problems'
import { usePartCommands } from '../../tasks/part-commands'
import { momentOf } from '../../tasks/task-words'
import { Button, IconButton } from '../../ui/button'
import { Tag } from '../../ui/chip'
import { TextField } from '../../ui/field'
import { dayOf, formatDateTime } from '../../ui/format'
import { Popover } from '../../ui/popover'
import type { PartProps } from './task-doc'

const HOUR_MS = 3_600_000

/** When somebody wants to be reminded of a task: theirs alone, whoever else is in it. */
export function TaskReminders(props: PartProps): JSX.Element {
  const [error, setError] = createSignal<string>()
  const { reminders } = usePartCommands(() => props.task)
  const tell = (problem: unknown) => setError(inWords(problem))
  const remind = (at: string, close: () => void) => {
    if (Date.parse(at) <= Date.now()) return setError('Choose a time that is still to come')
    setError(undefined)
    reminders.add(at).catch(tell)
    close()
  }
  return (
    <section aria-label="Reminders">
      <h3 class="doc-s">Reminders</h3>
      <ul>
        <For each={props.whole.reminders}>
          {(reminder) => (
            <li class="ck">
              <Bell class="i s q3" />
              <span class="flex-1">{formatDateTime(reminder.remindAt)}</span>
              <Show when={reminder.sentAt}>
                <Tag>Reminded</Tag>
              </Show>
              <IconButton
                size="sm"
                icon={X}
                label={`Remove the reminder of ${formatDateTime(reminder.remindAt)}`}
                onClick={() => void reminders.remove({ ...unwrap(reminder) }).catch(tell)}
              />
            </li>
          )}
        </For>
      </ul>
      <Popover class="btn g sm flush" label="Remind me" trigger="Remind me">
        {(close) => <When dueAt={props.task.dueAt} onChoose={(at) => remind(at, close)} />}
      </Popover>
      <p class="err" aria-live="polite">
        {error()}
      </p>
    </section>
  )
}

function When(props: { readonly dueAt: string | null; readonly onChoose: (at: string) => void }): JSX.Element {
  const tomorrow = () => dayOf(new Date(Date.now() + 24 * HOUR_MS))
  const [day, setDay] = createSignal(tomorrow())
  const [time, setTime] = createSignal('09:00')
  const before = () => (props.dueAt ? new Date(Date.parse(props.dueAt) - HOUR_MS).toISOString() : undefined)
  const save = (event: Event) => {
    event.preventDefault()
    if (day() !== '' && time() !== '') props.onChoose(momentOf(day(), time()).dueAt)
  }
  return (
    <form class="grid gap-3" onSubmit={save}>
      <div class="fl flex-wrap">
        <Button size="sm" onClick={() => props.onChoose(new Date(Date.now() + HOUR_MS).toISOString())}>
          In an hour
        </Button>
        <Button size="sm" onClick={() => props.onChoose(momentOf(tomorrow(), '09:00').dueAt)}>
          Tomorrow at 9
        </Button>
        <Show when={before() && Date.parse(before() ?? '') > Date.now() && before()}>
          {(at) => (
            <Button size="sm" onClick={() => props.onChoose(at())}>
              An hour before it is due
            </Button>
          )}
        </Show>
      </div>
      <div class="grid grid-cols-2 gap-2">
        <TextField label="Day" type="date" value={day()} onInput={(event) => setDay(event.currentTarget.value)} />
        <TextField label="Time" type="time" value={time()} onInput={(event) => setTime(event.currentTarget.value)} />
      </div>
      <Button type="submit">Remind me then</Button>
    </form>
  )
}
