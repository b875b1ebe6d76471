import { and, eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { changeLog, interactions, jobs, opportunities, tasks } from '../../../../drizzle/schema'
import { newId } from '../../../../worker/kernel/ids'
import type { Page } from '../../../../worker/kernel/page'
import type { Interaction } from '../../../../worker/sales/contract'
import { aCompany, aPerson, aRole, type Company, owner } from '../../../support/actors'
import { as } from '../../../support/app'
import { aCustomer, aDeal, anInteraction } from '../../../support/builders'

let company: Company
let stranger: Company
beforeAll(async () => {
  ;[company, stranger] = [await aCompany(), await aCompany()]
})

type Logged = { interaction: Interaction; prediction: unknown }
const log = (body: object, person = company.rep, headers?: Record<string, string>) =>
  as(person).post<Logged>('/interactions', { channel: 'call', ...body }, headers)
const changesOf = (id: string) =>
  owner()
    .select()
    .from(changeLog)
    .where(and(eq(changeLog.tenantId, company.tenantId), eq(changeLog.entityId, id)))
    .orderBy(changeLog.seq)
const dealRow = async (id: string) => (await owner().select().from(opportunities).where(eq(opportunities.id, id)))[0]!
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()

describe('POST /interactions', () => {
  it('keeps what was said about a deal, and answers it with the deal’s score', async () => {
    const globex = await aCustomer(company)
    const elsewhere = await aCustomer(company)
    const ann = await aCustomer(company, { kind: 'person', name: 'Ann', companyId: globex })
    const deal = await aDeal(company, { customerId: globex })
    const said = {
      channel: 'meeting',
      direction: 'out',
      personId: ann,
      subject: 'Demo 🎉',
      content: 'They said "=1+1"\nand שלום',
      outcome: 'next_step_agreed',
      durationMinutes: 45,
      followUpOn: '2026-12-24',
      occurredAt: '2026-03-01T10:00:00.000Z',
    }
    // The deal's customer wins over the one that was sent along.
    const logged = await log({ ...said, opportunityId: deal, customerId: elsewhere })
    const kept = {
      ...said,
      opportunityId: deal,
      customerId: globex,
      personName: 'Ann',
      userId: company.rep.userId,
      version: 1,
    }
    expect(logged).toMatchObject({ status: 201, body: { interaction: kept, prediction: null }, roundTrips: 2 })
    const { rows } = (await as(company.rep).get<Page<Interaction>>(`/interactions?opportunityId=${deal}`)).body
    expect(rows).toEqual([logged.body.interaction])
    expect(await changesOf(logged.body.interaction.id)).toMatchObject([
      {
        type: 'interaction.logged',
        entity: 'interaction',
        after: kept,
        audience: 'owner',
        ownerAfter: company.rep.userId,
      },
    ])
  })

  it('dates the deal’s last activity, never backwards, and is no edit of the deal', async () => {
    const deal = await aDeal(company, { customerId: await aCustomer(company) })
    await log({ opportunityId: deal, occurredAt: '2026-03-02T10:00:00Z' })
    await log({ opportunityId: deal, occurredAt: '2026-03-01T10:00:00Z' })
    expect(await dealRow(deal)).toMatchObject({ lastActivityAt: '2026-03-02T10:00:00.000Z', version: 1 })
  })

  it('keeps what was said to a customer without a deal, as of now', async () => {
    const customerId = await aCustomer(company, { ownerId: company.manager.userId })
    const logged = await log({ customerId, channel: 'note', content: 'x' }, company.manager)
    expect(logged).toMatchObject({
      status: 201,
      body: { interaction: { customerId, opportunityId: null, personId: null } },
    })
    const [change] = await changesOf(logged.body.interaction.id)
    expect(change).toMatchObject({ ownerAfter: company.manager.userId, at: logged.body.interaction.occurredAt })
  })

  it('is taken about a closed deal as well', async () => {
    const deal = await aDeal(company, { customerId: await aCustomer(company), status: 'won' })
    expect(await log({ opportunityId: deal, content: 'thanked' })).toMatchObject({ status: 201 })
  })

  it('carries out a repeated command once', async () => {
    const customerId = await aCustomer(company)
    const headers = { 'idempotency-key': crypto.randomUUID() }
    const body = { customerId, content: 'once' }
    const [first, again] = [await log(body, company.rep, headers), await log(body, company.rep, headers)]
    expect(again).toMatchObject({ status: 201, body: first.body })
    expect(await owner().$count(interactions, eq(interactions.customerId, customerId))).toBe(1)
  })

  it('knows an id that was sent before', async () => {
    const customerId = await aCustomer(company)
    const id = await anInteraction(company, { customerId })
    expect(await log({ id, customerId })).toMatchObject({ status: 409, body: { kind: 'interaction_exists' } })
  })
})

describe('what cannot be logged', () => {
  it.each([
    ['about nothing', {}, 'interaction_about_nothing', 'customerId'],
    ['about a deal that never was', { opportunityId: newId() }, 'opportunity_not_found', 'opportunityId'],
    ['about a customer that never was', { customerId: newId() }, 'customer_not_found', 'customerId'],
  ])('%s', async (_, body, kind, field) => {
    expect(await log(body)).toMatchObject({ status: 422, body: { kind, errors: [{ field }] } })
  })

  it('about a deal or customer out of sight, which is told like one that never was', async () => {
    const theirs = await aCustomer(company, { ownerId: company.outsider.userId })
    const theirDeal = await aDeal(company, { customerId: theirs, ownerId: company.outsider.userId })
    const foreign = await aCustomer(stranger)
    const foreignDeal = await aDeal(stranger, { customerId: foreign })
    for (const opportunityId of [theirDeal, foreignDeal]) {
      expect(await log({ opportunityId })).toMatchObject({ status: 422, body: { kind: 'opportunity_not_found' } })
    }
    for (const customerId of [theirs, foreign]) {
      expect(await log({ customerId })).toMatchObject({ status: 422, body: { kind: 'customer_not_found' } })
    }
  })

  it('with somebody who is not of the customer', async () => {
    const customerId = await aCustomer(company)
    const elsewhere = await aCustomer(company)
    const people = [
      await aCustomer(company, { kind: 'person', companyId: elsewhere }),
      elsewhere,
      await aCustomer(stranger, { kind: 'person' }),
      newId(),
    ]
    for (const personId of people) {
      expect(await log({ customerId, personId })).toMatchObject({
        status: 422,
        body: { kind: 'person_not_of_customer', errors: [{ field: 'personId' }] },
      })
    }
  })

  it.each([
    ['two days ahead', inDays(2), 'interaction_in_the_future'],
    ['in 1899', '1899-12-31T00:00:00Z', 'interaction_too_long_ago'],
  ])('that happened %s', async (_, occurredAt, kind) => {
    const customerId = await aCustomer(company)
    const answer = await log({ customerId, occurredAt })
    expect(answer).toMatchObject({ status: 422, body: { kind, errors: [{ field: 'occurredAt' }] } })
  })

  it('a little ahead is taken: clocks differ', async () => {
    expect(await log({ customerId: await aCustomer(company), occurredAt: inDays(0.9) })).toMatchObject({ status: 201 })
  })

  it.each([
    ['NUL', { content: '\u0000' }, 'content'],
    ['20,001 characters', { content: 'x'.repeat(20_001) }, 'content'],
    ['a subject of 10,000 characters', { subject: 'x'.repeat(10_000) }, 'subject'],
    ['half a character', { subject: '\udc00' }, 'subject'],
    ['a channel that is none', { channel: 'pigeon' }, 'channel'],
    ['an outcome that is none', { outcome: 'great' }, 'outcome'],
    ['minus a minute', { durationMinutes: -1 }, 'durationMinutes'],
    ['more than a day', { durationMinutes: 1441 }, 'durationMinutes'],
    ['a follow-up in 1899', { followUpOn: '1899-01-01' }, 'followUpOn'],
    ['a follow-up on no day', { followUpOn: '2026-02-30' }, 'followUpOn'],
    ['a moment that is none', { occurredAt: 'yesterday' }, 'occurredAt'],
  ])('%s', async (_, body, field) => {
    const answer = await log({ customerId: newId(), ...body })
    expect(answer).toMatchObject({ status: 422, body: { kind: 'invalid_input', errors: [{ field }] } })
  })
})

describe('GET /interactions/:id', () => {
  it('shows one as it is now, to whoever sees its customer and nobody else', async () => {
    const id = await anInteraction(company, { customerId: await aCustomer(company), content: 'a' })
    const path = `/interactions/${id}`
    expect(await as(company.rep).get(path)).toMatchObject({ status: 200, body: { id, content: 'a', version: 1 } })
    for (const other of [company.outsider, stranger.admin])
      expect(await as(other).get(path)).toMatchObject({ status: 404, body: { kind: 'interaction_not_found' } })
  })
})

describe('PATCH /interactions/:id', () => {
  it('corrects what it mentions, says what was there, and has the deal scored again', async () => {
    const deal = await aDeal(company, { customerId: await aCustomer(company) })
    const { id } = (await log({ opportunityId: deal, content: 'old', outcome: 'reached' })).body.interaction
    const changed = await as(company.rep).patch<Interaction>(`/interactions/${id}`, {
      version: 1,
      content: 'new',
      occurredAt: '2026-01-01T00:00:00Z',
    })
    expect(changed).toMatchObject({
      status: 200,
      body: { content: 'new', outcome: 'reached', occurredAt: '2026-01-01T00:00:00.000Z', version: 2 },
      roundTrips: 2,
    })
    expect((await changesOf(id))[1]).toMatchObject({
      type: 'interaction.changed',
      before: { content: 'old', version: 1 },
      after: { content: 'new', version: 2 },
    })
    expect(await dealRow(deal)).toMatchObject({ lastActivityAt: '2026-01-01T00:00:00.000Z' })
    expect(await owner().$count(jobs, eq(jobs.dedupeKey, `opportunity:${deal}`))).toBe(1)
  })

  it('refuses an edit of what somebody else changed since, and writes nothing when nothing is new', async () => {
    const id = await anInteraction(company, { customerId: await aCustomer(company), content: 'a' })
    const patch = (body: object) => as(company.rep).patch(`/interactions/${id}`, body)
    expect(await patch({ version: 1, content: 'a' })).toMatchObject({
      status: 200,
      body: { version: 1 },
      roundTrips: 1,
    })
    expect(await patch({ version: 1, content: 'b' })).toMatchObject({ status: 200, body: { version: 2 } })
    expect(await patch({ version: 1, content: 'c' })).toMatchObject({
      status: 409,
      body: { kind: 'version_conflict', version: 2 },
    })
  })

  it('keeps whom it was with when they work elsewhere now', async () => {
    const customerId = await aCustomer(company)
    const ann = await aCustomer(company, { kind: 'person', name: 'Ann', companyId: customerId })
    const id = await anInteraction(company, { customerId, personId: ann })
    await as(company.rep).patch(`/customers/${ann}`, { version: 1, companyId: null })
    const patch = (body: object) => as(company.rep).patch(`/interactions/${id}`, body)
    expect(await patch({ version: 1, content: 'b' })).toMatchObject({
      status: 200,
      body: { personId: ann, personName: 'Ann' },
    })
    expect(await patch({ version: 2, personId: null })).toMatchObject({ body: { personId: null, personName: null } })
    expect(await patch({ version: 3, personId: ann })).toMatchObject({ status: 422 })
  })
})

describe('DELETE /interactions/:id', () => {
  it('takes it back; the log keeps what it was, and the deal forgets that it happened', async () => {
    const deal = await aDeal(company, { customerId: await aCustomer(company) })
    await log({ opportunityId: deal, occurredAt: '2026-01-01T00:00:00Z' })
    const { id } = (await log({ opportunityId: deal, content: 'oops' })).body.interaction
    const removed = await as(company.rep).delete(`/interactions/${id}`)
    expect(removed).toMatchObject({ status: 200, body: { prediction: null }, roundTrips: 2 })
    expect((await changesOf(id))[1]).toMatchObject({
      type: 'interaction.removed',
      before: { content: 'oops', opportunityId: deal },
      after: null,
      ownerBefore: company.rep.userId,
    })
    expect(await dealRow(deal)).toMatchObject({ lastActivityAt: '2026-01-01T00:00:00.000Z' })
    expect(await as(company.rep).delete(`/interactions/${id}`)).toMatchObject({ status: 404 })
  })
})

describe('a follow-up', () => {
  const followUpOf = async (id: string) =>
    (
      await owner()
        .select()
        .from(tasks)
        .where(and(eq(tasks.tenantId, company.tenantId), eq(tasks.interactionId, id)))
    )[0]

  it('that its author alone sees moves with the day, and goes with the conversation, when their manager corrects that', async () => {
    const customerId = await aCustomer(company)
    const { id } = (await log({ customerId, subject: 'Prices', followUpOn: '2030-03-01' })).body.interaction
    const planned = await followUpOf(id)
    expect(planned).toMatchObject({ assignedTo: company.rep.userId, visibility: 'private' })
    expect(await as(company.manager).get(`/tasks/${planned?.id}`)).toMatchObject({ status: 404 })

    const corrected = await as(company.manager).patch(`/interactions/${id}`, { version: 1, followUpOn: '2030-03-08' })
    expect(corrected).toMatchObject({ status: 200, body: { followUpOn: '2030-03-08' }, roundTrips: 2 })
    expect(await followUpOf(id)).toMatchObject({ id: planned?.id, dueAt: '2030-03-08T23:59:59.999Z', version: 2 })
    const [, moved] = await changesOf(planned?.id ?? '')
    expect(moved).toMatchObject({ type: 'task.changed', actorId: company.manager.userId, audience: 'people' })
    expect(moved?.people).toEqual([company.rep.userId])
    // It is theirs still: whoever corrected the conversation sees no more of it than before.
    expect(await as(company.manager).get(`/tasks/${planned?.id}`)).toMatchObject({ status: 404 })

    expect(await as(company.manager).delete(`/interactions/${id}`)).toMatchObject({ status: 200, roundTrips: 2 })
    expect(await followUpOf(id)).toMatchObject({ status: 'canceled' })
  })

  it('is called by the words of a long subject, never by half a letter', async () => {
    const subject = `${'x'.repeat(188)}😀 and on`
    const logged = await log({ customerId: await aCustomer(company), subject, followUpOn: '2030-03-01' })
    expect(logged).toMatchObject({ status: 201, body: { interaction: { subject } } })
    expect(await followUpOf(logged.body.interaction.id)).toMatchObject({ title: `Follow up: ${'x'.repeat(188)}` })
  })
})

describe('who may', () => {
  const old = { createdAt: inDays(-31) }
  it.each([
    ['rep', 'rep', {}, 200, 200],
    ['rep', 'rep', old, 200, 403],
    ['rep', 'manager', {}, 403, 403],
    ['manager', 'rep', old, 200, 200],
    ['admin', 'rep', old, 200, 200],
  ] as const)('%s changes and takes back what %s wrote %j: %d, %d', async (actor, author, more, change, remove) => {
    const customerId = await aCustomer(company)
    const id = await anInteraction(company, { customerId, userId: company[author].userId, ...more })
    const caller = as(company[actor])
    expect((await caller.patch(`/interactions/${id}`, { version: 1, content: 'new' })).status).toBe(change)
    expect((await caller.delete(`/interactions/${id}`)).status).toBe(remove)
  })

  it('nobody without signing in, and to write only those whose role says so', async () => {
    const customerId = await aCustomer(company)
    const id = await anInteraction(company, { customerId })
    const reader = await aPerson(company.tenantId, 'Reader', await aRole(company.tenantId, 'tenant', []))
    const answers = async (caller: ReturnType<typeof as>) => [
      (await caller.get('/interactions')).status,
      (await caller.post('/interactions', { customerId, channel: 'note' })).status,
      (await caller.patch(`/interactions/${id}`, { version: 1 })).status,
      (await caller.delete(`/interactions/${id}`)).status,
    ]
    expect(await answers(as(null))).toEqual([401, 401, 401, 401])
    expect(await answers(as(reader))).toEqual([200, 403, 403, 403])
  })
})

describe('GET /interactions', () => {
  it('lists the newest first, in pages, by what and whom they are about and the words in them', async () => {
    const own = await aCompany()
    const [a, b] = [await aCustomer(own), await aCustomer(own)]
    const deal = await aDeal(own, { customerId: a })
    const at = '2026-01-01T00:00:00.000Z'
    const first = await anInteraction(own, {
      customerId: a,
      opportunityId: deal,
      content: 'pricing talk',
      occurredAt: at,
    })
    const second = await anInteraction(own, { customerId: b, channel: 'email', subject: 'Pricing', occurredAt: at })
    const third = await anInteraction(own, { customerId: a, channel: 'note', occurredAt: '2026-02-01T00:00:00.000Z' })
    const list = async (query: Record<string, string>) => {
      const answer = await as(own.rep).get<Page<Interaction>>(`/interactions?${new URLSearchParams(query)}`)
      expect(answer).toMatchObject({ status: 200, roundTrips: 1 })
      return answer.body
    }
    const ids = async (query: Record<string, string>) => (await list(query)).rows.map(({ id }) => id)
    expect(await ids({})).toEqual([third, second, first])
    expect(await ids({ customerId: a })).toEqual([third, first])
    expect(await ids({ opportunityId: deal })).toEqual([first])
    expect(await ids({ channel: 'email' })).toEqual([second])
    expect(await ids({ q: 'pric' })).toEqual([second, first])
    expect(await ids({ q: "' or 1=1 --" })).toEqual([])
    const seen: string[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: Page<Interaction> = await list({ limit: '1', ...(cursor ? { cursor } : {}) })
      seen.push(...page.rows.map(({ id }) => id))
      cursor = page.nextCursor
    }
    expect(seen).toEqual([third, second, first])
    expect(await as(own.rep).get('/interactions?cursor=x')).toMatchObject({
      status: 422,
      body: { kind: 'cursor_invalid' },
    })
  })
})
