import { and, eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { changeLog, opportunityProducts } from '../../../../drizzle/schema'
import { newId } from '../../../../worker/kernel/ids'
import type { CustomField, Product } from '../../../../worker/sales/contract'
import { aCompany, aPerson, aRole, type Company, owner } from '../../../support/actors'
import { as } from '../../../support/app'
import { aCustomer, aDeal } from '../../../support/builders'

let company: Company
let stranger: Company
beforeAll(async () => {
  ;[company, stranger] = [await aCompany(), await aCompany()]
})

const typesOf = async (id: string) =>
  (
    await owner()
      .select({ type: changeLog.type, audience: changeLog.audience })
      .from(changeLog)
      .where(and(eq(changeLog.tenantId, company.tenantId), eq(changeLog.entityId, id)))
      .orderBy(changeLog.seq)
  ).map(({ type, audience }) => `${type} for ${audience}`)

describe('products', () => {
  const add = (body: object, person = company.admin) =>
    as(person).post<Product>('/products', { name: `Product ${newId()}`, ...body })

  it('are added, changed, archived, brought back and removed, and everyone reads them', async () => {
    const admin = as(company.admin)
    const price = { amountMinor: 9_900, currency: 'EUR' }
    const added = await add({ name: 'Größe L', sku: 'G-L', listPrice: price })
    expect(added).toMatchObject({
      status: 201,
      body: { name: 'Größe L', sku: 'G-L', listPrice: price, isArchived: false, version: 1 },
      roundTrips: 1,
    })
    const { id } = added.body
    const changed = await admin.patch(`/products/${id}`, { version: 1, listPrice: null, isArchived: true })
    const kept = { name: 'Größe L', sku: 'G-L', listPrice: null, isArchived: true, version: 2 }
    expect(changed).toMatchObject({ status: 200, body: kept, roundTrips: 2 })
    const read = await as(company.rep).get<{ rows: Product[] }>('/products')
    expect(read).toMatchObject({ status: 200, roundTrips: 1 })
    expect(read.body.rows).toContainEqual(changed.body)
    expect(await admin.patch(`/products/${id}`, { version: 2, isArchived: false })).toMatchObject({
      body: { isArchived: false },
    })
    expect(await admin.delete(`/products/${id}`)).toMatchObject({ status: 204, roundTrips: 2 })
    expect(await admin.delete(`/products/${id}`)).toMatchObject({ status: 404, body: { kind: 'product_not_found' } })
    expect(await typesOf(id)).toEqual([
      'product.added for tenant',
      'product.changed for tenant',
      'product.changed for tenant',
      'product.removed for tenant',
    ])
  })

  it('are written once when nothing is new', async () => {
    const { id, name } = (await add({})).body
    expect(await as(company.admin).patch(`/products/${id}`, { version: 1, name })).toMatchObject({
      status: 200,
      body: { version: 1 },
      roundTrips: 1,
    })
    expect(await typesOf(id)).toHaveLength(1)
  })

  it('have names of their own, whatever the capitals, in each company', async () => {
    const { name } = (await add({})).body
    expect(await add({ name: name.toUpperCase() })).toMatchObject({ status: 409, body: { kind: 'product_name_taken' } })
    expect(await add({ name }, stranger.admin)).toMatchObject({ status: 201 })
    const other = (await add({})).body
    expect(await as(company.admin).patch(`/products/${other.id}`, { version: 1, name })).toMatchObject({
      status: 409,
      body: { kind: 'product_name_taken', errors: [{ field: 'name' }] },
    })
  })

  it('are not removed while a deal has them', async () => {
    const { id } = (await add({})).body
    const opportunityId = await aDeal(company, { customerId: await aCustomer(company) })
    await owner().insert(opportunityProducts).values({ tenantId: company.tenantId, opportunityId, productId: id })
    expect(await as(company.admin).delete(`/products/${id}`)).toMatchObject({
      status: 409,
      body: { kind: 'product_in_use' },
    })
  })

  it('are not changed from an older version, nor from another company', async () => {
    const { id } = (await add({})).body
    expect(await as(company.admin).patch(`/products/${id}`, { version: 7, name: 'x' })).toMatchObject({
      status: 409,
      body: { kind: 'version_conflict', version: 1 },
    })
    const foreign = (await add({}, stranger.admin)).body
    for (const unknown of [foreign.id, newId()]) {
      const answers = [
        await as(company.admin).patch(`/products/${unknown}`, { version: 1, name: 'x' }),
        await as(company.admin).delete(`/products/${unknown}`),
      ]
      expect(answers).toMatchObject([{ status: 404 }, { status: 404 }])
    }
  })

  it.each([
    ['no name', { name: '' }, 'name'],
    ['a name of 10,000 characters', { name: 'x'.repeat(10_000) }, 'name'],
    ['NUL', { name: '\u0000' }, 'name'],
    ['a price below nothing', { listPrice: { amountMinor: -1, currency: 'EUR' } }, 'listPrice.amountMinor'],
    ['a price of 10^30', { listPrice: { amountMinor: 1e30, currency: 'EUR' } }, 'listPrice.amountMinor'],
    ['half a cent', { listPrice: { amountMinor: 0.5, currency: 'EUR' } }, 'listPrice.amountMinor'],
    ['a currency that is none', { listPrice: { amountMinor: 1, currency: 'euro' } }, 'listPrice.currency'],
  ])('with %s are refused', async (_, body, field) => {
    const answer = await add(body)
    expect(answer).toMatchObject({ status: 422, body: { kind: 'invalid_input', errors: expect.any(Array) } })
    const { errors } = answer.body as unknown as { errors: { field: string }[] }
    expect(new Set(errors.map((error) => error.field))).toEqual(new Set([field]))
  })
})

describe('fields of the company’s own', () => {
  const add = (body: object, person = company.admin) =>
    as(person).post<CustomField>('/custom-fields', {
      entity: 'customer',
      type: 'text',
      label: `Field ${newId()}`,
      ...body,
    })
  const patch = (id: string, body: object, person = company.admin) =>
    as(person).patch<CustomField>(`/custom-fields/${id}`, { version: 1, ...body })

  it('are added, renamed, rearranged and archived; the key stays', async () => {
    const own = await aCompany()
    const first = await add({ label: 'Annual revenue' }, own.admin)
    expect(first).toMatchObject({
      status: 201,
      body: { key: 'annual_revenue', position: 0, isArchived: false, choices: null, version: 1 },
      roundTrips: 2,
    })
    const second = (await add({ label: 'Size', type: 'choice', choices: ['S', 'L'] }, own.admin)).body
    expect(second).toMatchObject({ position: 1, choices: ['S', 'L'] })
    expect(await patch(first.body.id, { label: 'Turnover', position: 5 }, own.admin)).toMatchObject({
      status: 200,
      body: { key: 'annual_revenue', label: 'Turnover', position: 5, version: 2 },
      roundTrips: 2,
    })
    expect(await patch(second.id, { isArchived: true, choices: ['S', 'M', 'L'] }, own.admin)).toMatchObject({
      body: { isArchived: true, choices: ['S', 'M', 'L'] },
    })
    const { body, roundTrips } = await as(own.rep).get<{ rows: CustomField[] }>('/custom-fields')
    expect(body.rows.map(({ key, isArchived }) => [key, isArchived])).toEqual([
      ['size', true],
      ['annual_revenue', false],
    ])
    expect(roundTrips).toBe(1)
  })

  it('get keys of their own when two people add the same at the same moment', async () => {
    const label = `Twin ${newId()}`
    const answers = await Promise.all([add({ label }), add({ label: label.toUpperCase() })])
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409])
    const both = await Promise.all([add({ label: 'Ünique' }), add({ label: 'Unique!' })])
    expect(both.map(({ status }) => status)).toEqual([201, 201])
    expect(both.map(({ body }) => body.key).sort()).toEqual(['unique', 'unique_2'])
  })

  it.each([
    ['a choice without choices', { type: 'choice' }, 422, 'custom_field_needs_choices'],
    ['text with choices', { choices: ['a'] }, 422, 'custom_field_takes_no_choices'],
    ['a type that is none', { type: 'json' }, 422, 'invalid_input'],
    ['no label', { label: ' ' }, 422, 'invalid_input'],
    ['a choice of NUL', { type: 'choice', choices: ['\u0000'] }, 422, 'invalid_input'],
  ])('with %s are refused', async (_, body, status, kind) => {
    expect(await add(body)).toMatchObject({ status, body: { kind } })
  })

  it('are not changed from an older version, nor from another company', async () => {
    const { id } = (await add({})).body
    expect(await patch(id, { version: 2 })).toMatchObject({
      status: 409,
      body: { kind: 'version_conflict', version: 1 },
    })
    const foreign = (await add({}, stranger.admin)).body
    for (const unknown of [foreign.id, newId()]) {
      expect(await patch(unknown, {})).toMatchObject({ status: 404, body: { kind: 'custom_field_not_found' } })
    }
  })
})

