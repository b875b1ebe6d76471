import { createMemo, createSignal, type JSX, lazy, Show, Suspense } from 'solid-js'
import type { CustomerRow, Interaction, OpportunityHistory, OpportunityRow } from '../../../../worker/sales/contract'
import { mayChange } from '../../activities/activity-changes'
import type { Fetched } from '../../api/fetched'
import { inWords } from '../../api/problems'
import { usePeople } from '../../people/people'
import { useSession } from '../../session/session'
import { useSync } from '../../sync/store'
import { Button } from '../../ui/button'
import { Loading, SkeletonRows } from '../../ui/progress'
import { type TimelineEntry, TimelineGroups } from '../../ui/timeline'
import { tellActivity } from './deal-news'
import type { Interactions } from './interactions'
import type { PredictionView } from './prediction'
import { groupByTime, type Names, timeline } from './timeline'

export interface TimelineProps {
  readonly deal: OpportunityRow
  readonly history: Fetched<OpportunityHistory>
  readonly interactions: Interactions
  readonly prediction: PredictionView
  /** People of the customer, to say who it was with. */
  readonly people: readonly Pick<CustomerRow, 'id' | 'name' | 'jobTitle'>[]
}

const EditActivityDialog = lazy(() => import('../../activities/edit-activity-dialog'))
const SHOWN = 40 // at first; a deal of years has hundreds

/** What happened to the deal: said, changed, moved and scored, newest first. */
export function Timeline(props: TimelineProps): JSX.Element {
  const names = useNames(props)
  const session = useSession()
  const [shown, setShown] = createSignal(SHOWN)
  const [editing, setEditing] = createSignal<Interaction>()
  const said = createMemo(() => new Map<string, Interaction>(props.interactions.all().map((one) => [one.id, one])))
  const editOf = ({ key }: TimelineEntry) => {
    const interaction = said().get(key)
    return interaction && mayChange(session.me(), interaction) ? () => setEditing(interaction) : undefined
  }
  const entries = createMemo(() =>
    timeline(
      {
        changes: props.history.value()?.changes ?? [],
        interactions: props.interactions.all(),
        isWaiting: props.interactions.isWaiting,
        scores: props.prediction.now()?.history ?? [],
      },
      names,
    ),
  )
  const isWaiting = () => entries().length === 0 && (props.history.loading() || props.interactions.loading())
  const error = () => props.history.error() ?? props.interactions.error()
  const retry = () => {
    props.history.reload()
    props.interactions.reload()
  }
  const hasMore = () => entries().length > shown() || props.interactions.hasMore()
  const more = () => {
    setShown((count) => count + SHOWN)
    if (props.interactions.hasMore()) props.interactions.more()
  }
  return (
    <div class="tl">
      <Show when={error()}>
        <p class="q2 py-3">
          {inWords(error())}{' '}
          <Button size="sm" onClick={retry}>
            Try again
          </Button>
        </p>
      </Show>
      <Show
        when={!isWaiting()}
        fallback={
          <Loading what="what happened">
            <SkeletonRows rows={5} />
          </Loading>
        }
      >
        <TimelineGroups groups={groupByTime(entries().slice(0, shown()), new Date())} editOf={editOf} />
        <Show when={hasMore()}>
          <Button class="mt-3" onClick={more}>
            Show earlier
          </Button>
        </Show>
      </Show>
      <Show when={editing()}>
        {(interaction) => (
          <Suspense>
            <EditActivityDialog
              about={`${props.deal.title}, ${props.deal.customerName}`}
              interaction={interaction()}
              people={props.people}
              onChanged={(changed) => tellActivity({ what: 'changed', interaction: changed })}
              onClose={() => setEditing(undefined)}
            />
          </Suspense>
        )}
      </Show>
    </div>
  )
}

/** What the ids of a deal's past stand for. */
export function useNames(props: Pick<TimelineProps, 'deal' | 'history'>): Names {
  const sync = useSync()
  const people = usePeople()
  const stages = createMemo(() => {
    const known = Object.values(sync.rows.pipelines).flatMap(({ stages: all }) => all)
    const past = props.history.value()?.stages ?? []
    return new Map<string, string>([
      ...past.map(({ stageId, stageName }) => [stageId, stageName] as const),
      ...known.map(({ id, name }) => [id, name] as const),
    ])
  })
  return {
    user: people.nameOf,
    stage: (id) => stages().get(id) ?? 'another stage',
    customer: (id) =>
      sync.rows.customers[id]?.name ?? (id === props.deal.customerId ? props.deal.customerName : 'another customer'),
    product: (id) => sync.rows.products[id]?.name ?? 'a product',
    field: (key) => Object.values(sync.rows.customFields).find((field) => field.key === key)?.label ?? key,
    get currency() {
      return props.deal.currency
    },
  }
}
