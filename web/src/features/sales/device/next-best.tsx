import CalendarClock from 'lucide-solid/icons/calendar-clock'
import { createMemo, For, type JSX, Match, Show, Switch } from 'solid-js'
import { type Action, bestActions } from '../../../../../worker/analytics/domain/actions'
import { bestContactTime, type Contact, type ContactTime } from '../../../../../worker/analytics/domain/contact-time'
import type { ServedModel } from '../../../../../worker/analytics/domain/scorer'
import { Button } from '../../../ui/button'
import { formatChange, formatNumber, localFigures, plural } from '../../../ui/format'
import { locale } from '../../../ui/locale'
import type { DeviceDeal } from './device-deal'

export interface NextBestProps {
  readonly model: ServedModel
  readonly deal: DeviceDeal
  readonly at: number
  readonly contacts: readonly Contact[]
  readonly customerName: string
  /** People of the customer who have not been met on this deal. */
  readonly notMet: readonly { readonly name: string; readonly jobTitle: string | null }[]
  readonly onLog?: (() => void) | undefined
}

const MOST_SHOWN = 2

/** What to do next, and when, each with what says so; or that nothing can be said. */
export function NextBest(props: NextBestProps): JSX.Element {
  const actions = createMemo(() =>
    bestActions(props.model, props.deal.timeline, props.at, props.deal.customer, {
      knowsSomebodyNew: props.notMet.length > 0,
      withFacts: true,
    })
      // A meeting with somebody new is the same meeting: the better of the two is enough.
      .filter(({ kind }, i, all) => i === all.findIndex((one) => isMeeting(one.kind) === isMeeting(kind)))
      .slice(0, MOST_SHOWN),
  )
  const grounds = () => groundsWords(props.model)
  const time = createMemo(() => bestContactTime(props.contacts, localClock()))
  return (
    <section class="blk" aria-label="Would move it most">
      <h2>
        Would move it most
        <i class="sp" />
        <Show when={actions().length > 0 && props.onLog}>
          {(log) => (
            <Button size="sm" onClick={log()}>
              Log activity
            </Button>
          )}
        </Show>
      </h2>
      <Show
        when={actions().length > 0}
        fallback={
          <p class="q2">
            <Show
              when={props.model.trained}
              fallback="Every deal gets your usual win rate for now, so the model knows no better step than another."
            >
              No call, meeting or next step would move it by two points, going by {grounds()}: keep to your plan.
            </Show>
          </p>
        }
      >
        <ul class="grid gap-2.5">
          <For each={actions()}>{(action) => <Advice action={action} notMet={props.notMet} />}</For>
        </ul>
        <p class="t12 q3 mt-2">How deals like this ended after it, going by {grounds()}.</p>
      </Show>
      <When time={time()} customerName={props.customerName} />
    </section>
  )
}

// What simulated companies have in common is no experience of this one, and is not told as such.
function groundsWords({ rung, deals }: ServedModel): string {
  const isOwn = rung === 'own' || rung === 'residual'
  return isOwn
    ? `${formatNumber(deals)} closed deals`
    : 'what deals have in common everywhere, not yet by your own closed deals'
}

const isMeeting = (kind: Action['kind']) => kind === 'meeting' || kind === 'meeting_with_somebody_new'

function Advice(props: { action: Action; notMet: NextBestProps['notMet'] }): JSX.Element {
  const words = () => actionWords(props.action.kind, props.notMet)
  const why = () =>
    props.action.facts
      .filter(({ points }) => points > 0)
      .map(({ after, points }) => `${localFigures(after)} ${formatChange(points)}`)
  return (
    <li>
      <div class="fl items-baseline">
        <b>{words()}</b>
        <i class="sp" />
        <b class="num pos">{formatChange(props.action.points)}</b>
      </div>
      <p class="t12 q2">{why().join(' · ')}</p>
    </li>
  )
}

function actionWords(kind: Action['kind'], notMet: NextBestProps['notMet']): string {
  switch (kind) {
    case 'meeting':
      return 'Hold a meeting'
    case 'meeting_with_somebody_new': {
      const [first] = notMet
      return first
        ? `Meet ${first.name}${first.jobTitle ? `, ${first.jobTitle.toLowerCase()}` : ''}`
        : 'Meet somebody new'
    }
    case 'call':
      return 'Call them'
    case 'next_step':
      return 'Agree on a next step within a week'
  }
}

function When(props: { time: ContactTime; customerName: string }): JSX.Element {
  return (
    <p class="fl t12 q2 mt-2.5 items-start gap-1.5">
      <CalendarClock class="i s" />
      <span>
        <Switch>
          <Match when={props.time.kind === 'window' && props.time}>
            {(window) => (
              <>
                <b class="text-ink-1">
                  Best reached on {weekdayName(window().weekday)}, {window().fromHour} to {window().toHour} h
                </b>
                : {formatNumber(window().inWindow)} of their {formatNumber(window().answers)} answers came then.
              </>
            )}
          </Match>
          <Match when={props.time.kind === 'no_pattern' && props.time}>
            {(none) => (
              <>
                No time of the week stands out among {formatNumber(none().answers)} answers from {props.customerName}.
              </>
            )}
          </Match>
          <Match when={props.time.kind === 'too_few' && props.time}>
            {(few) => (
              <>
                Too little to say when to reach them: {plural(few().answers, 'answer')} so far,{' '}
                {formatNumber(few().needed)} are needed.
              </>
            )}
          </Match>
        </Switch>
      </span>
    </p>
  )
}

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const SUNDAY = Date.UTC(2026, 0, 4)

function weekdayName(weekday: number): string {
  const day = new Date(SUNDAY + weekday * 86_400_000)
  return new Intl.DateTimeFormat(locale().language, { weekday: 'long', timeZone: 'UTC' }).format(day)
}

/** By the reader's clock: it is they who call. Made once for all of a deal's contacts: a formatter costs more than all it writes. */
function localClock(): (at: number) => { weekday: number; hour: number } {
  const { timeZone } = locale()
  const clock = new Intl.DateTimeFormat('en', { timeZone, weekday: 'short', hour: 'numeric', hourCycle: 'h23' })
  return (at) => {
    const parts = clock.formatToParts(at)
    const part = (type: string) => parts.find((one) => one.type === type)?.value ?? ''
    return { weekday: WEEKDAYS.indexOf(part('weekday')), hour: Number(part('hour')) }
  }
}
