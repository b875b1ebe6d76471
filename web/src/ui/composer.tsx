import CalendarClock from 'lucide-solid/icons/calendar-clock'
import CircleCheck from 'lucide-solid/icons/circle-check'
import Clock from 'lucide-solid/icons/clock'
import Timer from 'lucide-solid/icons/timer'
import UserRound from 'lucide-solid/icons/user-round'
import { createSignal, createUniqueId, For, type JSX, Show, untrack } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import type { Channel, CustomerRow, Interaction, NewInteraction } from '../../../worker/sales/contract'
import { Button } from './button'
import { capital, FOLLOW_UPS, inDays, KINDS, localMinute, MINUTES, OUTCOMES, TALKED } from './composer-kinds'
import { choice, Pick } from './composer-pick'
import { FormError } from './form-error'
import { formatDay } from './format'
import { OUTCOME_WORDS } from './interaction-words'

/** What was written down, without what it was about. */
export type Logged = Omit<NewInteraction, 'id' | 'opportunityId' | 'customerId'>

export interface ComposerProps {
  /** Sends it; whether it was kept. `done` says so in words. */
  readonly onLog: (logged: Logged, done: string) => Promise<boolean>
  readonly busy: boolean
  readonly error: string | undefined
  /** People of the customer, to say who it was with. */
  readonly people: readonly Pick<CustomerRow, 'id' | 'name' | 'jobTitle'>[]
  /** Takes the focus as soon as it is there. */
  readonly autofocus?: boolean | undefined
  /** What was written down before, to be corrected. */
  readonly from?: Interaction | undefined
}

/** The fields a refusal may name. */
export const COMPOSER_FIELDS = ['content', 'occurredAt', 'followUpOn', 'personId', 'durationMinutes']

