import Activity from 'lucide-solid/icons/activity'
import ArrowRight from 'lucide-solid/icons/arrow-right'
import Calendar from 'lucide-solid/icons/calendar'
import CircleX from 'lucide-solid/icons/circle-x'
import Mail from 'lucide-solid/icons/mail'
import Pencil from 'lucide-solid/icons/pencil'
import PencilLine from 'lucide-solid/icons/pencil-line'
import Phone from 'lucide-solid/icons/phone'
import Plus from 'lucide-solid/icons/plus'
import Trophy from 'lucide-solid/icons/trophy'
import Users from 'lucide-solid/icons/users'
import { createMemo, createSignal, For, type JSX, Show } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import type { OpportunityHistory, OpportunityRow } from '../../../../worker/sales/contract'
import type { Fetched } from '../../api/fetched'
import { inWords } from '../../api/problems'
import { useSync } from '../../sync/store'
import { Button } from '../../ui/button'
import { Tag } from '../../ui/chip'
import { daysBetween, formatDateTime, formatDay, formatTime } from '../../ui/format'
import type { Icon } from '../../ui/icon'
import { Loading, SkeletonRows } from '../../ui/progress'
import type { Interactions } from './interactions'
import type { PredictionView } from './prediction'
import { type EntryKind, groupByTime, type Names, type TimelineEntry, timeline } from './timeline'

const ICONS: Readonly<Record<EntryKind, Icon>> = {
  call: Phone,
  email: Mail,
  meeting: Users,
  note: PencilLine,
  score: Activity,
  moved: ArrowRight,
  date: Calendar,
  changed: Pencil,
  opened: Plus,
  won: Trophy,
  lost: CircleX,
}

export interface TimelineProps {
  readonly deal: OpportunityRow
  readonly history: Fetched<OpportunityHistory>
  readonly interactions: Interactions
  readonly prediction: PredictionView
}

const SHOWN = 40 // at first; a deal of years has hundreds

/** What happened to the deal: said, changed, moved and scored, newest first. */
export function Timeline(props: TimelineProps): JSX.Element {
  const names = useNames(props)
  const [shown, setShown] = createSignal(SHOWN)
  const entries = createMemo(() =>
    timeline(
      {
        changes: props.history.value()?.changes ?? [],
        interactions: props.interactions.all(),
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
        <For each={groupByTime(entries().slice(0, shown()), new Date())}>
          {(group) => (
            <>
              <h3>{group.title}</h3>
              <ul>
                <For each={group.entries}>{(entry) => <Entry entry={entry} />}</For>
              </ul>
            </>
          )}
        </For>
        <Show when={hasMore()}>
          <Button class="mt-3" onClick={more}>
            Show earlier
          </Button>
        </Show>
      </Show>
    </div>
  )
}

function Entry(props: { entry: TimelineEntry }): JSX.Element {
  const isToday = () => daysBetween(props.entry.at, new Date()) === 0
  return (
    <li class="ev">
      <span class="evi">
        <Dynamic component={ICONS[props.entry.kind]} class="i s" />
      </span>
      <div class="min-w-0">
        <p class="flex items-baseline gap-2">
          <span class="min-w-0 flex-1">
            <b>{props.entry.who}</b> <span class="q2">{props.entry.did}</span>{' '}
            <Show when={props.entry.tag}>{(tag) => <Tag tone={tag().tone}>{tag().word}</Tag>}</Show>
          </span>
          <time class="t12 q3 n" datetime={props.entry.at} data-tip={formatDateTime(props.entry.at)}>
            {isToday() ? formatTime(props.entry.at) : formatDay(props.entry.at)}
          </time>
        </p>
        <Show when={props.entry.text}>{(text) => <p class="tx">{text()}</p>}</Show>
      </div>
    </li>
  )
}

function useNames(props: TimelineProps): Names {
  const sync = useSync()
  const stages = createMemo(() => {
    const known = Object.values(sync.rows.pipelines).flatMap(({ stages: all }) => all)
    const past = props.history.value()?.stages ?? []
    return new Map<string, string>([
      ...past.map(({ stageId, stageName }) => [stageId, stageName] as const),
      ...known.map(({ id, name }) => [id, name] as const),
    ])
  })
  return {
    user: (id) => sync.rows.users[id]?.name ?? 'Somebody',
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
