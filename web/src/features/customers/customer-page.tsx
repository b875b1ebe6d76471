import { A, useNavigate, useParams } from '@solidjs/router'
import ChevronLeft from 'lucide-solid/icons/chevron-left'
import Globe from 'lucide-solid/icons/globe'
import Mail from 'lucide-solid/icons/mail'
import Phone from 'lucide-solid/icons/phone'
import { createSignal, For, type JSX, lazy, Match, Show, Suspense, Switch } from 'solid-js'
import type { Customer, CustomerRow, OpportunityRow } from '../../../../worker/sales/contract'
import { call } from '../../api/client'
import { createFetched } from '../../api/fetched'
import { NotLoaded } from '../../api/not-loaded'
import { type DealWith, paths } from '../../paths'
import { useSession } from '../../session/session'
import { useSync } from '../../sync/store'
import { Button, buttonClass, IconButton } from '../../ui/button'
import { useCommands } from '../../ui/commands'
import { Loading, SkeletonRows } from '../../ui/progress'
import { NothingHere } from '../../ui/shell/nothing-here'
import { Page } from '../../ui/shell/page'
import { CustomerComposer, createTimeline, Timeline } from './customer-activity'
import { CustomerDetails } from './customer-details'
import { phoneLink, websiteLink } from './customer-input'
import { type CustomerRecord, createCustomerRecord } from './customer-record'
import { Deals, People } from './customer-relations'
import '../../styles/record.css'
import './customers.css'

const LogDialog = lazy(() => import('./log-dialog'))
const RelatedTasks = lazy(() => import('../../tasks/related-tasks'))
const NewCustomerDialog = lazy(() => import('./new-customer-dialog'))

/** A customer: who they are, what happened with them, and their deals and people. */
export default function CustomerPage(): JSX.Element {
  const params = useParams<{ id: string }>()
  return (
    <Show when={params.id} keyed>
      {(id) => <OneCustomer id={id} />}
    </Show>
  )
}

function OneCustomer(props: { id: string }): JSX.Element {
  const sync = useSync()
  const timeline = createTimeline(props.id)
  const record = createCustomerRecord(props.id, timeline.reload)
  return (
    <Switch>
      <Match when={record.isMissing() && !record.value()}>
        <NothingHere what="customer" />
      </Match>
      <Match when={record.value()}>
        {(customer) => <Shown id={props.id} record={record} customer={customer()} timeline={timeline} />}
      </Match>
      <Match when={record.error()}>
        <Page title="Customer">
          <NotLoaded what="the customer" error={record.error()} onRetry={record.reload} />
          {/* What was said here is on this device, whether the rest of the customer can be had or not. */}
          <Show when={timeline.rows()}>
            <section aria-label="Activity">
              <Timeline
                past={{ ...timeline, error: () => undefined }}
                name={sync.rows.customers[props.id]?.name ?? 'the customer'}
                people={[]}
              />
            </section>
          </Show>
        </Page>
      </Match>
      <Match when={true}>
        <Page title="Customer">
          <Loading what="the customer">
            <SkeletonRows rows={8} />
          </Loading>
        </Page>
      </Match>
    </Switch>
  )
}

type Tab = 'activity' | 'deals' | 'details'
const TABS: readonly { readonly value: Tab; readonly label: string }[] = [
  { value: 'activity', label: 'Activity' },
  { value: 'deals', label: 'Deals' },
  { value: 'details', label: 'Details' },
]

interface ShownProps {
  readonly id: string
  readonly record: CustomerRecord
  readonly customer: Customer
  readonly timeline: ReturnType<typeof createTimeline>
}

