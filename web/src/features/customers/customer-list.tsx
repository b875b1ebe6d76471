import { A, useNavigate } from '@solidjs/router'
import { createMemo, For, type JSX, Show } from 'solid-js'
import type { CustomerRow } from '../../../../worker/sales/contract'
import { PagesEnd } from '../../api/pages-end'
import { paths } from '../../paths'
import { usePeople } from '../../people/people'
import { useSession } from '../../session/session'
import { Avatar } from '../../ui/avatar'
import { Tag } from '../../ui/chip'
import { useCommands } from '../../ui/commands'
import { formatNumber, plural } from '../../ui/format'
import { createMedia, PHONE } from '../../ui/media'
import { pickColumn } from '../../ui/pick-column'
import { pickCommands } from '../../ui/pick-commands'
import { createPicking, type Picking } from '../../ui/picking'
import { type Column, Table } from '../../ui/table'
import { Money, When } from '../../ui/values'
import { CustomerBulk } from './customer-bulk'
import { createCustomerChanges } from './customer-changes'
import type { CustomerSort } from './customer-filters'
import type { CustomerPages } from './customer-pages'

export interface CustomerListProps {
  readonly pages: CustomerPages
  readonly sort: CustomerSort
  readonly onSort: (sort: CustomerSort) => void
}

/** The customers, as a table where there is room for one. J and K step from name to name; Enter opens. */
export function CustomerList(props: CustomerListProps): JSX.Element {
  const isPhone = createMedia(PHONE)
  const session = useSession()
  const changes = createCustomerChanges()
  const rows = createMemo(() => changes.live(props.pages.rows()))
  const ids = createMemo(() => rows().map(({ id }) => id as string))
  const picking = createPicking(ids)
  const chosen = createMemo(() => rows().filter(({ id }) => picking.isPicked(id)))
  // The phone has no room for boxes: there, a customer is changed on their own page.
  const mayPick = () => !isPhone() && session.may('customers.manage_assigned')
  const step = (by: 1 | -1) => {
    const links = [...document.querySelectorAll<HTMLElement>('#main [data-customer]')]
    const at = links.indexOf(document.activeElement as HTMLElement)
    const to = links[at < 0 ? 0 : at + by]
    to?.focus({ preventScroll: true })
    to?.closest('tr, li')?.scrollIntoView({ block: 'nearest' })
  }
  useCommands(() => [
    { id: 'list.next', label: 'Next customer', group: 'List', keys: 'j', keyOnly: true, run: () => step(1) },
    { id: 'list.previous', label: 'Previous customer', group: 'List', keys: 'k', keyOnly: true, run: () => step(-1) },
    ...(mayPick()
      ? pickCommands({
          picking,
          what: 'customer',
          ids,
          current: () =>
            document.activeElement?.closest('tr')?.querySelector<HTMLElement>('[data-customer]')?.dataset.customer,
          focus: (id) => document.querySelector<HTMLElement>(`[data-customer="${CSS.escape(id)}"]`)?.focus(),
        })
      : []),
  ])
  return (
    <>
      <Show when={isPhone()} fallback={<AsTable {...props} rows={rows()} picking={mayPick() ? picking : undefined} />}>
        <ul class="custs" aria-label="Customers">
          <For each={rows()}>{(row) => <Line row={row} />}</For>
        </ul>
      </Show>
      <PagesEnd pages={props.pages} whenAll={plural(rows().length, 'customer')} />
      <Show when={mayPick() && chosen().length > 0}>
        <CustomerBulk rows={chosen()} changes={changes} onDone={() => picking.pickAll(false)} />
      </Show>
    </>
  )
}

/** A customer on the phone: two lines, the whole of them to be touched. */
function Line(props: { row: CustomerRow }): JSX.Element {
  const detail = () =>
    props.row.kind === 'person'
      ? [props.row.jobTitle, props.row.companyName].filter(Boolean).join(', ') || 'Person'
      : (props.row.industry ?? 'Company')
  return (
    <li>
      <A href={paths.customer(props.row.id)} class="cust" data-customer={props.row.id}>
        <Avatar name={props.row.name} size="md" beside />
        <span class="min-w-0">
          <span class="b clip block">{props.row.name}</span>
          <span class="t12 q2 clip block">{detail()}</span>
        </span>
        <span class="num n">
          <Show when={props.row.openDeals > 0} fallback={<span class="t12 q3">no open deals</span>}>
            <OpenAmounts row={props.row} />
            <span class="t12 q3 block">{plural(props.row.openDeals, 'deal')}</span>
          </Show>
        </span>
      </A>
    </li>
  )
}

