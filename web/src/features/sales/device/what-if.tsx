import Cpu from 'lucide-solid/icons/cpu'
import RotateCcw from 'lucide-solid/icons/rotate-ccw'
import TriangleAlert from 'lucide-solid/icons/triangle-alert'
import { createEffect, createMemo, createSignal, type JSX, on, onCleanup, Show, untrack } from 'solid-js'
import type { Imagination } from '../../../../../worker/analytics/domain/imagine'
import { shownPercent } from '../../../../../worker/analytics/domain/points'
import type { ChangeKind } from '../../../../../worker/analytics/domain/what-if'
import type { OpportunityRow, Stage } from '../../../../../worker/sales/contract'
import { afterPaint } from '../../../ui/after-paint'
import { Button } from '../../../ui/button'
import { formatChange, formatDay, formatMoneyShort, plural } from '../../../ui/format'
import { Change } from '../../../ui/probability-badge'
import { Select } from '../../../ui/select'
import { Slider } from '../../../ui/slider'
import { amountScale, changesOf, type StagePlace, type Wish } from './imagined'

export interface WhatIfProps {
  readonly deal: OpportunityRow
  readonly imagination: Imagination
  readonly modelNumber: number
  readonly stages: readonly Stage[]
  readonly placeOf: (stageId: string) => StagePlace | undefined
  readonly engaged: number
  /** People of the customer who have not been met on this deal. */
  readonly notMet: readonly { readonly id: string; readonly name: string }[]
  /** The usual amount, for a deal that has none yet. */
  readonly usualMajor: number
  readonly today: string
}

const DAY_MS = 86_400_000
const AHEAD_DAYS = 120
const MOST_MORE_PEOPLE = 8

const dayAfter = (day: string, days: number) => new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10)
const daysFrom = (from: string, to: string) => Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS)

/** Sliders and pickers that move the chance as they move, worked out here by the model itself. */
export function WhatIf(props: WhatIfProps): JSX.Element {
  const [wish, setWish] = createSignal<Wish>({})
  const set = (change: Wish) => setWish((all) => ({ ...all, ...change }))
  const changes = createMemo(() => changesOf(wish(), props.placeOf))
  const chance = createMemo(() => props.imagination.chance(changes()))
  const parts = followingPaint(
    () => [props.imagination, changes()] as const,
    ([imagination, moved]) => imagination.imagine(moved).parts,
  )
  // Memos: all that is said of them is asked anew with every step of a finger, and most steps change none of it.
  const isMoved = createMemo(() => changes().length > 0)
  const now = createMemo(() => shownPercent(props.imagination.probability))
  const then = createMemo(() => shownPercent(chance()))
  const part = (kinds: readonly ChangeKind[]) => parts().find(({ change }) => kinds.includes(change.kind))

  return (
    <section class="blk" aria-label="What if">
      <h2 class="whitespace-nowrap">
        What if
        <span class="fl t12 q3 gap-1 font-normal">
          <Cpu class="i xs" />
          <span class="clip">model v{props.modelNumber}, on this device</span>
        </span>
        <i class="sp" />
        <Button
          size="sm"
          tone="quiet"
          icon={RotateCcw}
          off={!isMoved() && 'Nothing is changed yet'}
          onClick={() => setWish({})}
        >
          Reset
        </Button>
      </h2>
      <div class="wi">
        <Meeting all={props} wish={wish()} set={set} part={part(['meeting', 'next_step'])} />
        <Amount all={props} wish={wish()} set={set} part={part(['amount'])} />
        <CloseDate all={props} wish={wish()} set={set} part={part(['close_date'])} />
        <People all={props} wish={wish()} set={set} part={part(['people'])} />
        <StageChoice all={props} wish={wish()} set={set} part={part(['stage'])} />
      </div>
      <p class="wout" aria-live="polite">
        <span class="q2">{isMoved() ? 'Would be' : 'As things are'}</span>
        <b class="big" data-exact={chance()}>
          {then()}
          <small>%</small>
        </b>
        <Show when={isMoved()}>
          <Change points={then() - now()} />
          <Show when={then() === now()}>
            <span class="t12 q3">no change</span>
          </Show>
        </Show>
      </p>
    </section>
  )
}

/** What takes too long to be worked out as a finger moves: it follows when the move is on the screen, once for many. */
function followingPaint<Source, Value>(source: () => Source, work: (of: Source) => Value): () => Value {
  const [value, setValue] = createSignal(work(untrack(source)))
  let isWaiting = false
  let isGone = false
  const follow = () => {
    isWaiting = false
    if (!isGone) setValue(() => work(untrack(source)))
  }
  createEffect(
    on(
      source,
      () => {
        if (!isWaiting) afterPaint(follow)
        isWaiting = true
      },
      { defer: true },
    ),
  )
  onCleanup(() => {
    isGone = true
  })
  return value
}

type Part = ReturnType<Imagination['imagine']>['parts'][number]

// What is shown of the wish is a memo in each of them: all hear of every move, and only the one moved has anything to say.
interface ControlProps {
  /** The deal and what is known of it. Handed on whole: a copy of it would be asked anew with every move. */
  readonly all: WhatIfProps
  readonly wish: Wish
  readonly set: (change: Wish) => void
  readonly part: Part | undefined
}

/** One thing that can be moved: its name, its value, what it is worth, and a word when the model has seen nothing like it. */
function Row(props: { label: string; value: string; part: Part | undefined; children: JSX.Element }): JSX.Element {
  return (
    <div>
      <div class="fl line">
        <span>{props.label}</span>
        <i class="sp" />
        <span class="n">{props.value}</span>
        <Worth part={props.part} />
      </div>
      {props.children}
      <Show when={props.part?.isUnheardOf}>
        <p class="fl t12 cau gap-1">
          <TriangleAlert class="i xs" />
          Outside your closed deals: a guess
        </p>
      </Show>
    </div>
  )
}

