import { createMemo, createSignal, For, type JSX, Show } from 'solid-js'
import { v7 } from 'uuid'
import type { CustomerRow, NewCustomer, NewOpportunity, Priority, Stage } from '../../../../worker/sales/contract'
import { call } from '../../api/client'
import { createFetched } from '../../api/fetched'
import { Refusal } from '../../api/problems'
import { createSubmission } from '../../api/submission'
import type { DealWith } from '../../paths'
import { usePeople } from '../../people/people'
import { useSession } from '../../session/session'
import { useSync } from '../../sync/store'
import { Button } from '../../ui/button'
import { Combobox } from '../../ui/combobox'
import { Dialog } from '../../ui/dialog'
import { TextField } from '../../ui/field'
import { FormError } from '../../ui/form-error'
import { parseMoney } from '../../ui/money-input'
import { Select } from '../../ui/select'
import { showToast } from '../../ui/toast'
import { useCreateOpportunity } from './deal-commands'
import { PRIORITIES, PRIORITY_WORDS } from './deal-filters'
import { openStagesOf, usePipelines } from './queries'

export interface NewDealProps {
  /** Whom it was asked for with. */
  readonly customer: DealWith | undefined
  readonly onClose: () => void
  readonly onAdded: (id: string) => void
}

const FIELDS = [
  'title',
  'customerId',
  'amountMinor',
  'currency',
  'stageId',
  'expectedCloseOn',
  'ownerId',
  'source',
  'name',
]
const NEW = 'new:' // before the name of a customer that is not there yet

/** A deal to begin with. Only what it is, with whom and for how much has to be said. */
export default function NewDealDialog(props: NewDealProps): JSX.Element {
  const session = useSession()
  const sync = useSync()
  const people = usePeople()
  const create = useCreateOpportunity()
  const form = createSubmission(FIELDS)
  const pipelines = usePipelines()
  const stages = () => pipelines().flatMap(openStagesOf)
  const first = () => {
    const usual = pipelines().find(({ isDefault }) => isDefault) ?? pipelines()[0]
    return openStagesOf(usual)[0]
  }
  const [title, setTitle] = createSignal('')
  const [customer, setCustomer] = createSignal(props.customer?.id)
  const [amount, setAmount] = createSignal('')
  const [currency, setCurrency] = createSignal<string>(session.me().tenant.currency)
  const [stageId, setStageId] = createSignal<string>()
  const [closes, setCloses] = createSignal('')
  const [ownerId, setOwnerId] = createSignal<string>(session.me().userId)
  const [source, setSource] = createSignal('')
  const [priority, setPriority] = createSignal<Priority>('medium')
  const stage = () => stages().find(({ id }) => id === stageId()) ?? first()
  // Made once: a second try after a lost answer is the same deal and the same customer.
  const id = v7() as NonNullable<NewOpportunity['id']>
  const customerId = v7() as NonNullable<NewCustomer['id']>
  const customers = createCustomerSearch(props.customer)

  const submit = (event: Event) => {
    event.preventDefault()
    const chosen = customer()
    const into = stage()
    if (title().trim() === '') return form.refuse('title', 'Say what it is about')
    if (chosen === undefined) return form.refuse('customerId', 'Choose a customer, or type a new name')
    if (!/^[A-Za-z]{3}$/.test(currency())) return form.refuse('currency', 'Use a code of three letters, such as EUR')
    const money = parseMoney(amount(), currency())
    if (!money.ok) return form.refuse('amountMinor', money.error)
    if (!into) return form.refuse('stageId', 'Set up a pipeline first')
    void form.run(async () => {
      const known = await customerFor(chosen)
      const deal: NewOpportunity & { id: typeof id } = {
        id,
        title: title().trim(),
        customerId: known.id,
        amountMinor: money.value,
        currency: currency().toUpperCase() as NonNullable<NewOpportunity['currency']>,
        stageId: into.id,
        ownerId: ownerId() as NonNullable<NewOpportunity['ownerId']>,
        priority: priority(),
        productIds: [],
        ...(closes() && { expectedCloseOn: closes() }),
        ...(source().trim() && { source: source().trim() }),
      }
      await create(deal, { customerName: known.name, pipelineId: into.pipelineId, stageId: into.id })
      showToast(`Added to ${into.name}`)
      props.onClose()
      props.onAdded(id)
    })
  }
  async function customerFor(chosen: string): Promise<Pick<CustomerRow, 'id' | 'name'>> {
    if (!chosen.startsWith(NEW)) {
      const known = customers.find(chosen)
      return { id: chosen as CustomerRow['id'], name: known?.name ?? '' }
    }
    const name = chosen.slice(NEW.length)
    try {
      await sync.perform({
        what: `Add “${name}”`,
        method: 'POST',
        path: '/customers',
        body: { id: customerId, kind: 'company', name },
        effects: [],
      })
    } catch (problem) {
      // Made by the try before this one, whose answer was lost.
      if (!(problem instanceof Refusal && problem.body.kind === 'customer_id_taken')) throw problem
    }
    return { id: customerId, name }
  }
  return (
    <Dialog
      open
      onClose={props.onClose}
      title="New deal"
      footer={
        <>
          <Button onClick={props.onClose}>Cancel</Button>
          <Button tone="primary" type="submit" form="new-deal" busy={form.busy()}>
            Create deal
          </Button>
        </>
      }
    >
      <form id="new-deal" class="stackf" onSubmit={submit} noValidate>
        <TextField
          label="Title"
          maxLength={200}
          autocomplete="off"
          value={title()}
          error={form.errorOf('title')}
          onInput={(event) => setTitle(event.currentTarget.value)}
        />
        <Combobox
          label="Customer"
          value={customer()}
          options={customers.options(customer())}
          onChange={setCustomer}
          onQuery={customers.ask}
          error={form.errorOf('customerId') ?? form.errorOf('name')}
        />
        <div class="grid grid-cols-[minmax(0,1fr)_88px] gap-3">
          <TextField
            label="Amount"
            inputmode="decimal"
            autocomplete="off"
            value={amount()}
            error={form.errorOf('amountMinor')}
            onInput={(event) => setAmount(event.currentTarget.value)}
          />
          <TextField
            label="Currency"
            list="new-deal-currencies"
            maxLength={3}
            autocomplete="off"
            autocapitalize="characters"
            value={currency()}
            error={form.errorOf('currency')}
            onInput={(event) => setCurrency(event.currentTarget.value.toUpperCase())}
          />
          <CurrencyList />
        </div>
        <div class="grid grid-cols-2 gap-3 phone:grid-cols-1">
          <Select<string>
            label="Stage"
            tall
            value={stage()?.id}
            options={stageOptions(
              stages(),
              pipelines().length > 1 ? (one) => sync.rows.pipelines[one]?.name : undefined,
            )}
            onChange={setStageId}
            error={form.errorOf('stageId')}
          />
          <TextField
            label="Close date"
            type="date"
            value={closes()}
            error={form.errorOf('expectedCloseOn')}
            onInput={(event) => setCloses(event.currentTarget.value)}
          />
          <Show when={session.me().role.scope !== 'own'}>
            <Select<string>
              label="Owner"
              tall
              value={ownerId()}
              options={people.active().map((user) => ({ value: user.id, label: user.name }))}
              onChange={setOwnerId}
              error={form.errorOf('ownerId')}
            />
          </Show>
          <Select<Priority>
            label="Priority"
            tall
            value={priority()}
            options={PRIORITIES.map((value) => ({ value, label: PRIORITY_WORDS[value] }))}
            onChange={setPriority}
          />
          <TextField
            label="Source"
            maxLength={100}
            autocomplete="off"
            placeholder="Trade fair, referral, web"
            value={source()}
            error={form.errorOf('source')}
            onInput={(event) => setSource(event.currentTarget.value)}
          />
        </div>
        <FormError text={form.error()} />
      </form>
    </Dialog>
  )
}

