import { describe, expect, it } from 'vitest'
import { type CustomerId, newId, type UserId } from '../../../../worker/kernel/ids'
import {
  type Customer,
  type CustomerContext,
  changeCustomer,
  openCustomer,
} from '../../../../worker/sales/domain/customer'

const now = new Date('2026-03-31T09:00:00.000Z')
const context: CustomerContext = { fields: [], employer: undefined, now }
const company = { id: newId<CustomerId>(), kind: 'company', name: 'Globex' } as const
const person = { id: newId<CustomerId>(), kind: 'person', name: 'Ann' } as const

function aCustomer(given: Partial<Customer> = {}): Customer {
  const opened = openCustomer(
    { id: newId<CustomerId>(), kind: 'person', name: 'Ann', ownerId: newId<UserId>() },
    context,
  )
  if (!opened.ok) throw new Error(opened.error.kind)
  return { ...opened.value, ...given }
}

describe('a new customer', () => {
  it('has nothing but what was said of it', () => {
    expect(aCustomer()).toMatchObject({
      name: 'Ann',
      jobTitle: null,
      address: null,
      notes: '',
      tags: [],
      custom: {},
      companyId: null,
      companyName: null,
      createdAt: now.toISOString(),
      version: 1,
    })
  })

  it('has each tag once, in the spelling first given', () => {
    const wanted = { id: newId<CustomerId>(), kind: 'company', name: 'A', ownerId: newId<UserId>() } as const
    expect(openCustomer({ ...wanted, tags: ['Key', 'big', 'KEY', 'Big'] }, context)).toMatchObject({
      value: { tags: ['Key', 'big'] },
    })
  })
})

describe('the company somebody works for', () => {
  it.each([
    ['a person for a company', 'person', company, company.id, undefined],
    ['a person for a person', 'person', person, person.id, 'company_not_found'],
    ['a person for a company out of sight', 'person', undefined, company.id, 'company_not_found'],
    ['a person for another than was looked up', 'person', company, newId<CustomerId>(), 'company_not_found'],
    ['a company for a company', 'company', company, company.id, 'company_has_no_company'],
  ] as const)('%s', (_, kind, employer, companyId, refusal) => {
    const changed = changeCustomer(aCustomer({ kind }), { companyId }, { ...context, employer })
    if (refusal) expect(changed).toMatchObject({ ok: false, error: { kind: refusal } })
    else expect(changed).toMatchObject({ value: { customer: { companyId, companyName: employer?.name } } })
  })

  it('may go out of sight without blocking other edits', () => {
    const ann = aCustomer({ companyId: company.id, companyName: null })
    expect(changeCustomer(ann, { phone: '1' }, context)).toMatchObject({ ok: true })
  })

  it('is left by saying null', () => {
    const ann = aCustomer({ companyId: company.id, companyName: 'Globex' })
    expect(changeCustomer(ann, { companyId: null }, context)).toMatchObject({
      value: { customer: { companyId: null, companyName: null } },
    })
  })
})

describe('an edit', () => {
  it('changes what it mentions, and says what was there', () => {
    const before = aCustomer({ phone: '1', version: 7 })
    expect(changeCustomer(before, { phone: '2', email: undefined }, context)).toMatchObject({
      value: {
        customer: { phone: '2', name: 'Ann', version: 8, updatedAt: now.toISOString() },
        difference: { before: { phone: '1' }, after: { phone: '2' } },
      },
    })
  })

  it('that says what was there already changes nothing', () => {
    const before = aCustomer({ address: { city: 'Riga', country: 'Latvia' }, tags: ['a'] })
    const patch = { name: 'Ann', address: { country: 'Latvia', city: 'Riga' }, tags: ['a', 'A'] }
    expect(changeCustomer(before, patch, context)).toEqual({ ok: true, value: { customer: before, difference: null } })
  })

  it('is refused whole when a field of the company’s own cannot be taken', () => {
    expect(changeCustomer(aCustomer(), { name: 'Bea', custom: { size: 1 } }, context)).toMatchObject({
      error: { kind: 'custom_values_refused', errors: [{ field: 'custom.size' }] },
    })
  })
})