function Shown(props: ShownProps): JSX.Element {
  const navigate = useNavigate()
  const session = useSession()
  const [tab, setTab] = createSignal<Tab>('activity')
  const [logging, setLogging] = createSignal(false)
  const [adding, setAdding] = createSignal(false)
  const isCompany = () => props.customer.kind === 'company'
  const mayManage = () => session.may('customers.manage_assigned')
  const mayLog = () => session.may('interactions.create_own')
  const mayDeal = () => session.may('opportunities.manage_assigned')
  // Deals are begun where they then stand.
  const begin = () => {
    const dealWith: DealWith = { id: props.customer.id, name: props.customer.name }
    navigate(paths.pipeline(), { state: { dealWith } })
  }
  const list = <T,>(path: string, query: Record<string, string | number>) =>
    createFetched<readonly T[]>(async (signal) => {
      const page = await call<{ rows: readonly T[] }>('GET', path, { query, signal })
      return page.rows
    })
  const people = list<CustomerRow>(`/customers/${props.id}/people`, { limit: 100 })
  const deals = list<OpportunityRow>('/opportunities', { customerId: props.id, limit: 100, sort: '-opened' })
  const log = () => {
    const composer = document.getElementById('composer')
    if (composer?.checkVisibility()) composer.focus()
    else setLogging(true)
  }
  const logged = { customerId: props.id, onChanged: props.timeline.reload }
  useCommands(() => [
    {
      id: 'customer.back',
      label: 'Back to the customers',
      group: 'Go to',
      keys: 'escape',
      keyOnly: true,
      run: () => navigate(paths.customers()),
    },
    ...(mayLog() ? [{ id: 'customer.log', label: 'Log activity', group: 'Customers', keys: 'l', run: log }] : []),
    ...(mayDeal() ? [{ id: 'customer.deal', label: 'New deal', group: 'Customers', keys: 'n', run: begin }] : []),
    ...(mayManage() && isCompany()
      ? [{ id: 'customer.person', label: 'Add a person', group: 'Customers', run: () => setAdding(true) }]
      : []),
  ])
  return (
    <Page
      title={props.customer.name}
      back={
        <span class="phone">
          <IconButton icon={ChevronLeft} label="Back to the customers" onClick={() => navigate(paths.customers())} />
        </span>
      }
      crumb={<Crumb customer={props.customer} />}
      actions={<Reach customer={props.customer} />}
      top={
        <div class="ptabs" role="group" aria-label="Sections">
          <For each={TABS}>
            {({ value, label }) => (
              <button type="button" aria-pressed={tab() === value} onClick={() => setTab(value)}>
                {label}
              </button>
            )}
          </For>
        </div>
      }
      bodyClass="cols"
      foot={<Thumb customer={props.customer} onLog={mayLog() ? () => setLogging(true) : undefined} />}
      hints={[
        { keys: ['l'], does: 'log' },
        { keys: ['escape'], does: 'back' },
      ]}
    >
      <section class="cdet" aria-label="Details" data-shown={tab() === 'details' ? '' : undefined}>
        <CustomerDetails record={props.record} customer={props.customer} fixed={!mayManage()} />
      </section>
      <section class="cact" aria-label="Activity" data-shown={tab() === 'activity' ? '' : undefined}>
        <Show when={mayLog()}>
          <CustomerComposer {...logged} people={people.value() ?? []} />
        </Show>
        <Suspense>
          <RelatedTasks about={{ customerId: props.id }} />
        </Suspense>
        <Timeline past={props.timeline} name={props.customer.name} people={people.value() ?? []} />
      </section>
      <section class="cprob" aria-label="Deals and people" data-shown={tab() === 'deals' ? '' : undefined}>
        <Deals deals={deals} onNew={mayDeal() ? begin : undefined}>
          <Show when={isCompany()}>
            <People people={people} onAdd={mayManage() ? () => setAdding(true) : undefined} />
          </Show>
        </Deals>
      </section>
      <Suspense>
        <Show when={logging()}>
          <LogDialog
            {...logged}
            name={props.customer.name}
            people={people.value() ?? []}
            onClose={() => setLogging(false)}
          />
        </Show>
        <Show when={adding()}>
          <NewCustomerDialog company={props.customer} onClose={() => setAdding(false)} onAdded={people.reload} />
        </Show>
      </Suspense>
    </Page>
  )
}

function Crumb(props: { customer: Customer }): JSX.Element {
  return (
    <nav class="crumb" aria-label="You are here">
      <A class="desk" href={paths.customers()}>
        Customers
      </A>
      <span class="desk">/</span>
      <Show when={props.customer.companyId}>
        {(id) => (
          <>
            <A class="desk" href={paths.customer(id())}>
              {props.customer.companyName}
            </A>
            <span class="desk">/</span>
          </>
        )}
      </Show>
      <span class="clip b" aria-current="page">
        {props.customer.name}
      </span>
    </nav>
  )
}

/** The ways to reach them, beside the name. */
function Reach(props: { customer: Customer }): JSX.Element {
  return (
    <span class="fl desk">
      <Show when={props.customer.website}>
        {(website) => (
          <a class={buttonClass({})} href={websiteLink(website())} target="_blank" rel="external noopener noreferrer">
            <Globe class="i" />
            Website
          </a>
        )}
      </Show>
      <Show when={props.customer.phone}>
        {(phone) => (
          <a class={buttonClass({})} href={phoneLink(phone())} rel="external">
            <Phone class="i" />
            Call
          </a>
        )}
      </Show>
      <Show when={props.customer.email}>
        {(email) => (
          <a class={buttonClass({})} href={`mailto:${email()}`} rel="external">
            <Mail class="i" />
            E-mail
          </a>
        )}
      </Show>
    </span>
  )
}

/** The same on the phone, within the thumb's reach, after the one thing to do. */
function Thumb(props: { customer: Customer; onLog: (() => void) | undefined }): JSX.Element {
  return (
    <Show when={props.onLog || props.customer.phone || props.customer.email}>
      <div class="thumb">
        <Show when={props.onLog}>
          {(log) => (
            <Button size="lg" tone="primary" onClick={() => log()()}>
              Log activity
            </Button>
          )}
        </Show>
        <Show when={props.customer.phone}>
          {(phone) => (
            <a class={buttonClass({ size: 'lg' })} href={phoneLink(phone())} rel="external">
              <Phone class="i" />
              Call
            </a>
          )}
        </Show>
        <Show when={props.customer.email}>
          {(email) => (
            <a class={buttonClass({ size: 'lg' })} href={`mailto:${email()}`} rel="external">
              <Mail class="i" />
              E-mail
            </a>
          )}
        </Show>
      </div>
    </Show>
  )
}
