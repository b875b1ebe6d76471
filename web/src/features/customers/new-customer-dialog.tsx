import { A } from '@solidjs/router'
import { createMemo, createSignal, type JSX, Show } from 'solid-js'
import { v7 } from 'uuid'
import type { Customer, CustomerRow, NewCustomer } from '../../../../worker/sales/contract'
import { call } from '../../api/client'
import { createFetched } from '../../api/fetched'
import { Refusal } from '../../api/problems'
import { createSubmission } from '../../api/submission'
import { paths } from '../../paths'
import { usePeople } from '../../people/people'
import { useSession } from '../../session/session'
import { useSync } from '../../sync/store'
import { Button } from '../../ui/button'
import { Combobox } from '../../ui/combobox'
import { Dialog } from '../../ui/dialog'
import { TextField } from '../../ui/field'
import { FormError } from '../../ui/form-error'
import { Segmented } from '../../ui/segmented'
import { Select } from '../../ui/select'
import { showToast } from '../../ui/toast'

export interface NewCustomerProps {
  /** The company a person is added to; then it is a person that is added. */
  readonly company?: Pick<Customer, 'id' | 'name'> | undefined
  readonly onClose: () => void
  readonly onAdded: (id: string) => void
}

const FIELDS = ['name', 'email', 'phone', 'website', 'industry', 'jobTitle', 'companyId', 'ownerId']

