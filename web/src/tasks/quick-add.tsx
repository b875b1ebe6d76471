import Calendar from 'lucide-solid/icons/calendar'
import Plus from 'lucide-solid/icons/plus'
import { createMemo, createSignal, For, type JSX, Show } from 'solid-js'
import { v7 } from 'uuid'
import type { TaskRow } from '../../../worker/tasks/contract'
import { readQuickTask } from '../../../worker/tasks/domain/quick-add'
import { inWords } from '../api/problems'
import { Button } from '../ui/button'
import { Tag } from '../ui/chip'
import { FormError } from '../ui/form-error'
import { dayOf } from '../ui/format'
import { useTaskCommands, type Wanted } from './task-commands'
import { dueInFull, momentOf, PRIORITY_WORDS } from './task-words'

export interface QuickAddProps {
  /** What every task made here is about. */
  readonly about?: Pick<Wanted, 'opportunityId' | 'customerId' | 'dueAt' | 'dueIsDay'> | undefined
  readonly autofocus?: boolean | undefined
  readonly onAdded?: ((task: TaskRow) => void) | undefined
  /** For screen readers, where several stand on one screen. */
  readonly label?: string | undefined
}

function wallClockNow(): { day: string; time: string } {
  const now = new Date()
  const two = (n: number) => String(n).padStart(2, '0')
  return { day: dayOf(now), time: `${two(now.getHours())}:${two(now.getMinutes())}` }
}

/** A task in one line: "Send quote tomorrow 3pm !! #legal". What was understood is shown before it is added. */
export function QuickAdd(props: QuickAddProps): JSX.Element {
  const commands = useTaskCommands()
  const [text, setText] = createSignal('')
  const [error, setError] = createSignal<string>()
  const read = createMemo(() => readQuickTask(text(), wallClockNow()))
  const due = () => {
    const { due } = read()
    return due ? momentOf(due.day, due.time) : undefined
  }
  const isUnderstood = () => read().due !== null || read().priority !== null || read().tags.length > 0
  const submit = (event: Event) => {
    event.preventDefault()
    const typed = text()
    if (typed.trim() === '') return
    const { title, priority, tags } = read()
    const task: Wanted = {
      id: v7() as TaskRow['id'],
      title,
      tags: [...tags],
      ...props.about,
      ...due(),
      ...(priority && { priority }),
    }
    setText('')
    setError(undefined)
    commands.create(task).then(props.onAdded, (problem: unknown) => {
      // The line comes back to where it was written, unless the next one is being written there.
      setText((now) => now || typed)
      setError(inWords(problem))
    })
  }
  return (
    <form onSubmit={submit} class="quick">
      <div class="quick-l">
        <Plus class="i q3" />
        <input
          type="text"
          class="quick-in"
          aria-label={props.label ?? 'Add a task'}
          placeholder="Add a task, such as “Send quote tomorrow 3pm !! #legal”"
          maxLength={300}
          autocomplete="off"
          autofocus={props.autofocus}
          value={text()}
          onInput={(event) => setText(event.currentTarget.value)}
        />
        <Show when={text().trim() !== ''}>
          <Button size="sm" tone="primary" type="submit">
            Add
          </Button>
        </Show>
      </div>
      <p class="quick-u" aria-live="polite">
        <Show when={isUnderstood()}>
          <span class="clip q2">{read().title}</span>
          <Show when={due()}>
            {(at) => <Tag icon={Calendar}>{dueInFull({ ...at(), status: 'pending' }, new Date())}</Tag>}
          </Show>
          <Show when={read().priority}>{(priority) => <Tag>{PRIORITY_WORDS[priority()]}</Tag>}</Show>
          <For each={read().tags}>{(tag) => <Tag>#{tag}</Tag>}</For>
        </Show>
      </p>
      <FormError text={error()} />
    </form>
  )
}
