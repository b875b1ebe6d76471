import Download from 'lucide-solid/icons/download'
import Table2 from 'lucide-solid/icons/table-2'
import { createEffect, createMemo, createSignal, type JSX, Match, onCleanup, onMount, Show, Switch } from 'solid-js'
import type { OpportunityRow, Pipeline } from '../../../../worker/sales/contract'
import { NotLoaded } from '../../api/not-loaded'
import { inWords } from '../../api/problems'
import { paths } from '../../paths'
import { useSession } from '../../session/session'
import { useSync } from '../../sync/store'
import { Avatar } from '../../ui/avatar'
import { Button, buttonClass } from '../../ui/button'
import { type Command, useCommands } from '../../ui/commands'
import { ProbabilityBadge } from '../../ui/probability-badge'
import { Loading, SkeletonRows } from '../../ui/progress'
import { SearchField } from '../../ui/search-field'
import { Segmented } from '../../ui/segmented'
import { EmptyState } from '../../ui/states'
import { type Column, type Sort, Table } from '../../ui/table'
import { Money, When } from '../../ui/values'
import { FilterChips, type ToolsProps } from './board-tools'
import type { DealActions } from './deal-actions'
import { createDealPages, type DealQuery, toDealQuery } from './deal-pages'
import { probabilityOf } from './probability-of'
import { SignalMarks } from './signal-marks'
import { STATUSES, type ViewOptions } from './view-options'

/** What the server is asked for by the address. */
function useDealQuery(options: ViewOptions, pipeline: () => Pipeline): () => DealQuery {
  const session = useSession()
  const query = createMemo(() => {
    const { userId, tenant } = session.me()
    const status = options.status()
    return toDealQuery(
      options.filters(),
      { pipelineId: pipeline().id, status: status === 'all' ? undefined : status, sort: options.order() },
      { userId, currency: tenant.currency },
    )
  })
  // The address changes for other reasons too, such as the panel opening: the same question is not asked again.
  const asked = createMemo(() => JSON.stringify(query()))
  return createMemo(() => JSON.parse(asked()) as DealQuery)
}

const PAUSE_MS = 200 // of typing, before the server is asked

/** Search, filters and the file: the line above the table. */
export function TableTools(props: ToolsProps): JSX.Element {
  const session = useSession()
  const query = useDealQuery(props.options, () => props.pipeline)
  const file = () => {
    const { sort: _, ...filters } = query()
    const asked = new URLSearchParams()
    for (const [name, value] of Object.entries(filters)) if (value !== undefined) asked.set(name, String(value))
    return `/api/v1/exports/opportunities.csv?${asked}`
  }
  return (
    <>
      <SearchField
        label="Search deals"
        text={props.options.filters().text ?? ''}
        pauseMs={PAUSE_MS}
        onSearch={(text) => props.options.narrow({ text: text || undefined })}
      />
      <Segmented
        label="Deals that are"
        value={props.options.status()}
        options={STATUSES.map((value) => ({ value, label: value.charAt(0).toUpperCase() + value.slice(1) }))}
        onChange={props.options.showStatus}
      />
      <FilterChips {...props} withoutText />
      <i class="sp" />
      <Show when={session.may('org.export_data')}>
        <a class={buttonClass({ size: 'sm', tone: 'quiet' })} href={file()} download="" rel="external">
          <Download class="i s" />
          Export CSV
        </a>
      </Show>
    </>
  )
}

export interface DealTableProps {
  readonly options: ViewOptions
  readonly actions: DealActions
  readonly pipeline: Pipeline
  /** Which deals are listed, in order: for stepping through them. */
  readonly onListed: (ids: readonly string[]) => void
  /** In the place of the table when nothing has been asked for and nothing is there. */
  readonly whenNone: JSX.Element
}