function stageOptions(stages: readonly Stage[], pipelineName: ((id: string) => string | undefined) | undefined) {
  return stages.map(({ id, name, pipelineId }) => ({
    value: id as string,
    label: name,
    note: pipelineName?.(pipelineId),
  }))
}

const COMMON = ['EUR', 'USD', 'GBP', 'CHF', 'SEK', 'NOK', 'DKK', 'PLN', 'CZK', 'JPY', 'CAD', 'AUD']

function CurrencyList(): JSX.Element {
  return (
    <datalist id="new-deal-currencies">
      <For each={COMMON}>{(code) => <option value={code} />}</For>
    </datalist>
  )
}

const PAUSE_MS = 180 // of typing, before the server is asked

/** Customers by the name one types: what the server finds, and the name itself as a new one. */
function createCustomerSearch(known: DealWith | undefined) {
  const sync = useSync()
  const [query, setQuery] = createSignal('')
  let timer: ReturnType<typeof setTimeout> | undefined
  const [typed, setTyped] = createSignal('')
  const seen = new Map(known && [[known.id, known.name]])
  const found = createFetched(async (signal) => {
    const q = query().trim()
    const page = await call<{ rows: readonly CustomerRow[] }>('GET', '/customers', { query: { q, limit: 20 }, signal })
    for (const { id, name } of page.rows) seen.set(id, name)
    return page.rows
  })
  const nameOf = (id: string) => seen.get(id) ?? sync.rows.customers[id]?.name
  const options = createMemo(() => (chosen: string | undefined) => {
    const rows = (found.value() ?? []).map(({ id, name, kind, companyName }) => ({
      value: id as string,
      label: name,
      note: kind === 'person' ? (companyName ?? 'Person') : undefined,
    }))
    const name = typed().trim()
    const isNew = name !== '' && !rows.some(({ label }) => label.toLowerCase() === name.toLowerCase())
    const extra =
      isNew && !found.loading() ? [{ value: `${NEW}${name}`, label: name, note: 'Create a new customer' }] : []
    // What is chosen stays an option, or the field would lose its text.
    const kept =
      chosen !== undefined && ![...rows, ...extra].some(({ value }) => value === chosen)
        ? [{ value: chosen, label: chosen.startsWith(NEW) ? chosen.slice(NEW.length) : (nameOf(chosen) ?? '') }]
        : []
    return [...kept, ...rows, ...extra]
  })
  return {
    options: (chosen: string | undefined) => options()(chosen),
    find: (id: string) => {
      const name = nameOf(id)
      return name === undefined ? undefined : { name }
    },
    ask: (text: string) => {
      setTyped(text)
      clearTimeout(timer)
      timer = setTimeout(() => setQuery(text), PAUSE_MS)
    },
  }
}