/** Where what was said to a customer is written down. */
export function Composer(props: ComposerProps): JSX.Element {
  const id = createUniqueId()
  const from = untrack(() => props.from)
  const saidAt = from && localMinute(new Date(from.occurredAt))
  const [channel, setChannel] = createSignal<Channel>(from?.channel ?? 'call')
  const [text, setText] = createSignal(from?.content ?? '')
  const [personId, setPersonId] = createSignal<string | undefined>(from?.personId ?? undefined)
  const [minutes, setMinutes] = createSignal<number | undefined>(from?.durationMinutes ?? undefined)
  const [outcome, setOutcome] = createSignal(OUTCOMES.find((one) => one === from?.outcome))
  const [direction, setDirection] = createSignal<'in' | 'out'>(from?.direction ?? 'out')
  const [followUp, setFollowUp] = createSignal<string | undefined>(from?.followUpOn ?? undefined)
  const [picksFollowUp, setPicksFollowUp] = createSignal(false)
  const [at, setAt] = createSignal<string | undefined>(saidAt)
  let area!: HTMLTextAreaElement
  const kind = () => KINDS.find((one) => one.channel === channel()) ?? KINDS[0]!
  const isTalk = () => TALKED.has(channel())
  const isNote = () => channel() === 'note'
  // A call that nobody answered needs no words; a note without words is nothing.
  const isEmpty = () => text().trim() === '' && (isNote() || (!outcome() && !minutes() && !personId()))
  const send = async () => {
    if (props.busy) return
    if (isEmpty()) return area.focus()
    const person = props.people.find((one) => one.id === personId())
    const kept = await props.onLog(
      {
        channel: channel(),
        content: text().trim(),
        ...(at() && at() !== saidAt && { occurredAt: new Date(at()!).toISOString() }),
        ...(followUp() && { followUpOn: followUp()! }),
        ...(!isNote() && {
          direction: direction(),
          personId: person?.id ?? null,
          outcome: outcome() ?? null,
          durationMinutes: isTalk() ? (minutes() ?? null) : null,
        }),
      },
      from ? `${kind().label} changed` : kind().done,
    )
    if (!kept || from) return
    setText('')
    setPersonId(undefined)
    setMinutes(undefined)
    setOutcome(undefined)
    setFollowUp(undefined)
    setAt(undefined)
    setPicksFollowUp(false)
  }
  const key = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey)) return
    event.preventDefault()
    void send()
  }
  return (
    <form
      class="comp"
      aria-label={from ? 'Change activity' : 'Log activity'}
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <div class="bar2">
        <div class="kinds" role="radiogroup" aria-label="Kind of activity">
          <For each={KINDS}>
            {(one) => (
              <label class="btn g sm">
                <input
                  type="radio"
                  class="vh"
                  name={`${id}-kind`}
                  checked={channel() === one.channel}
                  onChange={() => setChannel(one.channel)}
                />
                <Dynamic component={one.icon} class="i s" />
                {one.label}
              </label>
            )}
          </For>
        </div>
        <i class="sp" />
        <Show when={!isNote() && channel() !== 'meeting'}>
          <Pick
            word={direction() === 'in' ? 'Incoming' : 'Outgoing'}
            ask="Direction"
            items={[
              choice('Outgoing', direction() === 'out', () => setDirection('out')),
              choice('Incoming', direction() === 'in', () => setDirection('in')),
            ]}
          />
        </Show>
        <Show
          when={at() !== undefined}
          fallback={
            <button
              type="button"
              class="chip dash"
              data-tip="Happened just now; press to say when"
              onClick={() => setAt(localMinute(new Date()))}
            >
              <Clock class="i s" />
              Now
            </button>
          }
        >
          <input
            type="datetime-local"
            class="field w-48"
            aria-label="When it happened"
            max={localMinute(new Date())}
            value={at()}
            onInput={(event) => setAt(event.currentTarget.value || undefined)}
          />
        </Show>
      </div>
      <textarea
        ref={(element) => {
          area = element
          if (props.autofocus) queueMicrotask(() => element.focus())
        }}
        id={from ? undefined : 'composer'}
        aria-label={kind().ask}
        placeholder={kind().ask}
        maxLength={20_000}
        rows={2}
        value={text()}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={key}
      />
      <footer>
        <div class="picks">
          <Show when={!isNote()}>
            <Pick
              icon={UserRound}
              word={props.people.find((one) => one.id === personId())?.name}
              ask="Person"
              items={props.people.map((one) => choice(one.name, personId() === one.id, () => setPersonId(one.id)))}
              none={() => setPersonId(undefined)}
            />
            <Show when={isTalk()}>
              <Pick
                icon={Timer}
                word={minutes() === undefined ? undefined : `${minutes()} min`}
                ask="Duration"
                items={MINUTES.map((one) => choice(`${one} minutes`, minutes() === one, () => setMinutes(one)))}
                none={() => setMinutes(undefined)}
              />
            </Show>
            <Pick
              icon={CircleCheck}
              word={outcome() && capital(OUTCOME_WORDS[outcome()!] ?? '')}
              ask="Outcome"
              items={OUTCOMES.map((one) =>
                choice(capital(OUTCOME_WORDS[one] ?? ''), outcome() === one, () => setOutcome(one)),
              )}
              none={() => setOutcome(undefined)}
            />
          </Show>
          <Show
            when={picksFollowUp()}
            fallback={
              <Pick
                icon={CalendarClock}
                word={followUp() && `Follow up ${formatDay(followUp()!)}`}
                ask="Follow up"
                items={[
                  ...FOLLOW_UPS.map(([label, days]) =>
                    choice(label, followUp() === inDays(days), () => setFollowUp(inDays(days))),
                  ),
                  { label: 'Another day', onSelect: () => setPicksFollowUp(true) },
                ]}
                none={() => setFollowUp(undefined)}
              />
            }
          >
            <input
              type="date"
              class="field w-36"
              aria-label="Follow up on"
              value={followUp() ?? ''}
              onInput={(event) => setFollowUp(event.currentTarget.value || undefined)}
            />
          </Show>
        </div>
        <Button type="submit" busy={props.busy} off={isEmpty() && 'Write something first'}>
          {from ? 'Save' : kind().verb}
        </Button>
      </footer>
      <Show when={props.error}>
        <div class="px-3 pb-2">
          <FormError text={props.error} />
        </div>
      </Show>
    </form>
  )
}