/** The same deals as a table, closed ones too, from the server page by page. */
export default function DealTable(props: DealTableProps): JSX.Element {
  const sync = useSync()
  const query = useDealQuery(props.options, () => props.pipeline)
  const pages = createDealPages(query)
  // What was changed here shows at once; what thereby left the list leaves it.
  const rows = createMemo(() => {
    const status = props.options.status()
    return pages
      .rows()
      .map((row) => {
        const live = sync.rows.opportunities[row.id]
        return live && live.version >= row.version ? live : row
      })
      .filter((row) => status === 'all' || row.status === status)
  })
  const isNone = () => rows().length === 0 && !pages.hasMore()
  // Another question begins at its top.
  createEffect((before?: DealQuery) => {
    const asked = query()
    if (before !== undefined) document.querySelector('#main > .body')?.scrollTo({ top: 0 })
    return asked
  })
  createEffect(() => props.onListed(rows().map(({ id }) => id)))
  const rowOf = (id: string) => document.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"]`) ?? undefined
  const withOpen = (id: string, label: string, keys: string, run: (deal: string) => void): Command[] => {
    const open = props.options.open()
    return open === undefined ? [] : [{ id, label, group: 'Deals', keys, run: () => run(open) }]
  }
  const step = (by: 1 | -1) => {
    const ids = rows().map(({ id }) => id as string)
    const at = ids.indexOf(props.options.open() ?? '')
    const to = ids[at < 0 ? 0 : at + by]
    if (to === undefined) return
    props.options.peek(to, at < 0 ? undefined : 'step')
    queueMicrotask(() => rowOf(to)?.scrollIntoView({ block: 'nearest' }))
  }
  useCommands(() => [
    { id: 'list.next', label: 'Next deal', group: 'List', keys: 'j', keyOnly: true, run: () => step(1) },
    { id: 'list.previous', label: 'Previous deal', group: 'List', keys: 'k', keyOnly: true, run: () => step(-1) },
    ...withOpen('deal.move', 'Move, win or lose the deal', 'm', (id) => {
      const link = rowOf(id)
      if (link) props.actions.showMenu(id, link)
    }),
    ...withOpen('deal.edit', 'Edit the deal', 'e', props.actions.edit),
    ...(props.actions.mayLog() ? withOpen('deal.log', 'Log activity', 'l', props.actions.log) : []),
  ])
  return (
    <Switch>
      <Match when={(pages.isFirst() || rows().length === 0) && pages.loading()}>
        <Loading what="deals">
          <SkeletonRows rows={10} />
        </Loading>
      </Match>
      <Match when={pages.isFirst() && pages.error()}>
        <NotLoaded what="the deals" error={pages.error()} onRetry={pages.reload} />
      </Match>
      <Match when={isNone() && !props.options.isNarrowed() && ['open', 'all'].includes(props.options.status())}>
        {props.whenNone}
      </Match>
      <Match when={isNone() && !props.options.isNarrowed()}>
        <EmptyState
          icon={Table2}
          title={props.options.status() === 'won' ? 'No deal won yet' : 'No deal lost yet'}
          actions={<Button onClick={() => props.options.showStatus('open')}>Show the open ones</Button>}
        >
          A deal that ends stands here, with the day it did. From these the model learns what wins.
        </EmptyState>
      </Match>
      <Match when={isNone()}>
        <EmptyState
          icon={Table2}
          title="No deal fits"
          actions={<Button onClick={props.options.clear}>Clear filters</Button>}
        >
          Search for fewer letters, or clear the filters.
        </EmptyState>
      </Match>
      <Match when={true}>
        <DealRows {...props} rows={rows()} />
        <End
          hasMore={pages.hasMore()}
          error={pages.error()}
          loading={pages.loading()}
          onNear={pages.more}
          onRetry={pages.more}
        />
      </Match>
    </Switch>
  )
}