describe('who may', () => {
  const COMMANDS = [
    ['post', '/products', { name: 'A' }],
    ['patch', `/products/${newId()}`, { version: 1 }],
    ['delete', `/products/${newId()}`, undefined],
    ['post', '/custom-fields', { entity: 'customer', type: 'text', label: 'A' }],
    ['patch', `/custom-fields/${newId()}`, { version: 1 }],
  ] as const
  const statuses = async (caller: ReturnType<typeof as>) =>
    Promise.all(
      COMMANDS.map(async ([method, path, body]) =>
        method === 'delete' ? (await caller.delete(path)).status : (await caller[method](path, body)).status,
      ),
    )

  it.each([
    ['nobody', 401, 401],
    ['rep', 403, 200],
    ['manager', 403, 200],
  ] as const)('%s changes none of it: %d, and reads it: %d', async (role, change, read) => {
    const caller = as(role === 'nobody' ? null : company[role])
    expect(await statuses(caller)).toEqual(COMMANDS.map(() => change))
    for (const path of ['/products', '/custom-fields', '/tags']) expect((await caller.get(path)).status).toBe(read)
  })

  it('not somebody who may set up the company but sees only a team of it', async () => {
    const role = await aRole(company.tenantId, 'team', ['org.configure_settings'])
    const person = await aPerson(company.tenantId, 'Half admin', role)
    expect(await statuses(as(person))).toEqual(COMMANDS.map(() => 403))
  })
})
