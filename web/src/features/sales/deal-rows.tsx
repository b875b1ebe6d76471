import { type JSX, Show } from 'solid-js'
import type { OpportunityRow } from '../../../../worker/sales/contract'
import { paths } from '../../paths'
import { usePeople } from '../../people/people'
import { useSession } from '../../session/session'
import { Avatar } from '../../ui/avatar'
import { pickColumn } from '../../ui/pick-column'
import type { Picking } from '../../ui/picking'
import { ProbabilityBadge } from '../../ui/probability-badge'
import { type Column, type Sort, Table } from '../../ui/table'
import { When } from '../../ui/values'
import { useChangeDeals } from './deal-changes'
import type { DealPatch } from './deal-commands'
import { AmountFact, CloseDateFact, NextStepFact } from './deal-facts'
import type { DealTableProps } from './deal-table'
import { probabilityOf } from './probability-of'
import { SignalMarks } from './signal-marks'

export interface DealRowsProps extends Pick<DealTableProps, 'options' | 'actions' | 'pipeline'> {
  readonly rows: readonly OpportunityRow[]
  readonly picking: Picking
}

/** Deals as rows: chosen, opened, and their facts edited where they stand. */
export function DealRows(props: DealRowsProps): JSX.Element {
  const session = useSession()
  const people = usePeople()
  const changeDeals = useChangeDeals()
  const factsOf = (deal: OpportunityRow) => ({
    deal,
    record: {
      change: (patch: DealPatch, words: string) => void changeDeals([{ deal, patch }], words),
    },
    fixed: deal.status !== 'open' || !props.actions.mayManage(),
    inCell: true,
  })
  const picks = pickColumn<OpportunityRow>({
    picking: props.picking,
    nameOf: ({ title }) => title,
    isOffered: ({ status }) => status === 'open',
  })
  const stageOf = ({ stageId }: OpportunityRow) =>
    props.pipeline.stages.find(({ id }) => id === stageId)?.name ?? 'A former stage'
  const ownerOf = ({ ownerId }: OpportunityRow) => people.nameOf(ownerId)
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
      class: 'long min-w-52',
      cell: (row) => (
        <a href={paths.deal(row.id)} class="b hover:underline" data-row={row.id} onClick={(event) => open(row, event)}>
          {row.title}
        </a>
      ),
    },
    { key: 'customer', head: 'Customer', class: 'long min-w-36', cell: (row) => row.customerName },
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
      cell: (row) => <AmountFact {...factsOf(row)} />,
    },
    {
      key: 'closes',
      head: 'Close date',
      number: true,
      sortable: true,
      cell: (row) => (
        <Show when={row.closedAt} fallback={<CloseDateFact {...factsOf(row)} />}>
          {(day) => <When date={day()} day />}
        </Show>
      ),
    },
    {
      key: 'owner',
      head: 'Owner',
      cell: (row) => <Avatar name={ownerOf(row)} me={row.ownerId === session.me().userId} />,
    },
    { key: 'step', head: 'Next step', class: 'min-w-44', cell: (row) => <NextStepFact {...factsOf(row)} /> },
    {
      key: 'opened',
      head: 'Opened',
      number: true,
      sortable: true,
      cell: (row) => <When date={row.openedAt} day />,
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
      columns={props.actions.mayManage() ? [picks, ...columns] : columns}
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