function DealRows(props: DealTableProps & { rows: readonly OpportunityRow[] }): JSX.Element {
  const session = useSession()
  const sync = useSync()
  const stageOf = ({ stageId }: OpportunityRow) =>
    props.pipeline.stages.find(({ id }) => id === stageId)?.name ?? 'A former stage'
  const ownerOf = ({ ownerId }: OpportunityRow) => sync.rows.users[ownerId]?.name ?? 'Somebody'
  const open = (row: OpportunityRow, event?: MouseEvent) => {
    if (event && (event.metaKey || event.ctrlKey || event.shiftKey || props.options.open() === row.id)) return
    event?.preventDefault()
    props.options.peek(row.id, props.options.open() === undefined ? undefined : 'step')
  }
  const columns: readonly Column<OpportunityRow>[] = [
    {
      key: 'title',
      head: 'Deal',
      sortable: true,
      class: 'min-w-52',
      cell: (row) => (
        <a href={paths.deal(row.id)} class="b hover:underline" data-row={row.id} onClick={(event) => open(row, event)}>
          {row.title}
        </a>
      ),
    },
    { key: 'customer', head: 'Customer', class: 'min-w-36', cell: (row) => row.customerName },
    { key: 'stage', head: 'Stage', cell: (row) => stageOf(row) },
    {
      key: 'probability',
      head: 'Chance',
      sortable: true,
      number: true,
      cell: (row) => (
        <Show when={row.status === 'open' && row.score} fallback={<span class="q3">–</span>}>
          {(score) => (
            <span class="inline-flex">
              <ProbabilityBadge size="row" probability={probabilityOf(score())} />
            </span>
          )}
        </Show>
      ),
    },
    {
      key: 'marks',
      head: 'Marks',
      class: 'min-w-32',
      cell: (row) => (
        <Show when={row.status === 'open' && row.score}>{(score) => <SignalMarks score={score()} />}</Show>
      ),
    },
    {
      key: 'amount',
      head: 'Amount',
      number: true,
      sortable: true,
      cell: (row) => <Money amountMinor={row.amountMinor} currency={row.currency} />,
    },
    {
      key: 'closes',
      head: 'Close date',
      number: true,
      sortable: true,
      cell: (row) => (
        <Show when={row.closedAt ?? row.expectedCloseOn} fallback={<span class="q3">–</span>}>
          {(day) => <When date={day()} day />}
        </Show>
      ),
    },
    {
      key: 'opened',
      head: 'Opened',
      number: true,
      sortable: true,
      cell: (row) => <When date={row.openedAt} day />,
    },
    {
      key: 'owner',
      head: 'Owner',
      cell: (row) => <Avatar name={ownerOf(row)} me={row.ownerId === session.me().userId} />,
    },
  ]
  const sort = (): Sort => {
    const order = props.options.order()
    return order.startsWith('-')
      ? { key: order.slice(1), direction: 'descending' }
      : { key: order, direction: 'ascending' }
  }
  return (
    // The body scrolls it both ways: a scroller of its own would take the head along.
    <Table
      label="Deals"
      columns={columns}
      rows={props.rows}
      sticky
      edge
      sort={sort()}
      onSort={({ key, direction }) => props.options.orderBy(direction === 'descending' ? `-${key}` : key)}
      isSelected={(row) => row.id === props.options.open()}
      onRowClick={(row) => open(row)}
    />
  )
}

interface EndProps {
  readonly hasMore: boolean
  readonly loading: boolean
  readonly error: unknown
  readonly onNear: () => void
  readonly onRetry: () => void
}

/** The end of what is here: fetches the next page when it comes near the screen. */
function End(props: EndProps): JSX.Element {
  const [near, setNear] = createSignal(false)
  let mark!: HTMLDivElement
  onMount(() => {
    const options = { scrollMargin: '800px 0px' }
    const observer = new IntersectionObserver(([entry]) => setNear(entry?.isIntersecting === true), options)
    observer.observe(mark)
    onCleanup(() => observer.disconnect())
  })
  createEffect(() => {
    if (near() && props.hasMore && !props.loading && !props.error) props.onNear()
  })
  return (
    <div ref={mark} class="px-5 py-3 t12 q3" role="status">
      <Show when={props.error} fallback={props.loading ? 'Loading more' : props.hasMore ? '' : 'That is all'}>
        {inWords(props.error)}{' '}
        <Button size="sm" onClick={props.onRetry}>
          Try again
        </Button>
      </Show>
    </div>
  )
}
