import { A } from '@solidjs/router'
import { createEffect, createSignal, For, type JSX, Match, onCleanup, Show, Switch } from 'solid-js'
import type { ModelOverview, Prediction } from '../../../../worker/analytics/contract'
import type { ScoreBrief } from '../../../../worker/sales/contract'
import { call } from '../../api/client'
import { createFetched } from '../../api/fetched'
import { inWords } from '../../api/problems'
import { paths } from '../../paths'
import { Button } from '../../ui/button'
import { localFigures, plural } from '../../ui/format'
import { toPoints } from '../../ui/probability'
import { ProbabilityPanel } from '../../ui/probability-badge'
import { Loading, Skeleton } from '../../ui/progress'
import { Spark } from '../../ui/spark'
import type { PredictionView } from './prediction'
import { probabilityOf } from './probability-of'
import { changeWords, pendingWords } from './score-words'
import { pushWords, riskWords } from './signal-words'

export interface ChanceProps {
  readonly prediction: PredictionView
  /** What the board knows: shown until the reasons are here. */
  readonly score: ScoreBrief | null | undefined
  readonly full?: boolean | undefined
}

/** The chance to win: the number, where it comes from, and what just moved it. */
export function Chance(props: ChanceProps): JSX.Element {
  const score = () => props.prediction.now() ?? props.score
  return (
    <Switch>
      <Match when={score()}>
        {(known) => (
          <>
            <Panel score={known()} prediction={props.prediction.now() ?? undefined} full={props.full} />
            <WhatChanged prediction={props.prediction} />
            <Show when={known().risk}>
              {(risk) => (
                <p class="t12 mt-2.5">
                  <span class="neg" aria-hidden="true">
                    ▾{' '}
                  </span>
                  {riskWords(risk())}.
                </p>
              )}
            </Show>
            {/* The page itself says more of what would move it. */}
            <Show when={!props.full && known().push}>
              {(push) => (
                <p class="t12 mt-1">
                  <span class="acc" aria-hidden="true">
                    ↗{' '}
                  </span>
                  {pushWords(push())}.
                </p>
              )}
            </Show>
            <Show when={props.prediction.now()}>{(one) => <Grounds prediction={one()} full={props.full} />}</Show>
          </>
        )}
      </Match>
      <Match when={props.prediction.now() === null}>
        <NoScore />
      </Match>
      <Match when={props.prediction.error()}>
        <p class="q2">{inWords(props.prediction.error())}</p>
        <Button onClick={props.prediction.reload}>Try again</Button>
      </Match>
      <Match when={true}>
        <Loading what="the chance to win">
          <div class="grid gap-2" aria-hidden="true">
            <Skeleton width="96px" height="32px" />
            <Skeleton height="8px" />
          </div>
        </Loading>
      </Match>
    </Switch>
  )
}

type Shown = Omit<ScoreBrief, 'scoredAt'>

function Panel(props: { score: Shown; prediction: Prediction | undefined; full: boolean | undefined }): JSX.Element {
  const value = createGlide(() => props.score.probability)
  const past = () => props.prediction?.history ?? []
  const span = () => {
    const [first, last] = [past()[0], past().at(-1)]
    const weeks = first && last ? Math.round((Date.parse(last.at) - Date.parse(first.at)) / (7 * 86_400_000)) : 0
    return weeks > 0 ? plural(weeks, 'week') : 'So far'
  }
  return (
    <ProbabilityPanel
      full={props.full}
      probability={{ ...probabilityOf(props.score), value: value() }}
      history={
        <Show when={past().length > 1}>
          <Spark
            span={span()}
            values={past().map(({ probability }) => probability)}
            width={props.full ? 92 : 84}
            height={props.full ? 40 : 28}
          />
        </Show>
      }
    />
  )
}

/** What a command just did to the number: "57 to 64: mostly the reply within a day". Said politely as well. */
function WhatChanged(props: { prediction: PredictionView }): JSX.Element {
  const words = () => {
    const [before, now] = [props.prediction.before(), props.prediction.now()]
    // A usual rate does not follow what happens to one deal: that it stayed is no news.
    return before && now && now.rung !== 'base_rate' ? changeWords(before, now) : undefined
  }
  return (
    <p role="status" class={words() ? 'note mt-3' : ''}>
      {words()}
    </p>
  )
}

/** What the number rests on. */
function Grounds(props: { prediction: Prediction; full: boolean | undefined }): JSX.Element {
  const isUsual = () => props.prediction.rung === 'base_rate'
  const why = () => (props.full ? props.prediction.confidenceWhy.map((words) => localFigures(words)) : [])
  return (
    <Show when={isUsual() || props.full}>
      <p class="t12 q2 mt-3">
        <Show when={isUsual()}>
          This is your usual win rate: the closed deals do not tell yet what sets one deal apart.{' '}
        </Show>
        <For each={why()}>{(one) => `${one.replace(/\.$/, '')}. `}</For>
        <A class="lnk" href={paths.model()}>
          Model v{props.prediction.modelNumber}
        </A>
      </p>
    </Show>
  )
}

/** Why there is no number, and how far it is to one. */
function NoScore(): JSX.Element {
  const overview = createFetched((signal) => call<ModelOverview>('GET', '/models', { signal }))
  return (
    <p class="q2">
      No score yet: {pendingWords(overview.value())}{' '}
      <A class="lnk" href={paths.model()}>
        See the model
      </A>
    </p>
  )
}

const GLIDE_MS = 480

/** Follows a value by gliding to it, so that one sees which way it went. At once for those who want no motion. */
function createGlide(target: () => number): () => number {
  const [shown, setShown] = createSignal(target())
  createEffect<number>((from) => {
    const to = target()
    if (toPoints(from) === toPoints(to) || matchMedia('(prefers-reduced-motion: reduce)').matches) {
      setShown(to)
      return to
    }
    let frame = 0
    const began = performance.now()
    const go = (now: number) => {
      const part = Math.min(1, Math.max(0, (now - began) / GLIDE_MS))
      setShown(from + (to - from) * (1 - (1 - part) ** 3))
      if (part < 1) frame = requestAnimationFrame(go)
    }
    frame = requestAnimationFrame(go)
    onCleanup(() => cancelAnimationFrame(frame))
    return to
  }, target())
  return shown
}