function OpenAmounts(props: { row: CustomerRow }): JSX.Element {
  return (
    <For each={props.row.openAmounts}>
      {({ amountMinor, currency }, index) => (
        <>
          {index() > 0 ? ' + ' : ''}
          <Money amountMinor={amountMinor} currency={currency} short />
        </>
      )}
    </For>
  )
}

interface AsTableProps extends CustomerListProps {
  readonly rows: readonly CustomerRow[]
  readonly picking: Picking | undefined
}

function AsTable(props: AsTableProps): JSX.Element {
  const session = useSession()
  const people = usePeople()
  const navigate = useNavigate()
  const ownerOf = ({ ownerId }: CustomerRow) => people.nameOf(ownerId)
  const columns: readonly Column<CustomerRow>[] = [
    {
      key: 'name',
      head: 'Name',
      sortable: true,
      class: 'min-w-44',
      cell: (row) => (
        <A href={paths.customer(row.id)} class="b hover:underline" data-customer={row.id}>
          {row.name}
        </A>
      ),
    },
    {
      key: 'what',
      head: 'Industry or company',
      class: 'q2 min-w-32',
      cell: (row) =>
        row.kind === 'company'
          ? (row.industry ?? '–')
          : [row.jobTitle, row.companyName].filter(Boolean).join(', ') || 'Person',
    },
    {
      key: 'open',
      head: 'Open deals',
      number: true,
      cell: (row) => <Count of={row.openDeals} />,
    },
    {
      key: 'amount',
      head: 'Open amount',
      number: true,
      class: 'whitespace-nowrap',
      cell: (row) => (
        <Show when={row.openAmounts.length > 0} fallback={<span class="q3">–</span>}>
          <OpenAmounts row={row} />
        </Show>
      ),
    },
    {
      key: 'closed',
      head: 'Won / lost',
      number: true,
      class: 'q2 whitespace-nowrap',
      cell: (row) => (
        <Show when={row.wonDeals + row.lostDeals > 0} fallback={<span class="q3">–</span>}>
          {formatNumber(row.wonDeals)} / {formatNumber(row.lostDeals)}
        </Show>
      ),
    },
    {
      key: 'last',
      head: 'Last contact',
      number: true,
      class: 'whitespace-nowrap',
      cell: (row) => (
        <Show when={row.lastInteractionAt} fallback={<span class="q3">never</span>}>
          {(at) => <When date={at()} />}
        </Show>
      ),
    },
    {
      key: 'tags',
      head: 'Tags',
      cell: (row) => (
        <span class="flex gap-1">
          <For each={row.tags.slice(0, 2)}>{(tag) => <Tag>{tag}</Tag>}</For>
          <Show when={row.tags.length > 2}>
            <span class="t12 q3" data-tip={row.tags.slice(2).join(', ')}>
              +{row.tags.length - 2}
            </span>
          </Show>
        </span>
      ),
    },
    {
      key: 'owner',
      head: 'Owner',
      cell: (row) => <Avatar name={ownerOf(row)} me={row.ownerId === session.me().userId} />,
    },
  ]
  const all = () =>
    props.picking
      ? [pickColumn<CustomerRow>({ picking: props.picking, nameOf: ({ name }) => name }), ...columns]
      : columns
  return (
    <div class="tw">
      <Table
        label="Customers"
        columns={all()}
        rows={props.rows}
        sticky
        edge
        sort={{ key: 'name', direction: props.sort === 'name' ? 'ascending' : 'descending' }}
        onSort={({ direction }) => props.onSort(direction === 'ascending' ? 'name' : '-name')}
        onRowClick={(row) => navigate(paths.customer(row.id))}
      />
    </div>
  )
}

function Count(props: { of: number }): JSX.Element {
  return (
    <Show when={props.of > 0} fallback={<span class="q3">–</span>}>
      {formatNumber(props.of)}
    </Show>
  )
}
