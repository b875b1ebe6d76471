import { and, eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { changeLog, customers, opportunityProducts, products, sessions } from '../../../../drizzle/schema'
import { newId } from '../../../../worker/kernel/ids'
import { aCompany, aPerson, aRole, type Company, owner, type Person } from '../../../support/actors'
import { as } from '../../../support/app'
import { aCustomer, aDeal, anInteraction } from '../../../support/builders'
import { recordsOf } from '../../../support/csv'

const FILES = ['opportunities', 'customers', 'interactions'] as const
const NASTY = '=cmd|"/c calc"!A1, "quoted",\r\nשלום 🎉;\ttab'

async function download(path: string, person: Person): Promise<Record<string, string>[]> {
  const response = await as(person).fetch(`/exports/${path}`)
  expect(response.status).toBe(200)
  return recordsOf(await response.text())
}

let company: Company
beforeAll(async () => {
  company = await aCompany()
})

describe('a file of deals', () => {
  it('holds each deal as it is, also what a spreadsheet would run', async () => {
    const own = await aCompany()
    const admin = as(own.admin)
    await admin.post('/custom-fields', { entity: 'opportunity', label: 'Größe', type: 'number' })
    await admin.post('/custom-fields', { entity: 'opportunity', label: 'Title', type: 'text' })
    await admin.post('/custom-fields', { entity: 'customer', label: 'Not here', type: 'text' })
    const customerId = await aCustomer(own, { name: '+Globex' })
    const id = await aDeal(own, {
      customerId,
      title: NASTY,
      description: '@SUM(1)',
      amountMinor: Number.MAX_SAFE_INTEGER,
      currency: 'EUR',
      status: 'lost',
      lossReason: '-1+1',
      openedAt: '2026-01-31T23:30:00.000Z',
      closedAt: '2026-02-28T00:00:00.000Z',
      expectedCloseOn: '2026-03-31',
      tags: ['a', 'b'],
      custom: { grosse: -5, title: '=1' },
    })
    const productIds = [newId<string>(), newId<string>()]
    await owner()
      .insert(products)
      .values(productIds.map((productId, i) => ({ tenantId: own.tenantId, id: productId, name: `P${i}` })))
    await owner()
      .insert(opportunityProducts)
      .values(productIds.map((productId) => ({ tenantId: own.tenantId, opportunityId: id, productId })))
    expect(await download('opportunities.csv', own.admin)).toEqual([
      {
        'Deal id': id,
        Title: `'${NASTY}`,
        Customer: "'+Globex",
        Amount: '90071992547409.91',
        Currency: 'EUR',
        Pipeline: 'Sales',
        Stage: 'Lost',
        Outcome: 'lost',
        Owner: 'Rita Rep',
        Product: 'P0; P1',
        Source: '',
        Priority: 'medium',
        Created: '2026-01-31',
        'Expected close': '2026-03-31',
        Closed: '2026-02-28',
        'Loss reason': "'-1+1",
        Competitor: '',
        'Next step': '',
        'Next step on': '',
        Probability: '',
        Tags: 'a; b',
        Notes: "'@SUM(1)",
        Größe: '-5',
        'Title (title)': "'=1",
      },
    ])
  })

  it('takes the filters of the list', async () => {
    const own = await aCompany()
    const customerId = await aCustomer(own)
    await aDeal(own, { customerId, title: 'Open one', amountMinor: 500 })
    await aDeal(own, { customerId, title: 'Won one', status: 'won', amountMinor: 900 })
    const titles = async (query: string) =>
      (await download(`opportunities.csv?${query}`, own.admin)).map(({ Title }) => Title)
    expect(await titles('')).toEqual(['Open one', 'Won one'])
    expect(await titles('status=won')).toEqual(['Won one'])
    expect(await titles('minAmountMinor=600')).toEqual(['Won one'])
    expect(await titles('q=open')).toEqual(['Open one'])
    expect(await titles(`customerId=${newId()}`)).toEqual([])
  })
})

describe('a file of customers', () => {
  it('holds each customer as it is', async () => {
    const own = await aCompany()
    await as(own.admin).post('/custom-fields', { entity: 'customer', label: '=Formula', type: 'text' })
    const globex = await aCustomer(own, { name: 'Globex', createdAt: '2026-01-31T00:00:00.000Z' })
    const ann = await aCustomer(own, {
      kind: 'person',
      name: NASTY,
      companyId: globex,
      phone: '+31 20',
      employees: 5,
      address: { city: 'Riga' },
      notes: '\u0009tab first',
      custom: { formula: '@x' },
    })
    const rows = await download('customers.csv', own.admin)
    expect(rows).toHaveLength(2)
    expect(rows.find((row) => row['Customer id'] === ann)).toMatchObject({
      Kind: 'person',
      Name: `'${NASTY}`,
      Company: 'Globex',
      Phone: "'+31 20",
      Employees: '5',
      City: 'Riga',
      Street: '',
      Owner: 'Rita Rep',
      Notes: "'\ttab first",
      "'=Formula": "'@x",
    })
    expect((await download('customers.csv?kind=company', own.admin)).map(({ Name }) => Name)).toEqual(['Globex'])
  })

  it('is whole over many pages, and each of its rows is there once', async () => {
    const own = await aCompany()
    const rows = Array.from({ length: 4500 }, (_, i) => ({
      tenantId: own.tenantId,
      id: newId<string>(),
      kind: 'company' as const,
      name: `Customer ${i}`,
      ownerId: own.rep.userId,
      createdBy: own.rep.userId,
    }))
    for (let i = 0; i < rows.length; i += 1500)
      await owner()
        .insert(customers)
        .values(rows.slice(i, i + 1500))
    const read = await download('customers.csv', own.admin)
    expect(read.map((row) => row['Customer id'])).toEqual(rows.map(({ id }) => id).sort())
  })

  it('is cut into pages the database can send, however long the notes are', async () => {
    const own = await aCompany()
    const notes = '"\n'.repeat(10_000)
    const rows = Array.from({ length: 400 }, () => ({
      tenantId: own.tenantId,
      id: newId<string>(),
      kind: 'company' as const,
      name: 'Verbose',
      notes,
      ownerId: own.rep.userId,
      createdBy: own.rep.userId,
    }))
    for (let i = 0; i < rows.length; i += 100)
      await owner()
        .insert(customers)
        .values(rows.slice(i, i + 100))
    const read = await download('customers.csv', own.admin)
    expect(read).toHaveLength(400)
    expect(read.every((row) => row.Notes === notes)).toBe(true)
  })
})

describe('a file of interactions', () => {
  it('holds each interaction as it is', async () => {
    const own = await aCompany()
    const customerId = await aCustomer(own, { name: 'Globex' })
    const personId = await aCustomer(own, { kind: 'person', name: 'Ann', companyId: customerId })
    const opportunityId = await aDeal(own, { customerId, title: 'Rollout' })
    const given = { subject: '=1', content: NASTY, outcome: 'reached', durationMinutes: 5, followUpOn: '2026-12-24' }
    const occurredAt = '2026-01-31T23:30:00.000Z'
    const id = await anInteraction(own, { customerId, personId, opportunityId, occurredAt, ...given })
    await anInteraction(own, { customerId, channel: 'note' })
    const rows = await download('interactions.csv', own.admin)
    expect(rows).toHaveLength(2)
    expect(rows.find((row) => row['Interaction id'] === id)).toEqual({
      'Interaction id': id,
      Occurred: occurredAt,
      Channel: 'call',
      Direction: '',
      Customer: 'Globex',
      Person: 'Ann',
      Deal: 'Rollout',
      By: 'Rita Rep',
      Subject: "'=1",
      Content: `'${NASTY}`,
      Outcome: 'reached',
      Minutes: '5',
      'Follow up on': '2026-12-24',
    })
    expect(await download('interactions.csv?channel=note', own.admin)).toHaveLength(1)
  })
})

describe('a download', () => {
  it.each(FILES)('of %s is an attachment with a safe name, and says its columns though it is empty', async (what) => {
    const own = await aCompany()
    const response = await as(own.admin).fetch(`/exports/${what}.csv`)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/csv; charset=utf-8; header=present',
      'content-disposition': expect.stringMatching(
        new RegExp(`^attachment; filename="${what}-\\d{4}-\\d\\d-\\d\\d\\.csv"$`),
      ),
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    })
    const bytes = new Uint8Array(await response.arrayBuffer())
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
    expect(new TextDecoder().decode(bytes)).toMatch(/^[A-Z][^\r\n]+,[^\r\n]+\r\n$/)
  })

  it.each(FILES)('of %s is written down before it leaves, for administrators', async (what) => {
    const response = await as(company.admin).fetch(`/exports/${what}.csv?q=secret`)
    await response.body?.cancel()
    const made = await owner()
      .select()
      .from(changeLog)
      .where(and(eq(changeLog.tenantId, company.tenantId), eq(changeLog.type, 'data.exported')))
    expect(made.filter(({ after }) => (after as { what: string }).what === what)).toMatchObject([
      { actorId: company.admin.userId, audience: 'admin', entity: 'export', after: { what, filters: { q: 'secret' } } },
    ])
  })

  it('breaks off when the session ends midway: half a file never looks whole', async () => {
    const own = await aCompany()
    const rows = Array.from({ length: 2500 }, () => ({
      tenantId: own.tenantId,
      kind: 'company' as const,
      name: 'A',
      ownerId: own.rep.userId,
      createdBy: own.rep.userId,
    }))
    for (let i = 0; i < rows.length; i += 1250)
      await owner()
        .insert(customers)
        .values(rows.slice(i, i + 1250))
    const response = await as(own.admin).fetch('/exports/customers.csv')
    const reader = response.body!.getReader()
    await reader.read() // the header
    await reader.read() // the first page
    await owner()
      .update(sessions)
      .set({ endedAt: new Date().toISOString() })
      .where(eq(sessions.id, own.admin.sessionId))
    const rest = async () => {
      for (;;) if ((await reader.read()).done) return
    }
    await expect(rest()).rejects.toThrow()
  })

  it.each([
    ['nobody', 401],
    ['rep', 403],
    ['manager', 403],
    ['admin', 200],
  ] as const)('is for those whose role says so: %s %d', async (role, status) => {
    for (const what of FILES) {
      const response = await as(role === 'nobody' ? null : company[role]).fetch(`/exports/${what}.csv`)
      await response.text()
      expect(response.status).toBe(status)
    }
  })

  it('holds what its reader may see and nothing else', async () => {
    const own = await aCompany()
    const role = await aRole(own.tenantId, 'own', ['org.export_data'])
    const clerk = await aPerson(own.tenantId, 'Clerk', role)
    const mine = await aCustomer(own, { name: 'Mine', ownerId: clerk.userId })
    const theirs = await aCustomer(own, { name: 'Theirs' })
    await aDeal(own, { customerId: mine, title: 'Mine', ownerId: clerk.userId })
    await aDeal(own, { customerId: theirs, title: 'Theirs' })
    await anInteraction(own, { customerId: mine })
    await anInteraction(own, { customerId: theirs })
    expect((await download('customers.csv', clerk)).map(({ Name }) => Name)).toEqual(['Mine'])
    expect((await download('opportunities.csv', clerk)).map(({ Title }) => Title)).toEqual(['Mine'])
    expect((await download('interactions.csv', clerk)).map(({ Customer }) => Customer)).toEqual(['Mine'])
  })

  it.each([
    ['opportunities.csv?status=gone', 'status'],
    ['customers.csv?ownerId=x', 'ownerId'],
    ['interactions.csv?q=%00', 'q'],
  ])('of %s is refused', async (path, field) => {
    const answer = await as(company.admin).get(`/exports/${path}`)
    expect(answer).toMatchObject({ status: 422, body: { kind: 'invalid_input', errors: [{ field }] } })
  })

  it('is not had more often than ten times a minute', async () => {
    const own = await aCompany()
    const statuses: number[] = []
    for (let i = 0; i < 11; i++) {
      const response = await as(own.admin).fetch('/exports/customers.csv')
      await response.text()
      statuses.push(response.status)
    }
    expect(statuses).toEqual([...Array(10).fill(200), 429])
  })
})