function Worth(props: { part: Part | undefined }): JSX.Element {
  const points = createMemo(() => props.part?.points)
  const words = () => formatChange(points() ?? 0)
  const tone = () => ((points() ?? 0) > 0 ? 'pos' : (points() ?? 0) < 0 ? 'neg' : 'q3')
  return (
    <b class={`num w-8 ${tone()}`}>
      <Show when={points() !== undefined}>{words()}</Show>
    </b>
  )
}

function Ends(props: { low: string; high: string }): JSX.Element {
  return (
    <div class="fl t11 q3 n" aria-hidden="true">
      <span>{props.low}</span>
      <i class="sp" />
      <span>{props.high}</span>
    </div>
  )
}

function Amount(props: ControlProps): JSX.Element {
  const scale = createMemo(() => amountScale(props.all.deal.amountMinor, props.all.deal.currency, props.all.usualMajor))
  const amount = createMemo(() => props.wish.amountMinor ?? props.all.deal.amountMinor)
  const words = (minor: number) => formatMoneyShort(minor, props.all.deal.currency)
  const inWords = createMemo(() => words(amount()))
  const move = (place: number) => {
    const isBack = props.all.deal.amountMinor > 0 && place === scale().placeOf(props.all.deal.amountMinor)
    props.set({ amountMinor: isBack ? undefined : scale().amountAt(place) })
  }
  return (
    <Row label="Amount" value={amount() > 0 ? inWords() : 'None set'} part={props.part}>
      <Slider
        label="Amount"
        min={scale().min}
        max={scale().max}
        value={amount() > 0 ? scale().placeOf(amount()) : scale().min}
        today={props.all.deal.amountMinor > 0 ? scale().placeOf(props.all.deal.amountMinor) : undefined}
        words={inWords()}
        onInput={move}
      />
      <Ends low={words(scale().amountAt(scale().min))} high={words(scale().amountAt(scale().max))} />
    </Row>
  )
}

function CloseDate(props: ControlProps): JSX.Element {
  const planned = () =>
    props.all.deal.expectedCloseOn === null ? undefined : daysFrom(props.all.today, props.all.deal.expectedCloseOn)
  const most = () => Math.max(AHEAD_DAYS, (planned() ?? 0) + 60)
  const day = createMemo(() => props.wish.closesOn ?? props.all.deal.expectedCloseOn)
  const words = createMemo(() => {
    const on = day()
    return on === null ? 'None set' : formatDay(on)
  })
  return (
    <Row label="Close date" value={words()} part={props.part}>
      <Slider
        label="Close date"
        min={0}
        max={most()}
        value={daysFrom(props.all.today, day() ?? props.all.today)}
        today={planned()}
        words={words()}
        onInput={(days) => props.set({ closesOn: days === planned() ? undefined : dayAfter(props.all.today, days) })}
      />
      <Ends low={formatDay(props.all.today)} high={formatDay(dayAfter(props.all.today, most()))} />
    </Row>
  )
}

function People(props: ControlProps): JSX.Element {
  const count = createMemo(() => props.all.engaged + (props.wish.morePeople ?? 0))
  const words = createMemo(() => plural(count(), 'person', 'people'))
  return (
    <Row label="People engaged" value={words()} part={props.part}>
      <Slider
        label="People engaged"
        min={props.all.engaged}
        max={props.all.engaged + MOST_MORE_PEOPLE}
        value={count()}
        today={props.all.engaged}
        words={words()}
        onInput={(people) => props.set({ morePeople: people - props.all.engaged || undefined })}
      />
      <Ends low={`${props.all.engaged} now`} high={String(props.all.engaged + MOST_MORE_PEOPLE)} />
    </Row>
  )
}

const AS_IT_IS = 'now'
const MOST_NAMED = 5

function Meeting(props: ControlProps): JSX.Element {
  const options = createMemo(() => [
    { value: AS_IT_IS, label: 'As it is', meeting: undefined },
    { value: 'held', label: 'Held today', meeting: { held: null } },
    ...props.all.notMet.slice(0, MOST_NAMED).map(({ id, name }) => ({
      value: id,
      label: `Held today, with ${name}`,
      note: 'not met yet',
      meeting: { held: id },
    })),
    ...[3, 7, 14].map((days) => {
      const planned = dayAfter(props.all.today, days)
      return { value: planned, label: `Planned for ${formatDay(planned)}`, meeting: { planned } }
    }),
  ])
  const chosen = createMemo(() => {
    const { meeting } = props.wish
    if (!meeting) return AS_IT_IS
    return 'planned' in meeting ? meeting.planned : (meeting.held ?? 'held')
  })
  return (
    <Row label="Next meeting" value="" part={props.part}>
      <Select
        label="Next meeting"
        hideLabel
        value={chosen()}
        options={options()}
        onChange={(value) => props.set({ meeting: options().find((option) => option.value === value)?.meeting })}
      />
    </Row>
  )
}

function StageChoice(props: ControlProps): JSX.Element {
  const chosen = createMemo(() => (props.wish.stageId ?? props.all.deal.stageId) as string)
  const options = createMemo(() => props.all.stages.map(({ id, name }) => ({ value: id as string, label: name })))
  return (
    <Row label="Stage" value="" part={props.part}>
      <Select
        label="Stage"
        hideLabel
        value={chosen()}
        options={options()}
        onChange={(id) => props.set({ stageId: id === props.all.deal.stageId ? undefined : id })}
      />
    </Row>
  )
}
