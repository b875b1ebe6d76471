import { type Difference, difference, mentioned } from '../../kernel/difference'
import type { CustomerId, UserId } from '../../kernel/ids'
import { err, ok, type Result } from '../../kernel/result'
import { tidyTags } from '../../kernel/tags'
import { type CustomFieldRule, type CustomValues, type CustomValuesRefused, layCustomValues } from './custom-values'

export type CustomerKind = 'company' | 'person'

export interface Address {
  readonly street?: string | undefined
  readonly city?: string | undefined
  readonly postalCode?: string | undefined
  readonly country?: string | undefined
}

/** What people write about a customer. */
export interface CustomerDetails {
  readonly name: string
  readonly jobTitle: string | null
  readonly email: string | null
  readonly phone: string | null
  readonly website: string | null
  readonly industry: string | null
  readonly employees: number | null
  readonly address: Address | null
  readonly notes: string
  readonly tags: readonly string[]
  readonly custom: CustomValues
  /** The company a person works for. */
  readonly companyId: CustomerId | null
}

export interface Customer extends CustomerDetails {
  readonly id: CustomerId
  readonly kind: CustomerKind
  readonly companyName: string | null
  readonly ownerId: UserId
  readonly createdAt: string
  readonly updatedAt: string
  readonly version: number
}

export type CustomerPatch = { readonly [K in keyof CustomerDetails]?: CustomerDetails[K] | undefined } & {
  readonly ownerId?: UserId | undefined
}

/** Another customer, as far as it matters to somebody who says they work there. */
export interface Employer {
  readonly id: CustomerId
  readonly kind: CustomerKind
  readonly name: string
}

export type CustomerRefused =
  | CustomValuesRefused
  | { readonly kind: 'company_not_found'; readonly companyId: CustomerId }
  | { readonly kind: 'company_has_no_company' }

const BLANK: Omit<CustomerDetails, 'name'> = {
  jobTitle: null,
  email: null,
  phone: null,
  website: null,
  industry: null,
  employees: null,
  address: null,
  notes: '',
  tags: [],
  custom: {},
  companyId: null,
}

export const CUSTOMER_FIELDS = [
  'name',
  'jobTitle',
  'email',
  'phone',
  'website',
  'industry',
  'employees',
  'address',
  'notes',
  'tags',
  'custom',
  'companyId',
  'ownerId',
] as const satisfies readonly (keyof Customer)[]

export interface NewCustomer extends CustomerPatch {
  readonly id: CustomerId
  readonly kind: CustomerKind
  readonly name: string
  readonly ownerId: UserId
}

/** What a customer's fields are checked against: the tenant's own fields, and the company named, if any. */
export interface CustomerContext {
  readonly fields: readonly CustomFieldRule[]
  readonly employer: Employer | undefined
  readonly now: Date
}

export function openCustomer(wanted: NewCustomer, context: CustomerContext): Result<Customer, CustomerRefused> {
  const at = context.now.toISOString()
  const { id, kind, ownerId, name } = wanted
  const blank = { ...BLANK, id, kind, name, ownerId, companyName: null, createdAt: at, updatedAt: at, version: 1 }
  return withDetails(blank, wanted, context)
}

export interface ChangedCustomer {
  readonly customer: Customer
  /** Null when the patch says what was there already. */
  readonly difference: Difference | null
}

export function changeCustomer(
  customer: Customer,
  patch: CustomerPatch,
  context: CustomerContext,
): Result<ChangedCustomer, CustomerRefused> {
  const changed = withDetails(customer, patch, context)
  if (!changed.ok) return changed
  const found = difference(customer, changed.value, CUSTOMER_FIELDS)
  if (!found) return ok({ customer, difference: null })
  const next = { ...changed.value, updatedAt: context.now.toISOString(), version: customer.version + 1 }
  return ok({ customer: next, difference: found })
}

function withDetails(
  customer: Customer,
  patch: CustomerPatch,
  { fields, employer }: CustomerContext,
): Result<Customer, CustomerRefused> {
  const next: Customer = { ...customer, ...mentioned(patch) }
  const custom = layCustomValues(fields, customer.custom, patch.custom ?? {})
  if (!custom.ok) return custom
  if (next.companyId !== null && next.kind === 'company') return err({ kind: 'company_has_no_company' })
  const isMoving = next.companyId !== customer.companyId
  if (isMoving && next.companyId !== null && (employer?.id !== next.companyId || employer.kind !== 'company')) {
    return err({ kind: 'company_not_found', companyId: next.companyId })
  }
  const companyName = isMoving ? (next.companyId === null ? null : (employer?.name ?? null)) : customer.companyName
  return ok({ ...next, custom: custom.value, tags: tidyTags(next.tags), companyName })
}
