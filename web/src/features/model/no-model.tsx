import Activity from 'lucide-solid/icons/activity'
import CircleDot from 'lucide-solid/icons/circle-dot'
import { For, type JSX, Show } from 'solid-js'
import type { ModelOverview, ModelSummary } from '../../../../worker/analytics/contract'
import { paths } from '../../paths'
import { LinkButton } from '../../ui/button'
import { BarList } from '../../ui/chart/bar-list'
import { formatNumber, formatPercent, plural } from '../../ui/format'
import { Meter } from '../../ui/progress'
import { EmptyState } from '../../ui/states'
import { Gate } from './gate'
import { closedDeals } from './model-state'
import { triedFigures } from './model-words'
import { Versions } from './versions'

interface Props {
  readonly overview: ModelOverview
  readonly seesAll: boolean
  readonly mayImport: boolean
}

/** No deal has been won or lost yet. */
export function NothingClosed(props: Pick<Props, 'mayImport'>): JSX.Element {
  return (
    <EmptyState
      icon={Activity}
      title="The model learns from deals that have ended"
      actions={
        <Show when={props.mayImport} fallback={<LinkButton href={paths.pipeline()}>Go to the pipeline</LinkButton>}>
          <LinkButton href={paths.import()} tone="primary">
            Import past deals
          </LinkButton>
          <LinkButton href={paths.pipeline()}>Go to the pipeline</LinkButton>
        </Show>
      }
    >
      None has been won or lost here yet. Bring the ones you have from a CSV file, or mark deals as won and lost as they
      end. Then each open deal gets its chance to be won, with the reasons.
    </EmptyState>
  )
}

/** Some deals have ended, but too few to tell a good model from a lucky one. */
export function TooLittle(props: Props): JSX.Element {
  const counts = () => closedDeals(props.overview, props.seesAll)
  // What is nearest: a general model adjusted to these deals comes long before one of their own.
  const next = () => props.overview.nextRung ?? props.overview.needed
  const missing = () => {
    const needed = next()
    return {
      won: Math.max(0, needed.won - counts().won),
      lost: Math.max(0, needed.lost - counts().lost),
    }
  }
  const title = () => {
    const { won, lost } = missing()
    if (won === 0 && lost === 0) return 'Too few of the newest deals to judge a model by'
    const parts = [won > 0 && `${formatNumber(won)} won`, lost > 0 && `${formatNumber(lost)} lost`].filter(Boolean)
    return `Still ${parts.join(' and ')} to go`
  }
  return (
    <>
      <div class="told">
        <h2>{title()}</h2>
        <p>
          From {formatNumber(next().won)} won and {formatNumber(next().lost)} lost on, what serves can be judged on your
          own deals and adjusted to them; fewer cannot tell a good model from a lucky one. A model of your own takes
          about {formatNumber(props.overview.needed.won)} of each, since it is judged on the newest fifth.
        </p>
        <div class="gauges">
          <Gauge word="Won" count={counts().won} of={next().won} />
          <Gauge word="Lost" count={counts().lost} of={next().lost} />
        </div>
        <UsualRate {...props} />
        <Show when={props.mayImport}>
          <div class="acts">
            <LinkButton href={paths.import()}>Import past deals</LinkButton>
          </div>
        </Show>
      </div>
      <div class="pg">
        <Versions models={props.overview.models} />
      </div>
    </>
  )
}

function Gauge(props: { word: string; count: number; of: number }): JSX.Element {
  const words = () => `${formatNumber(props.count)} of ${formatNumber(props.of)}`
  return (
    <div>
      <p>
        <b>{props.word}</b>
        <span class="n q2">{words()}</span>
      </p>
      <Meter label={`${props.word} deals`} value={props.of > 0 ? props.count / props.of : 1} words={words()} />
    </div>
  )
}

function UsualRate(props: Pick<Props, 'overview' | 'seesAll'>): JSX.Element {
  const counts = () => closedDeals(props.overview, props.seesAll)
  const closed = () => counts().won + counts().lost
  return (
    <Show when={closed() > 0}>
      <div class="rate">
        <span class="big x">
          {Math.round((counts().won / closed()) * 100)}
          <small>%</small>
        </span>
        <p>
          Your usual rate: {formatNumber(counts().won)} of {plural(closed(), 'closed deal')} were won.{' '}
          {props.overview.champion?.rung === 'prior'
            ? 'Until a model has learned from your deals, each open deal starts from this rate and goes by how deals usually run, with low confidence.'
            : 'Until something better is found, every open deal shows this, and no reasons.'}
        </p>
      </div>
    </Show>
  )
}

