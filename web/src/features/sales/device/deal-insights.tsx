import { createEffect, createMemo, type JSX, Match, on, Show, Switch } from 'solid-js'
import { asOf } from '../../../../../worker/analytics/domain/as-of'
import { createImagination } from '../../../../../worker/analytics/domain/imagine'
import { dayOf } from '../../../../../worker/analytics/domain/timeline'
import type { CustomerRow, OpportunityHistory, OpportunityRow, Stage } from '../../../../../worker/sales/contract'
import type { Fetched } from '../../../api/fetched'
import { ChanceLine } from '../../../ui/chart/chance-line'
import { Loading, SkeletonRows } from '../../../ui/progress'
import { useNames } from '../deal-activity'
import type { Interactions } from '../interactions'
import type { PredictionView } from '../prediction'
import { scorePast } from '../score-past'
import { timeline } from '../timeline'
import { useDevice } from './device'
import { createDeviceDeal, type DeviceDeal } from './device-deal'
import { InWords } from './in-words'
import { NextBest } from './next-best'
import { SinceLastWeek } from './since-last-week'
import { WhatIf } from './what-if'

export interface DealInsightsProps {
  readonly deal: OpportunityRow
  readonly prediction: PredictionView
  readonly stages: readonly Stage[]
  readonly people: readonly Pick<CustomerRow, 'id' | 'name' | 'jobTitle'>[]
  readonly history: Fetched<OpportunityHistory>
  readonly interactions: Interactions
  readonly onLog?: (() => void) | undefined
}

/** What this device works out about a deal by itself: what would move its chance, what has, and how it went. */
export default function DealInsights(props: DealInsightsProps): JSX.Element {
  const device = useDevice()
  const deal = createDeviceDeal(props.deal.id, device.disk)
  const scoredAt = createMemo(() => {
    const score = props.prediction.now()
    return score === null || props.prediction.error() ? null : score?.asOf
  })
  void deal.reload()
  // What a command did to the deal is in the server's record of it.
  createEffect(
    on(scoredAt, (_, before) => {
      // The first score is of the very deal that was asked for with it.
      if (before !== undefined) void deal.reload()
    }),
  )
  // A new version may have scored it.
  createEffect(() => {
    const score = props.prediction.now()
    if (score && score.modelId !== device.model.now()?.id) void device.model.check(score.modelId)
  })
  const known = createMemo(() => {
    const [model, shown] = [device.model.now(), deal.now()]
    return model && shown ? { model, shown, at: momentFor(props.prediction.now()?.asOf, shown) } : undefined
  })
  const isNowhere = () => deal.isAway() || device.model.state() === 'unreachable'
  return (
    <>
      <Switch>
        <Match when={known()}>{(all) => <Worked all={props} known={all()} />}</Match>
        <Match when={device.model.state() === 'none'}>{null}</Match>
        <Match when={isNowhere()}>
          <section class="blk" aria-label="What if">
            <h2>What if</h2>
            <p class="q2">
              This deal has not been opened on this device before. Once it was, with a connection, what-if works without
              one.
            </p>
          </section>
        </Match>
        <Match when={true}>
          <section class="blk">
            <h2>What if</h2>
            <Loading what="what-if">
              <SkeletonRows rows={5} />
            </Loading>
          </section>
        </Match>
      </Switch>
      <InWords dealId={props.deal.id} asOf={scoredAt()} />
      <Past {...props} />
    </>
  )
}

/**
 * The moment the deal is looked at. That of its score, so that what-if begins from the very chance that is shown, and days that
 * have gone on since do not make it another by a point; now where the score is of another day or of before the deal's last event.
 */
function momentFor(scoredAt: string | undefined, { timeline }: DeviceDeal): number {
  const now = Date.now()
  if (scoredAt === undefined) return now
  const scored = Date.parse(scoredAt)
  const isOfToday = dayOf(scored) === dayOf(now)
  return isOfToday && scored >= (timeline.events.at(-1)?.at ?? scored) ? scored : now
}

interface Known {
  readonly model: NonNullable<ReturnType<ReturnType<typeof useDevice>['model']['now']>>
  readonly shown: DeviceDeal
  readonly at: number
}

function Worked(props: { readonly all: DealInsightsProps; readonly known: Known }): JSX.Element {
  const { model, shown, at } = destructured(props)
  const imagination = createMemo(() => createImagination(model(), shown().timeline, at(), shown().customer))
  const engaged = createMemo(
    () => new Set(asOf(shown().timeline, at()).interactions.flatMap(({ personId }) => personId ?? [])),
  )
  const notMet = createMemo(() => props.all.people.filter(({ id }) => !engaged().has(id)))
  const places = createMemo(
    () => new Map(props.all.stages.map(({ id }, index) => [id as string, { index, count: props.all.stages.length }])),
  )
  return (
    <>
      <NextBest
        model={model()}
        deal={shown()}
        at={at()}
        contacts={shown().contacts}
        customerName={props.all.deal.customerName}
        notMet={notMet()}
        onLog={props.all.onLog}
      />
      <Show when={imagination()} fallback={<UsualRate />}>
        {(one) => (
          <WhatIf
            modelNumber={model().number}
            deal={props.all.deal}
            imagination={one()}
            stages={props.all.stages}
            placeOf={(id) => places().get(id)}
            engaged={engaged().size}
            notMet={notMet()}
            usualMajor={model().book.usualAmounts.get(props.all.deal.currency)?.value ?? ANY_AMOUNT}
            today={dayOf(at())}
          />
        )}
      </Show>
      <Show when={model().trained && props.all.prediction.now()}>
        {(prediction) => <SinceLastWeek model={model()} deal={shown()} prediction={prediction()} />}
      </Show>
    </>
  )
}

const ANY_AMOUNT = 10_000 // where neither the deal nor the company has one yet

const destructured = (props: { known: Known }) => ({
  model: () => props.known.model,
  shown: () => props.known.shown,
  at: () => props.known.at,
})

/** How the chance went, and what moved it. */
function Past(props: DealInsightsProps): JSX.Element {
  const names = useNames(props)
  const points = createMemo(() =>
    scorePast(
      props.prediction.now()?.history ?? [],
      timeline(
        { changes: props.history.value()?.changes ?? [], interactions: props.interactions.all(), scores: [] },
        names,
      ),
    ),
  )
  return (
    <Show when={points().length > 1}>
      <section class="blk" aria-label="How it went">
        <ChanceLine title="How it went" points={points()} />
      </section>
    </Show>
  )
}

function UsualRate(): JSX.Element {
  return (
    <section class="blk" aria-label="What if">
      <h2>What if</h2>
      <p class="q2">Every deal gets your usual win rate for now, so nothing you could change would move it.</p>
    </section>
  )
}
