import Download from 'lucide-solid/icons/download'
import Table2 from 'lucide-solid/icons/table-2'
import { createEffect, createMemo, type JSX, Match, Show, Switch } from 'solid-js'
import type { OpportunityRow, Pipeline } from '../../../../worker/sales/contract'
import { NotLoaded } from '../../api/not-loaded'
import { PagesEnd } from '../../api/pages-end'
import { Unreachable } from '../../api/problems'
import { useSession } from '../../session/session'
import { useSync } from '../../sync/store'
import { Button, buttonClass } from '../../ui/button'
import { type Command, useCommands } from '../../ui/commands'
import { pickCommands } from '../../ui/pick-commands'
import { createPicking } from '../../ui/picking'
import { Loading, SkeletonRows } from '../../ui/progress'
import { SearchField } from '../../ui/search-field'
import { Segmented } from '../../ui/segmented'
import { EmptyState } from '../../ui/states'
import { FilterChips, type ToolsProps } from './board-tools'
import type { DealActions } from './deal-actions'
import { DealBulk } from './deal-bulk'
import { passes } from './deal-filters'
import { compareAsListed, createDealPages, type DealQuery, toDealQuery } from './deal-pages'
import { DealRows } from './deal-rows'
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
  const session = useSession()
  const query = useDealQuery(props.options, () => props.pipeline)
  const pages = createDealPages(query)
  // Every open deal one may see is on this device: without a network they are listed from there.
  const isFromDevice = () =>
    pages.isFirst() && pages.error() instanceof Unreachable && props.options.status() === 'open'
  const onDevice = createMemo(() => {
    if (!isFromDevice()) return []
    const { filters, order } = props.options
    const isWanted = (deal: OpportunityRow) =>
      deal.status === 'open' && deal.pipelineId === props.pipeline.id && passes(deal, filters(), session.me().userId)
    return Object.values(sync.rows.opportunities).filter(isWanted).toSorted(compareAsListed(order()))
  })
  // What was changed here shows at once; what thereby left the list leaves it.
  const rows = createMemo(() => {
    const status = props.options.status()
    if (isFromDevice()) return onDevice()
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
  // Closed deals stay as they are: only open ones are there to be chosen.
  const open = createMemo(() => rows().filter(({ status }) => status === 'open'))
  const picking = createPicking(() => open().map(({ id }) => id))
  const chosen = createMemo(() => open().filter(({ id }) => picking.isPicked(id)))
  const current = () =>
    document.activeElement?.closest('tr')?.querySelector<HTMLElement>('[data-row]')?.dataset.row ?? props.options.open()
  const pickKeys = () =>
    pickCommands({
      picking,
      what: 'deal',
      ids: () => rows().map(({ id }) => id),
      current,
      focus: (id) => rowOf(id)?.focus(),
    })
  useCommands(() => [
    { id: 'list.next', label: 'Next deal', group: 'List', keys: 'j', keyOnly: true, run: () => step(1) },
    { id: 'list.previous', label: 'Previous deal', group: 'List', keys: 'k', keyOnly: true, run: () => step(-1) },
    ...withOpen('deal.move', 'Move, win or lose the deal', 'm', (id) => {
      const link = rowOf(id)
      if (link) props.actions.showMenu(id, link)
    }),
    ...withOpen('deal.edit', 'Edit the deal', 'e', props.actions.edit),
    ...(props.actions.mayLog() ? withOpen('deal.log', 'Log activity', 'l', props.actions.log) : []),
    ...(props.actions.mayManage() ? pickKeys() : []),
  ])
  return (
    <Switch>
      <Match when={(pages.isFirst() || rows().length === 0) && pages.loading()}>
        <Loading what="deals">
          <SkeletonRows rows={10} />
        </Loading>
      </Match>
      <Match when={pages.isFirst() && pages.error() && !isFromDevice()}>
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
        <DealRows {...props} rows={rows()} picking={picking} />
        <Show when={isFromDevice()} fallback={<PagesEnd pages={pages} whenAll="That is all" />}>
          <div class="px-5 py-3 t12 q3" role="status">
            You are offline: these are the open deals as this device has them.{' '}
            <Button size="sm" onClick={pages.reload}>
              Try again
            </Button>
          </div>
        </Show>
        <Show when={chosen().length > 0}>
          <DealBulk deals={chosen()} pipeline={props.pipeline} onDone={() => picking.pickAll(false)} />
        </Show>
      </Match>
    </Switch>
  )
}
