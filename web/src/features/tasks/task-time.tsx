import Pause from 'lucide-solid/icons/pause'
import Play from 'lucide-solid/icons/play'
import X from 'lucide-solid/icons/x'
import { createSignal, For, type JSX, Show } from 'solid-js'
import { unwrap } from 'solid-js/store'
import type { TimeEntry } from '../../../../worker/tasks/contract'
import { inWords } from '../../api/problems'
import { usePeople } from '../../people/people'
import { useSession } from '../../session/session'
import { usePartCommands } from '../../tasks/part-commands'
import { durationWords, readDuration } from '../../tasks/task-words'
import { Button, IconButton } from '../../ui/button'
import { formatTime } from '../../ui/format'
import { When } from '../../ui/values'
import type { PartProps } from './task-doc'

/** The time a task takes: a clock to start and stop, and time written down after. */
export function TaskTime(props: PartProps): JSX.Element {
  const session = useSession()
  const people = usePeople()
  const [text, setText] = createSignal('')
  const [error, setError] = createSignal<string>()
  const me = session.me().userId
  const entries = () => props.whole.time
  const spent = () => entries().reduce((sum, { minutes }) => sum + (minutes ?? 0), 0)
  const running = () => entries().find(({ userId, minutes }) => userId === me && minutes === null)
  const nameOf = (id: string) => (id === me ? 'You' : people.nameOf(id))
  const { time } = usePartCommands(() => props.task)
  const tell = (problem: unknown) => setError(inWords(problem))
  const clock = () => {
    const mine = running()
    setError(undefined)
    void (mine ? time.stop({ ...unwrap(mine) }) : time.start()).catch(tell)
  }
  const log = (event: Event) => {
    event.preventDefault()
    const minutes = readDuration(text())
    if (minutes === undefined) return setError('Write it as 45 min, 2 h or 1:30')
    setText('')
    setError(undefined)
    time.log(minutes).catch(tell)
  }
  const remove = (entry: TimeEntry) => void time.remove({ ...unwrap(entry) }).catch(tell)
  return (
    <Show when={entries().length > 0 || !props.fixed}>
      <section aria-label="Time">
        <h3 class="doc-s">
          Time
          <Show when={spent() > 0 || props.task.estimateMinutes}>
            <span class="q3 n font-body">
              {durationWords(spent())}
              <Show when={props.task.estimateMinutes}>{(planned) => ` of ${durationWords(planned())} planned`}</Show>
            </span>
          </Show>
        </h3>
        <ul>
          <For each={entries()}>
            {(entry) => (
              <li class="ck">
                <span class="flex-1 clip">
                  {nameOf(entry.userId)} <When date={entry.startedAt} class="t12 q3" />
                  <Show when={entry.note}> · {entry.note}</Show>
                </span>
                <span class="n q2">
                  {entry.minutes === null
                    ? `running since ${formatTime(entry.startedAt)}`
                    : durationWords(entry.minutes)}
                </span>
                <Show when={entry.userId === me && entry.minutes !== null}>
                  <IconButton size="sm" icon={X} label="Remove this time" onClick={() => remove(entry)} />
                </Show>
              </li>
            )}
          </For>
        </ul>
        <Show when={!props.fixed}>
          <form class="fl flex-wrap" onSubmit={log}>
            <Show
              when={running()}
              fallback={
                <Button size="sm" icon={Play} onClick={clock}>
                  Start clock
                </Button>
              }
            >
              <Button size="sm" icon={Pause} onClick={clock}>
                Stop clock
              </Button>
            </Show>
            <input
              class="field time-in"
              aria-label="Time spent"
              placeholder="1 h 30"
              autocomplete="off"
              value={text()}
              onInput={(event) => setText(event.currentTarget.value)}
            />
            <Button size="sm" type="submit" off={text().trim() === '' && 'Write how long it took'}>
              Log time
            </Button>
          </form>
          <p class="err" aria-live="polite">
            {error()}
          </p>
        </Show>
      </section>
    </Show>
  )
}
