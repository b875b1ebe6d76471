import ChevronLeft from 'lucide-solid/icons/chevron-left'
import ChevronRight from 'lucide-solid/icons/chevron-right'
import { createMemo, createSignal, For, type JSX, Show } from 'solid-js'
import type { TaskRow } from '../../../../worker/tasks/contract'
import { paths } from '../../paths'
import { calendarOf, monthAfter } from '../../tasks/task-groups'
import { isLate, isOpen } from '../../tasks/task-words'
import { Button, IconButton } from '../../ui/button'
import { dayOf, formatDate, formatTime } from '../../ui/format'
import { locale } from '../../ui/locale'
import type { TaskViewOptions } from './task-views'

export interface TaskCalendarProps {
  readonly tasks: readonly TaskRow[]
  readonly now: Date
  readonly options: TaskViewOptions
  readonly onOpen: (task: TaskRow) => void
}

const SHOWN = 4 // of a day, unless all of it is asked for

/** A month of tasks. On the phone only the days that have any, one under the other. */
export function TaskCalendar(props: TaskCalendarProps): JSX.Element {
  const today = () => dayOf(props.now)
  const month = () => props.options.month() ?? today().slice(0, 7)
  const weeks = createMemo(() => calendarOf(props.tasks, month()))
  const name = () =>
    new Intl.DateTimeFormat(locale().language, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
      new Date(`${month()}-15T12:00:00Z`),
    )
  const [whole, setWhole] = createSignal<string>()
  const weekdays = () =>
    Array.from({ length: 7 }, (_, day) =>
      new Intl.DateTimeFormat(locale().language, { weekday: 'short', timeZone: 'UTC' }).format(
        new Date(Date.UTC(2026, 0, 5 + day)), // a Monday
      ),
    )
  const turn = (steps: number) => {
    const next = monthAfter(month(), steps)
    props.options.showMonth(next === today().slice(0, 7) ? undefined : next)
  }
  return (
    <section class="cal" aria-label="Calendar">
      <div class="cal-h">
        <h2 aria-live="polite">{name()}</h2>
        <IconButton size="sm" icon={ChevronLeft} label="Previous month" onClick={() => turn(-1)} />
        <IconButton size="sm" icon={ChevronRight} label="Next month" onClick={() => turn(1)} />
        <Show when={props.options.month()}>
          <Button size="sm" onClick={() => props.options.showMonth(undefined)}>
            This month
          </Button>
        </Show>
      </div>
      <div class="cal-w" aria-hidden="true">
        <For each={weekdays()}>{(day) => <span class="cal-wd">{day}</span>}</For>
      </div>
      <Show when={weeks().every((week) => week.every(({ tasks }) => tasks.length === 0))}>
        <p class="phone q2 py-2">Nothing is due in {name()}.</p>
      </Show>
      <ol class="cal-g">
        <For each={weeks().flat()}>
          {(day) => (
            <li
              class="cal-d"
              data-out={day.isInMonth ? undefined : ''}
              data-empty={day.tasks.length === 0 ? '' : undefined}
              aria-current={day.day === today() ? 'date' : undefined}
            >
              <span class="cal-n n">
                <span class="vh">{formatDate(day.day)}</span>
                <span aria-hidden="true">{Number(day.day.slice(8))}</span>
                <span class="phone" aria-hidden="true">
                  {formatDate(day.day)}
                </span>
              </span>
              <ul>
                <For each={day.tasks.slice(0, whole() === day.day ? undefined : SHOWN)}>
                  {(task) => (
                    <li>
                      <a
                        class="cal-t"
                        data-late={isLate(task, props.now) ? '' : undefined}
                        data-done={isOpen(task) ? undefined : ''}
                        href={paths.task(task.id)}
                        onClick={(event) => {
                          if (event.metaKey || event.ctrlKey || event.shiftKey) return
                          event.preventDefault()
                          props.onOpen(task)
                        }}
                      >
                        <Show when={!task.dueIsDay && task.dueAt}>
                          {(at) => <span class="n q3">{formatTime(at())} </span>}
                        </Show>
                        {task.title}
                        <Show when={isLate(task, props.now)}>
                          <span class="vh"> (late)</span>
                        </Show>
                      </a>
                    </li>
                  )}
                </For>
              </ul>
              <Show when={day.tasks.length > SHOWN}>
                <Button
                  size="sm"
                  tone="quiet"
                  aria-expanded={whole() === day.day}
                  onClick={() => setWhole(whole() === day.day ? undefined : day.day)}
                >
                  {whole() === day.day ? 'Fewer' : `${day.tasks.length - SHOWN} more`}
                  <span class="vh"> on {formatDate(day.day)}</span>
                </Button>
              </Show>
            </li>
          )}
        </For>
      </ol>
    </section>
  )
}