const HELP = [
  'Log calls, e-mails and meetings with their outcome: silence and warmth are what tells most.',
  'Move deals when they move, not at the end of the month: time in a stage is a sign only if the stage is true.',
  'Mark lost deals as lost. Deals that only ever end in a win teach nothing.',
  'Fill in source, competitor, products and your own fields; import them if another system has them.',
]

/** There are enough deals, but nothing in them tells which will be won. */
export function NoSignal(
  props: Props & { readonly champion: ModelSummary; readonly isDishonest: boolean },
): JSX.Element {
  const tried = () => triedFigures(props.champion)
  const isBetter = () => (tried().gain ?? 0) > 0
  return (
    <>
      <div class="told">
        <Show
          when={!props.isDishonest}
          fallback={
            <>
              <h2>Its percentages could not be trusted</h2>
              <p>
                A model was trained from {plural(props.champion.deals, 'closed deal')}, but when it said a number, that
                many were not won. Wrong percentages are worse than none, so every open deal gets your usual rate.
              </p>
            </>
          }
        >
          <h2>Your closed deals do not tell winners from losers</h2>
          <p>
            We looked at {plural(props.champion.deals, 'closed deal')} and tried to say, for those it had not seen,
            which would be won. That came out {isBetter() ? 'hardly better than' : 'no better than'} always saying your
            usual rate. So that is what every open deal shows, rather than a number that only looks like knowledge.
          </p>
        </Show>
        <UsualRate {...props} />
        <Show when={tried().tried !== null && tried().usual !== null}>
          <h3>What was tried</h3>
          <p class="q2 mb-2">
            Surprise (log loss) on {plural(props.champion.metrics?.holdoutDeals ?? 0, 'deal')} it had never seen; lower
            is better.
            <Show when={tried().gainNeeded}>
              {(needed) => ` It would have to be ${formatNumber(needed(), 3)} lower to be worth showing.`}
            </Show>
            <Show when={tried().auc !== null}>
              {` Given a won and a lost deal, it picks the winner ${formatPercent(tried().auc ?? 0.5)} of the time; tossing a coin, ${formatPercent(0.5)}.`}
            </Show>
          </p>
          <BarList
            label="Log loss of what was tried"
            bars={[
              {
                key: 'tried',
                label: `Model v${props.champion.number} as trained`,
                value: tried().tried ?? 0,
                words: formatNumber(tried().tried ?? 0, 3),
              },
              {
                key: 'usual',
                label: 'Always your usual rate',
                value: tried().usual ?? 0,
                words: formatNumber(tried().usual ?? 0, 3),
                quiet: true,
              },
            ]}
          />
        </Show>
        <h3>What helps</h3>
        <ul>
          <For each={HELP}>
            {(help) => (
              <li class="help">
                <CircleDot class="i s" />
                {help}
              </li>
            )}
          </For>
        </ul>
      </div>
      <div class="pg">
        <section class="w">
          <Gate overview={props.overview} />
        </section>
        <Versions models={props.overview.models} />
      </div>
    </>
  )
}

/** The first model is being made. */
export function FirstTraining(
  props: Pick<Props, 'overview' | 'seesAll'> & { readonly hasBegun: boolean },
): JSX.Element {
  const counts = () => closedDeals(props.overview, props.seesAll)
  return (
    <div class="told" role="status">
      <h2>Your first model is training</h2>
      <p>
        {props.hasBegun ? 'It is learning' : 'It will begin in a moment, learning'} from{' '}
        {plural(counts().won + counts().lost, 'closed deal')}: {formatNumber(counts().won)} won and{' '}
        {formatNumber(counts().lost)} lost. This takes seconds to a few minutes, and goes on if you leave; each open
        deal then gets its chance to be won.
      </p>
      <div class="mt-5 max-w-80">
        <Meter label="Training" />
      </div>
    </div>
  )
}

/** Enough to learn from, and nothing learned yet; or the only try failed. */
export function Untrained(props: Props & { readonly failed: ModelSummary | undefined }): JSX.Element {
  const counts = () => closedDeals(props.overview, props.seesAll)
  return (
    <>
      <div class="told">
        <h2>{props.failed ? 'Training failed' : 'Ready to train the first model'}</h2>
        <p>
          <Show
            when={props.failed}
            fallback={`There are ${formatNumber(counts().won)} won and ${formatNumber(counts().lost)} lost deals to learn from.`}
          >
            {(model) =>
              `${model().verdict?.detail ?? 'It did not come to an end.'} Your deals are untouched; try again.`
            }
          </Show>
        </p>
        <UsualRate {...props} />
      </div>
      <div class="pg">
        <Versions models={props.overview.models} />
      </div>
    </>
  )
}
