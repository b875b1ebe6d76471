import { useNavigate, useSearchParams } from '@solidjs/router'
import Building from 'lucide-solid/icons/building-complex'
import Plus from 'lucide-solid/icons/plus'
import {
  createEffect,
  createMemo,
  createSignal,
  type JSX,
  lazy,
  Match,
  onCleanup,
  Show,
  Suspense,
  Switch,
} from 'solid-js'
import { NotLoaded } from '../../api/not-loaded'
import { paths } from '../../paths'
import { mayImport, useSession } from '../../session/session'
import { Button, IconButton, LinkButton } from '../../ui/button'
import { useCommands } from '../../ui/commands'
import { Loading, SkeletonRows } from '../../ui/progress'
import { Page } from '../../ui/shell/page'
import { EmptyState } from '../../ui/states'
import { type Asked, type CustomerFilters, isNarrowed, readFilters, toQuery, writeFilters } from './customer-filters'
import { CustomerList } from './customer-list'
import { createCustomerPages, forgetList, keepScroll, keptScroll } from './customer-pages'
import { CustomerTools } from './customer-tools'
import './customers.css'

const NewCustomerDialog = lazy(() => import('./new-customer-dialog'))

/** Everybody the company sells to, with what is going on with each. */
export default function CustomersPage(): JSX.Element {
  const session = useSession()
  const navigate = useNavigate()
  const [query, setQuery] = useSearchParams()
  const [adding, setAdding] = createSignal(false)
  const { userId, tenant } = session.me()
  const who = `${tenant.id} ${userId}`
  const filters = createMemo(() => readFilters(query))
  const sort = () => (query.sort === '-name' ? '-name' : 'name')
  // The address changes for other reasons too: the same question is not asked again.
  const question = createMemo(() => JSON.stringify(toQuery(filters(), sort(), userId)))
  const asked = createMemo(() => JSON.parse(question()) as Asked)
  const pages = createCustomerPages(who, asked)
  const narrow = (changed: CustomerFilters) => setQuery(writeFilters({ ...filters(), ...changed }), { replace: true })
  const clear = () => setQuery(writeFilters({}), { replace: true })
  const hasNone = createMemo(
    () => !pages.isFirst() && !pages.loading() && pages.rows().length === 0 && !isNarrowed(filters()),
  )
  const mayAdd = () => session.may('customers.manage_assigned')
  const industries = createIndustries(() => pages.rows().flatMap(({ industry }) => industry ?? []))
  useKeptPlace(() => keptScroll(who, asked()))
  // Another question begins at its top.
  createEffect((before?: string) => {
    const now = question()
    if (before !== undefined) document.querySelector('#main > .body')?.scrollTo({ top: 0 })
    return now
  })
  useCommands(() =>
    mayAdd()
      ? [
          {
            id: 'customer.new',
            label: 'New customer',
            group: 'Customers',
            keys: 'n',
            icon: Plus,
            run: () => setAdding(true),
          },
        ]
      : [],
  )
  return (
    <Page
      title="Customers"
      actions={
        <Show when={mayAdd()}>
          <Button class="desk" tone={hasNone() ? 'plain' : 'primary'} icon={Plus} onClick={() => setAdding(true)}>
            New customer
          </Button>
          <span class="phone">
            <IconButton
              icon={Plus}
              label="New customer"
              tone={hasNone() ? 'plain' : 'primary'}
              onClick={() => setAdding(true)}
            />
          </span>
        </Show>
      }
      tools={
        hasNone() ? undefined : (
          <CustomerTools filters={filters()} narrow={narrow} asked={asked()} industries={industries()} />
        )
      }
      hints={
        hasNone()
          ? [{ keys: ['n'], does: 'new customer' }]
          : [
              { keys: ['/'], does: 'search' },
              { keys: ['j', 'k'], does: 'next' },
              { keys: ['enter'], does: 'open' },
              ...(mayAdd() ? [{ keys: ['x'], does: 'select' }] : []),
            ]
      }
    >
      <Switch>
        <Match when={pages.isFirst() && pages.error()}>
          <NotLoaded what="the customers" error={pages.error()} onRetry={pages.reload} />
        </Match>
        <Match when={pages.isFirst() || (pages.rows().length === 0 && pages.loading())}>
          <Loading what="the customers">
            <SkeletonRows rows={12} />
          </Loading>
        </Match>
        <Match when={pages.rows().length === 0 && isNarrowed(filters())}>
          <EmptyState icon={Building} title="No customer fits" actions={<Button onClick={clear}>Clear filters</Button>}>
            Search for fewer letters, or clear the filters.
          </EmptyState>
        </Match>
        <Match when={pages.rows().length === 0}>
          <FirstCustomers mayAdd={mayAdd()} onAdd={() => setAdding(true)} />
        </Match>
        <Match when={true}>
          <CustomerList
            pages={pages}
            sort={sort()}
            onSort={(next) => setQuery({ sort: next === 'name' ? null : next }, { replace: true })}
          />
        </Match>
      </Switch>
      <Show when={adding()}>
        <Suspense>
          <NewCustomerDialog
            onClose={() => setAdding(false)}
            onAdded={(id) => {
              forgetList()
              navigate(paths.customer(id))
            }}
          />
        </Suspense>
      </Show>
    </Page>
  )
}

/** The first time: what this list is for, and the quickest way to fill it. */
function FirstCustomers(props: { mayAdd: boolean; onAdd: () => void }): JSX.Element {
  const session = useSession()
  return (
    <EmptyState
      icon={Building}
      title="No customers yet"
      actions={
        <>
          <Show when={mayImport(session)}>
            <LinkButton href={paths.import()} tone="primary">
              Import from a CSV file
            </LinkButton>
          </Show>
          <Show when={props.mayAdd}>
            <Button tone={mayImport(session) ? 'plain' : 'primary'} onClick={props.onAdd}>
              Add a customer
            </Button>
          </Show>
        </>
      }
    >
      The companies and people you sell to stand here, with their open deals and when somebody last spoke to them. An
      import of your deals brings their customers along.
    </EmptyState>
  )
}

/** Every industry seen so far: narrowing by one must not take the others off the menu. */
function createIndustries(found: () => readonly string[]): () => readonly string[] {
  const seen = new Set<string>()
  return createMemo(() => {
    for (const industry of found()) seen.add(industry)
    return [...seen].sort((a, b) => a.localeCompare(b))
  })
}

/** Coming back finds the list where it was left. */
function useKeptPlace(scrollTop: () => number): void {
  const top = scrollTop()
  const scroller = () => document.querySelector('#main > .body')
  createEffect(() => {
    if (top > 0) requestAnimationFrame(() => scroller()?.scrollTo({ top }))
  })
  const note = (event: Event) => {
    if (event.target === scroller()) keepScroll((event.target as Element).scrollTop)
  }
  document.addEventListener('scroll', note, { capture: true, passive: true })
  onCleanup(() => document.removeEventListener('scroll', note, { capture: true }))
}
