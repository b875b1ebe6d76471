import { A } from '@solidjs/router'
import { For, type JSX, Show } from 'solid-js'
import type { Customer } from '../../../../worker/sales/contract'
import { paths } from '../../paths'
import { usePeople } from '../../people/people'
import { useSession } from '../../session/session'
import { useSync } from '../../sync/store'
import { Avatar } from '../../ui/avatar'
import { Tag } from '../../ui/chip'
import { CustomFact } from '../../ui/custom-fact'
import { formatNumber } from '../../ui/format'
import { InlineChoice, InlineField, InlineText } from '../../ui/inline-value'
import { addressWith, readEmail, readEmployees, readTags, readWebsite } from './customer-input'
import type { CustomerPatch } from './customer-patch'
import type { CustomerRecord } from './customer-record'

export interface FactProps {
  readonly record: CustomerRecord
  readonly customer: Customer
  /** The reader may not change it. */
  readonly fixed: boolean
}

/** The facts of a customer, each edited where it stands. */
export function CustomerDetails(props: FactProps): JSX.Element {
  const sync = useSync()
  const isPerson = () => props.customer.kind === 'person'
  const fields = () =>
    Object.values(sync.rows.customFields)
      .filter(({ entity, isArchived }) => entity === 'customer' && !isArchived)
      .toSorted((a, b) => a.position - b.position)
  const refusedName = (text: string) => (text === '' ? 'Say what they are called' : undefined)
  return (
    <>
      <div class="blk">
        <dl>
          <InlineField
            label="Name"
            fixed={props.fixed}
            maxLength={200}
            text={props.customer.name}
            onSave={(name) => refusedName(name) ?? void props.record.change({ name }, 'Name changed')}
          >
            {props.customer.name}
          </InlineField>
          <div class="prop">
            <dt>Kind</dt>
            <dd>{isPerson() ? 'Person' : 'Company'}</dd>
          </div>
          <Show when={isPerson()}>
            <LineFact {...props} label="Job title" fact="jobTitle" max={200} />
            <div class="prop">
              <dt>Company</dt>
              <dd>
                <Show when={props.customer.companyId} fallback={<span class="q3">None</span>}>
                  {(id) => (
                    <A class="clip underline" href={paths.customer(id())}>
                      {props.customer.companyName}
                    </A>
                  )}
                </Show>
              </dd>
            </div>
          </Show>
          <OwnerFact {...props} />
          <LineFact {...props} label="Industry" fact="industry" max={100} />
          <Show when={!isPerson()}>
            <InlineField
              label="Employees"
              fixed={props.fixed}
              inputmode="decimal"
              text={props.customer.employees === null ? '' : String(props.customer.employees)}
              onSave={(text) => {
                const read = readEmployees(text)
                return read.ok
                  ? void props.record.change({ employees: read.value }, 'Number of employees changed')
                  : read.error
              }}
            >
              <Show when={props.customer.employees !== null}>
                <span class="n">{formatNumber(props.customer.employees ?? 0)}</span>
              </Show>
            </InlineField>
          </Show>
          <TagsFact {...props} />
          <For each={fields()}>
            {(field) => <CustomFact {...props} field={field} value={props.customer.custom[field.key] ?? null} />}
          </For>
        </dl>
      </div>
      <section class="blk" aria-label="Contact">
        <h2>Contact</h2>
        <dl>
          <InlineField
            label="E-mail"
            fixed={props.fixed}
            maxLength={254}
            text={props.customer.email ?? ''}
            onSave={(text) => {
              const read = readEmail(text)
              return read.ok ? void props.record.change({ email: read.value }, 'E-mail changed') : read.error
            }}
          >
            <Show when={props.customer.email}>{(email) => <span class="clip">{email()}</span>}</Show>
          </InlineField>
          <LineFact {...props} label="Phone" fact="phone" max={50} />
          <InlineField
            label="Website"
            fixed={props.fixed}
            maxLength={300}
            text={props.customer.website ?? ''}
            onSave={(text) => {
              const read = readWebsite(text)
              return read.ok ? void props.record.change({ website: read.value }, 'Website changed') : read.error
            }}
          >
            <Show when={props.customer.website}>
              {(website) => <span class="clip">{website().replace(/^https?:\/\//i, '')}</span>}
            </Show>
          </InlineField>
          <For each={ADDRESS}>
            {([line, label, max]) => (
              <InlineField
                label={label}
                fixed={props.fixed}
                maxLength={max}
                text={props.customer.address?.[line] ?? ''}
                onSave={(text) =>
                  void props.record.change(
                    { address: addressWith(props.customer.address, line, text) },
                    'Address changed',
                  )
                }
              >
                {props.customer.address?.[line]}
              </InlineField>
            )}
          </For>
        </dl>
      </section>
      <section class="blk" aria-label="Notes">
        <h2>Notes</h2>
        <InlineText
          label="Notes"
          fixed={props.fixed}
          text={props.customer.notes}
          empty="Nothing written yet"
          maxLength={20_000}
          onSave={(notes) => props.record.change({ notes }, 'Notes changed')}
        />
      </section>
    </>
  )
}

const ADDRESS = [
  ['street', 'Street', 200],
  ['postalCode', 'Postal code', 20],
  ['city', 'City', 100],
  ['country', 'Country', 100],
] as const

interface LineFactProps extends FactProps {
  readonly label: string
  readonly fact: 'jobTitle' | 'industry' | 'phone'
  readonly max: number
}

function LineFact(props: LineFactProps): JSX.Element {
  const save = (text: string) => {
    const patch: CustomerPatch = { [props.fact]: text || null }
    props.record.change(patch, `${props.label} ${text ? 'changed' : 'taken out'}`)
    return undefined
  }
  return (
    <InlineField
      label={props.label}
      fixed={props.fixed}
      maxLength={props.max}
      text={props.customer[props.fact] ?? ''}
      onSave={save}
    >
      {props.customer[props.fact]}
    </InlineField>
  )
}

function OwnerFact(props: FactProps): JSX.Element {
  const session = useSession()
  const people = usePeople()
  const name = () => people.nameOf(props.customer.ownerId)
  return (
    <InlineChoice
      label="Owner"
      // Who sees only their own customers cannot give one away: it would be gone.
      fixed={props.fixed || session.me().role.scope === 'own'}
      groups={[
        {
          items: people.active(props.customer.ownerId).map(({ id, name: other }) => ({
            label: other,
            checked: id === props.customer.ownerId,
            onSelect: () => id !== props.customer.ownerId && props.record.change({ ownerId: id }, `Given to ${other}`),
          })),
        },
      ]}
    >
      <Avatar name={name()} me={props.customer.ownerId === session.me().userId} beside />
      <span class="clip">{name()}</span>
    </InlineChoice>
  )
}

function TagsFact(props: FactProps): JSX.Element {
  const save = (text: string) => {
    const read = readTags(text)
    if (!read.ok) return read.error
    return void props.record.change({ tags: read.value }, read.value.length > 0 ? 'Tags changed' : 'Tags taken out')
  }
  return (
    <InlineField label="Tags" fixed={props.fixed} text={props.customer.tags.join(', ')} onSave={save}>
      <Show when={props.customer.tags.length > 0}>
        <span class="flex min-w-0 flex-wrap gap-1 py-1">
          <For each={props.customer.tags}>{(tag) => <Tag>{tag}</Tag>}</For>
        </span>
      </Show>
    </InlineField>
  )
}