/** A company or a person to begin with. Only the name has to be said. */
export default function NewCustomerDialog(props: NewCustomerProps): JSX.Element {
  const session = useSession()
  const sync = useSync()
  const people = usePeople()
  const form = createSubmission(FIELDS)
  const [kind, setKind] = createSignal<'company' | 'person'>(props.company ? 'person' : 'company')
  const [name, setName] = createSignal('')
  const [jobTitle, setJobTitle] = createSignal('')
  const [companyId, setCompanyId] = createSignal<string | undefined>(props.company?.id)
  const [email, setEmail] = createSignal('')
  const [phone, setPhone] = createSignal('')
  const [website, setWebsite] = createSignal('')
  const [industry, setIndustry] = createSignal('')
  const [ownerId, setOwnerId] = createSignal<string>(session.me().userId)
  const [namesake, setNamesake] = createSignal<string>()
  // Made once: a second try after a lost answer is the same customer.
  const id = v7() as NonNullable<NewCustomer['id']>
  const companies = createCompanySearch(() => props.company)
  const isPerson = () => kind() === 'person'
  const verb = () => (props.company ? 'Add person' : 'Add customer')

  const submit = (event: Event) => {
    event.preventDefault()
    if (name().trim() === '') return form.refuse('name', 'Say what they are called')
    send(false)
  }
  const send = (isAnother: boolean) => {
    setNamesake(undefined)
    const some = (field: string, text: string) => (text.trim() ? { [field]: text.trim() } : {})
    void form.run(async () => {
      let isMade = true
      try {
        const answer = await sync.perform<Customer>({
          what: `Add the customer “${name().trim()}”`,
          method: 'POST',
          path: '/customers',
          body: {
            id,
            kind: kind(),
            name: name().trim(),
            ...some('email', email()),
            ...some('phone', phone()),
            ...(isPerson()
              ? { ...some('jobTitle', jobTitle()), ...(companyId() && { companyId: companyId() }) }
              : { ...some('website', website()), ...some('industry', industry()) }),
            ...(session.me().role.scope !== 'own' && { ownerId: ownerId() }),
            ...(isAnother && { isAnother }),
          },
          effects: [],
        })
        isMade = answer !== undefined
      } catch (problem) {
        const refused = problem instanceof Refusal ? problem.body : undefined
        if (refused?.kind === 'customer_exists') return void setNamesake(String(refused.customerId ?? ''))
        // Made by the try before this one, whose answer was lost.
        if (refused?.kind !== 'customer_id_taken') throw problem
      }
      props.onClose()
      if (!isMade) {
        showToast(`${name().trim()} is kept on this device until there is a connection.`)
        return
      }
      showToast(`${name().trim()} added`)
      props.onAdded(id)
    })
  }
  return (
    <Dialog
      open
      onClose={props.onClose}
      title={props.company ? `New person at ${props.company.name}` : 'New customer'}
      footer={
        <>
          <Button onClick={props.onClose}>Cancel</Button>
          <Button tone="primary" type="submit" form="new-customer" busy={form.busy()}>
            {verb()}
          </Button>
        </>
      }
    >
      <form id="new-customer" class="stackf" onSubmit={submit} noValidate>
        <Show when={!props.company}>
          <Segmented
            label="Kind of customer"
            value={kind()}
            options={[
              { value: 'company', label: 'Company' },
              { value: 'person', label: 'Person' },
            ]}
            onChange={setKind}
          />
        </Show>
        <TextField
          label="Name"
          maxLength={200}
          autocomplete="off"
          autofocus
          value={name()}
          error={form.errorOf('name')}
          onInput={(event) => setName(event.currentTarget.value)}
        />
        <div aria-live="polite">
          <Show when={namesake()}>
            {(other) => (
              <p class="note2">
                There is a customer of this name already.{' '}
                <A class="b underline" href={paths.customer(other())} onClick={() => props.onClose()}>
                  Open {name().trim()}
                </A>{' '}
                or{' '}
                <button type="button" class="b underline" onClick={() => send(true)}>
                  add another of the same name
                </button>
                .
              </p>
            )}
          </Show>
        </div>
        <div class="grid grid-cols-2 gap-3 phone:grid-cols-1">
          <Show
            when={isPerson()}
            fallback={
              <>
                <TextField
                  label="Industry"
                  maxLength={100}
                  autocomplete="off"
                  value={industry()}
                  error={form.errorOf('industry')}
                  onInput={(event) => setIndustry(event.currentTarget.value)}
                />
                <TextField
                  label="Website"
                  inputmode="url"
                  maxLength={300}
                  autocomplete="off"
                  value={website()}
                  error={form.errorOf('website')}
                  onInput={(event) => setWebsite(event.currentTarget.value)}
                />
              </>
            }
          >
            <TextField
              label="Job title"
              maxLength={200}
              autocomplete="off"
              value={jobTitle()}
              error={form.errorOf('jobTitle')}
              onInput={(event) => setJobTitle(event.currentTarget.value)}
            />
            <Show when={!props.company}>
              <Combobox
                label="Company"
                value={companyId()}
                options={companies.options(companyId())}
                onChange={setCompanyId}
                onQuery={companies.ask}
                error={form.errorOf('companyId')}
              />
            </Show>
          </Show>
          <TextField
            label="E-mail"
            type="email"
            maxLength={254}
            autocomplete="off"
            value={email()}
            error={form.errorOf('email')}
            onInput={(event) => setEmail(event.currentTarget.value)}
          />
          <TextField
            label="Phone"
            type="tel"
            maxLength={50}
            autocomplete="off"
            value={phone()}
            error={form.errorOf('phone')}
            onInput={(event) => setPhone(event.currentTarget.value)}
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
        </div>
        <FormError text={form.error()} />
      </form>
    </Dialog>
  )
}

const PAUSE_MS = 180 // of typing, before the server is asked

/** Companies by the name one types. */
function createCompanySearch(known: () => Pick<Customer, 'id' | 'name'> | undefined) {
  const [query, setQuery] = createSignal('')
  const seen = new Map<string, string>()
  let timer: ReturnType<typeof setTimeout> | undefined
  const found = createFetched(async (signal) => {
    const page = await call<{ rows: readonly CustomerRow[] }>('GET', '/customers', {
      query: { q: query().trim(), kind: 'company', limit: 20 },
      signal,
    })
    for (const { id, name } of page.rows) seen.set(id, name)
    return page.rows
  })
  const options = createMemo(() => (chosen: string | undefined) => {
    const rows = (found.value() ?? []).map(({ id, name, industry }) => ({
      value: id as string,
      label: name,
      note: industry ?? undefined,
    }))
    // What is chosen stays an option, or the field would lose its text.
    if (chosen === undefined || rows.some(({ value }) => value === chosen)) return rows
    return [{ value: chosen, label: seen.get(chosen) ?? known()?.name ?? '', note: undefined }, ...rows]
  })
  return {
    options: (chosen: string | undefined) => options()(chosen),
    ask: (text: string) => {
      clearTimeout(timer)
      timer = setTimeout(() => setQuery(text), PAUSE_MS)
    },
  }
}
