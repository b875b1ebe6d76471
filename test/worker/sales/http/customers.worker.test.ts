import { and, eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { changeLog, customers, users } from '../../../../drizzle/schema'
import { type CustomerId, newId } from '../../../../worker/kernel/ids'
import type { Customer } from '../../../../worker/sales/contract'
import { aCompany, aPerson, aRole, type Company, owner } from '../../../support/actors'
import { as } from '../../../support/app'
import { aCustomer, aDeal } from '../../../support/builders'

let company: Company
let stranger: Company
beforeAll(async () => {
  ;[company, stranger] = [await aCompany(), await aCompany()]
})

const post = (body: object, person = company.rep, headers?: Record<string, string>) =>
  as(person).post<Customer>('/customers', { kind: 'company', name: `New ${newId()}`, ...body }, headers)
const patch = (id: string, body: object, person = company.rep) =>
  as(person).patch<Customer>(`/customers/${id}`, { version: 1, ...body })
const fieldsOf = (body: unknown) => (body as { errors: { field: string }[] }).errors.map(({ field }) => field)
const changesOf = (id: string) =>
  owner()
    .select()
    .from(changeLog)
    .where(and(eq(changeLog.tenantId, company.tenantId), eq(changeLog.entityId, id)))
    .orderBy(changeLog.seq)

describe('POST /customers', () => {
  it('keeps a customer as it was said, and answers it', async () => {
    const said = {
      kind: 'person',
      name: 'שרה كريم 🎉',
      jobTitle: 'Head of "things"; DROP TABLE customers',
      email: 'sara@example.com',
      phone: '+31 20 123',
      website: 'https://example.com/a?b=c',
      industry: 'Media',
      employees: 12,
      address: { street: '1 Way', city: 'Riga' },
      notes: 'two\nlines\tand a tab',
      tags: ['Key', 'KEY', 'vip'],
    }
    const made = await post(said)
    const kept = { ...said, tags: ['Key', 'vip'], custom: {}, companyId: null, ownerId: company.rep.userId, version: 1 }
    expect(made).toMatchObject({ status: 201, body: kept, roundTrips: 2 })
    expect(await as(company.rep).get(`/customers/${made.body.id}`)).toMatchObject({
      status: 200,
      body: made.body,
      roundTrips: 1,
    })
  })

  it('writes down who added what, for those who may see it', async () => {
    const { body } = await post({ notes: 'secret' })
    expect(await changesOf(body.id)).toMatchObject([
      {
        type: 'customer.opened',
        entity: 'customer',
        actorId: company.rep.userId,
        before: null,
        after: { name: body.name, notes: 'secret', version: 1 },
        audience: 'owner',
        ownerBefore: null,
        ownerAfter: company.rep.userId,
      },
    ])
  })

  it('puts a person into a company the caller may see', async () => {
    const globex = await aCustomer(company, { name: 'Globex' })
    const made = await post({ kind: 'person', name: 'Ann', companyId: globex })
    expect(made).toMatchObject({ status: 201, body: { companyId: globex, companyName: 'Globex' } })
  })

  it.each([
    [
      'a company out of sight',
      async () => aCustomer(company, { ownerId: company.outsider.userId }),
      'company_not_found',
    ],
    ['another tenant’s company', async () => aCustomer(stranger), 'company_not_found'],
    ['a company that never was', async () => newId<CustomerId>(), 'company_not_found'],
    ['a person', async () => aCustomer(company, { kind: 'person' }), 'company_not_found'],
  ])('refuses %s as the place somebody works', async (_, companyOf, kind) => {
    const companyId = await companyOf()
    const made = await post({ kind: 'person', companyId })
    expect(made).toMatchObject({ status: 422, body: { kind, errors: [{ field: 'companyId' }] } })
  })

  it('refuses a company that works for a company', async () => {
    const made = await post({ companyId: await aCustomer(company) })
    expect(made).toMatchObject({ status: 422, body: { kind: 'company_has_no_company' } })
  })

  it('carries out a repeated command once', async () => {
    const headers = { 'idempotency-key': crypto.randomUUID() }
    const name = `Once ${newId()}`
    const first = await post({ name }, company.rep, headers)
    const again = await post({ name }, company.rep, headers)
    expect([first.status, again.status]).toEqual([201, 201])
    expect(again.body).toEqual(first.body)
    expect(await owner().$count(customers, eq(customers.name, name))).toBe(1)
  })

  it('knows an id that was sent before', async () => {
    const { body } = await post({})
    expect(await post({ id: body.id })).toMatchObject({ status: 409, body: { kind: 'customer_id_taken' } })
  })
})

describe('a name that is there already', () => {
  it.each([
    ['in other capitals', 'HOOLI ŁÓDŹ', 'company', 409],
    ['as another kind', 'Hooli Łódź', 'person', 201],
    ['with other accents', 'Hooli Lodz', 'company', 201],
  ])('%s: %s as a %s answers %d', async (_, name, kind, status) => {
    const own = await aCompany()
    const id = await aCustomer(own, { name: 'Hooli Łódź' })
    const made = await as(own.rep).post('/customers', { kind, name })
    expect(made.status).toBe(status)
    if (status === 409) {
      expect(made.body).toMatchObject({ kind: 'customer_exists', customerId: id, errors: [{ field: 'name' }] })
      expect(await as(own.rep).post('/customers', { kind, name, isAnother: true })).toMatchObject({ status: 201 })
    }
  })

  it('is never told to somebody who may not see whose it is', async () => {
    const name = `Hidden ${newId()}`
    await aCustomer(company, { name, ownerId: company.outsider.userId })
    expect(await post({ name })).toMatchObject({ status: 201 })
    expect(await post({ name }, company.admin)).toMatchObject({ status: 409 })
    expect(await post({ name }, stranger.admin)).toMatchObject({ status: 201 })
  })
})

describe('whose a customer is', () => {
  it.each([
    ['rep', 'rep', 201, 200],
    ['rep', 'manager', 403, 403],
    ['manager', 'rep', 201, 200],
    ['manager', 'manager', 201, 200],
    ['manager', 'outsider', 403, 403],
    ['admin', 'outsider', 201, 200],
  ] as const)('%s may give to %s: new %d, existing %d', async (actor, to, whenNew, whenThere) => {
    const ownerId = company[to].userId
    const made = await post({ ownerId }, company[actor])
    expect(made.status).toBe(whenNew)
    if (whenNew === 201) expect(made.body.ownerId).toBe(ownerId)
    else expect(made.body).toMatchObject({ kind: 'owner_not_yours', errors: [{ field: 'ownerId' }] })
    const id = await aCustomer(company)
    expect((await patch(id, { ownerId }, company[actor])).status).toBe(whenThere)
  })

  it('is not taken from a colleague by having a deal with the customer', async () => {
    const id = await aCustomer(company, { ownerId: company.outsider.userId })
    await aDeal(company, { customerId: id })
    for (const actor of [company.rep, company.manager]) {
      const taken = await patch(id, { ownerId: company.rep.userId }, actor)
      expect(taken).toMatchObject({ status: 403, body: { kind: 'owner_not_yours' } })
    }
    expect(await patch(id, { phone: '1' })).toMatchObject({ status: 200 })
  })

  it.each([['deactivated'], ['placeholder']] as const)('is nobody who is %s', async (status) => {
    const role = await aRole(company.tenantId, 'own', [])
    const gone = await aPerson(company.tenantId, 'Gone', role)
    await owner().update(users).set({ status }).where(eq(users.id, gone.userId))
    expect(await post({ ownerId: gone.userId }, company.admin)).toMatchObject({
      status: 422,
      body: { kind: 'owner_not_active' },
    })
  })

  it('is nobody of another company, which is told like nobody at all', async () => {
    for (const ownerId of [stranger.rep.userId, newId()]) {
      expect(await post({ ownerId }, company.admin)).toMatchObject({ status: 422, body: { kind: 'owner_not_found' } })
    }
  })
})

describe('PATCH /customers/:id', () => {
  it('changes what it mentions, and writes down what was there', async () => {
    const id = await aCustomer(company, { phone: '1', notes: 'old' })
    const changed = await patch(id, { notes: 'new', address: { city: 'Riga' } })
    expect(changed).toMatchObject({
      status: 200,
      body: { phone: '1', notes: 'new', address: { city: 'Riga' }, version: 2 },
      roundTrips: 2,
    })
    expect(await as(company.rep).get(`/customers/${id}`)).toMatchObject({ body: changed.body })
    expect(await changesOf(id)).toMatchObject([
      {
        type: 'customer.changed',
        before: { notes: 'old', address: null, version: 1 },
        after: { notes: 'new', address: { city: 'Riga' }, version: 2 },
      },
    ])
  })

  it('writes nothing when nothing is new', async () => {
    const id = await aCustomer(company, { phone: '1' })
    expect(await patch(id, { phone: '1' })).toMatchObject({ status: 200, body: { version: 1 }, roundTrips: 1 })
    expect(await changesOf(id)).toEqual([])
  })

  it('tells both owners when a customer changes hands', async () => {
    const id = await aCustomer(company)
    await patch(id, { ownerId: company.manager.userId }, company.manager)
    const [change] = await changesOf(id)
    expect(change).toMatchObject({ ownerBefore: company.rep.userId, ownerAfter: company.manager.userId })
  })

  it('refuses an edit of what somebody else changed since', async () => {
    const id = await aCustomer(company)
    const answers = await Promise.all([patch(id, { phone: '1' }), patch(id, { phone: '2' }, company.admin)])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({ kind: 'version_conflict', version: 2 })
    expect(await changesOf(id)).toHaveLength(1)
  })
})

describe('a field of the company’s own', () => {
  it('takes what its type takes, and every other value is refused by name', async () => {
    const admin = as(company.admin)
    const fields = [
      { entity: 'customer', label: 'Größe', type: 'number' },
      { entity: 'customer', label: 'Region', type: 'choice', choices: ['North'] },
      { entity: 'opportunity', label: 'Only deals', type: 'text' },
    ]
    for (const field of fields) expect(await admin.post('/custom-fields', field)).toMatchObject({ status: 201 })
    const made = await post({ custom: { grosse: 5, region: 'North' } })
    expect(made).toMatchObject({ status: 201, body: { custom: { grosse: 5, region: 'North' } } })
    expect(await patch(made.body.id, { custom: { grosse: null } })).toMatchObject({
      body: { custom: { region: 'North' } },
    })
    const refused = await post({ custom: { grosse: '5', region: 'West', only_deals: 'x', toString: 'x' } })
    expect(refused).toMatchObject({ status: 422, body: { kind: 'custom_values_refused' } })
    expect(fieldsOf(refused.body)).toEqual(['custom.grosse', 'custom.region', 'custom.only_deals', 'custom.toString'])
  })
})

describe('what cannot be taken', () => {
  it.each([
    ['no name', { name: undefined }, 'name'],
    ['a blank name', { name: ' \t ' }, 'name'],
    ['a name of 10,000 characters', { name: 'x'.repeat(10_000) }, 'name'],
    ['NUL in a name', { name: 'a\u0000b' }, 'name'],
    ['half a character', { name: 'a\ud83d' }, 'name'],
    ['a number as name', { name: 7 }, 'name'],
    ['NUL in notes', { notes: '\u0000' }, 'notes'],
    ['an address that is no e-mail', { email: 'me@' }, 'email'],
    ['a link that runs', { website: 'javascript:alert(1)' }, 'website'],
    ['31 tags', { tags: Array.from({ length: 31 }, (_, i) => `t${i}`) }, 'tags'],
    ['a blank tag', { tags: [' '] }, 'tags.0'],
    ['half an employee', { employees: 0.5 }, 'employees'],
    ['an id that is none', { companyId: 'x' }, 'companyId'],
    ['NUL in a field of one’s own', { custom: { a: '\u0000' } }, 'custom.a'],
    ['an object in a field of one’s own', { custom: { a: { b: 1 } } }, 'custom.a'],
    ['a kind that is none', { kind: 'tree' }, 'kind'],
  ])('%s is refused with its field', async (_, body, field) => {
    const made = await post(body)
    expect(made).toMatchObject({ status: 422, body: { kind: 'invalid_input' } })
    expect(fieldsOf(made.body)).toEqual([field])
  })

  it('sets nothing the contract does not name', async () => {
    const made = await post({
      createdAt: '2000-01-01T00:00:00Z',
      version: 99,
      tenantId: stranger.tenantId,
      externalId: 'x',
    })
    expect(made).toMatchObject({ status: 201, body: { version: 1 } })
    const [row] = await owner().select().from(customers).where(eq(customers.id, made.body.id))
    expect(row).toMatchObject({ tenantId: company.tenantId, externalId: null, createdBy: company.rep.userId })
  })
})

describe('who may', () => {
  it('nobody without signing in', async () => {
    const id = await aCustomer(company)
    const nobody = as(null)
    const answers = [
      await nobody.get('/customers'),
      await nobody.post('/customers', { kind: 'company', name: 'A' }),
      await nobody.get(`/customers/${id}`),
      await nobody.patch(`/customers/${id}`, { version: 1 }),
      await nobody.get(`/customers/${id}/people`),
      await nobody.get(`/customers/${id}/timeline`),
    ]
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401, 401])
  })

  it('only those change customers whose role says so', async () => {
    const reader = await aPerson(
      company.tenantId,
      'Reader',
      await aRole(company.tenantId, 'tenant', ['dashboard.view_personal']),
    )
    const id = await aCustomer(company)
    expect(await post({}, reader)).toMatchObject({ status: 403, body: { kind: 'not_permitted' } })
    expect(await patch(id, { phone: '1' }, reader)).toMatchObject({ status: 403, body: { kind: 'not_permitted' } })
    expect(await as(reader).get(`/customers/${id}`)).toMatchObject({ status: 200 })
  })

  it.each([['rep'], ['manager'], ['admin']] as const)('a %s adds and changes customers', async (role) => {
    const made = await post({}, company[role])
    expect(made.status).toBe(201)
    expect(await patch(made.body.id, { phone: '1' }, company[role])).toMatchObject({ status: 200 })
  })
})
