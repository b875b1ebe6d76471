import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { customers } from '../../../../drizzle/schema'
import { newId } from '../../../../worker/kernel/ids'
import type { Page } from '../../../../worker/kernel/page'
import type { CustomerRow } from '../../../../worker/sales/contract'
import { aCompany, type Company, owner } from '../../../support/actors'
import { as } from '../../../support/app'
import { aCustomer, aDeal, anInteraction } from '../../../support/builders'

let company: Company
beforeAll(async () => {
  company = await aCompany()
})

async function list(query: Record<string, string>, person = company.rep) {
  const answer = await as(person).get<Page<CustomerRow>>(`/customers?${new URLSearchParams(query)}`)
  expect(answer).toMatchObject({ status: 200, roundTrips: 1 })
  return answer.body
}
const namesOf = async (query: Record<string, string>, person = company.rep) =>
  (await list(query, person)).rows.map(({ name }) => name)

describe('a row', () => {
  it('tells what is going on with the customer', async () => {
    const globex = await aCustomer(company, { name: 'Globex', industry: 'Oil', tags: ['vip'] })
    const ann = await aCustomer(company, { kind: 'person', name: 'Ann', companyId: globex, jobTitle: 'CEO' })
    await aDeal(company, { customerId: globex, amountMinor: 100 })
    await aDeal(company, { customerId: globex, amountMinor: 250 })
    await aDeal(company, { customerId: globex, amountMinor: 7, currency: 'USD' })
    await aDeal(company, { customerId: globex, amountMinor: 9_000, status: 'won' })
    await aDeal(company, { customerId: globex, amountMinor: 9_000, currency: 'JPY', status: 'lost' })
    await anInteraction(company, { customerId: globex, occurredAt: '2026-01-05T10:00:00.000Z' })
    await anInteraction(company, { customerId: globex, occurredAt: '2026-02-05T10:00:00.000Z' })
    await anInteraction(company, { customerId: globex, personId: ann, occurredAt: '2026-01-20T10:00:00.000Z' })
    const { rows } = await list({ q: 'Globex' })
    expect(rows).toEqual([
      {
        id: globex,
        kind: 'company',
        name: 'Globex',
        companyId: null,
        companyName: null,
        jobTitle: null,
        email: null,
        phone: null,
        industry: 'Oil',
        tags: ['vip'],
        ownerId: company.rep.userId,
        version: 1,
        openDeals: 3,
        wonDeals: 1,
        lostDeals: 1,
        openAmounts: [
          { currency: 'EUR', amountMinor: 350 },
          { currency: 'USD', amountMinor: 7 },
        ],
        lastInteractionAt: '2026-02-05T10:00:00.000Z',
      },
    ])
    expect((await list({ companyId: globex })).rows).toMatchObject([
      {
        id: ann,
        companyName: 'Globex',
        jobTitle: 'CEO',
        openDeals: 0,
        openAmounts: [],
        lastInteractionAt: '2026-01-20T10:00:00.000Z',
      },
    ])
    const people = await as(company.rep).get<Page<CustomerRow>>(`/customers/${globex}/people`)
    expect(people).toMatchObject({ status: 200, body: { rows: [{ id: ann }], nextCursor: null }, roundTrips: 1 })
  })
})

describe('a filter', () => {
  let own: Company
  beforeAll(async () => {
    own = await aCompany()
    const outsiders = { ownerId: own.outsider.userId }
    const apple = await aCustomer(own, { name: 'Apple', industry: 'Tech', tags: ['fruit', 'big'] })
    await aCustomer(own, { name: 'banana', industry: 'Food', tags: ['fruit'] })
    await aCustomer(own, { name: 'Cherry', ...outsiders })
    await aCustomer(own, { kind: 'person', name: 'Dora', companyId: apple })
  })
  it.each([
    ['nothing', {}, ['Apple', 'banana', 'Cherry', 'Dora']],
    ['sort', { sort: '-name' }, ['Dora', 'Cherry', 'banana', 'Apple']],
    ['kind', { kind: 'person' }, ['Dora']],
    ['tag', { tag: 'fruit' }, ['Apple', 'banana']],
    ['tag as a whole', { tag: 'fru' }, []],
    ['industry', { industry: 'Food' }, ['banana']],
    ['owner', { ownerId: 'outsider' }, ['Cherry']],
    ['two at once', { tag: 'fruit', industry: 'Tech' }, ['Apple']],
    ['words and a kind', { q: 'o', kind: 'company' }, []],
  ])('by %s', async (_, query, names) => {
    const asked = 'ownerId' in query ? { ownerId: own.outsider.userId } : (query as Record<string, string>)
    expect(await namesOf(asked, own.admin)).toEqual(names)
  })
})

describe('search', () => {
  let own: Company
  beforeAll(async () => {
    own = await aCompany()
    await aCustomer(own, { name: 'Müller & Söhne GmbH', notes: 'Met at the Hannover fair' })
    await aCustomer(own, { name: 'Contoso, Inc.', email: 'hello@contoso.example', industry: 'Software' })
    await aCustomer(own, { name: 'שלום בע״מ 🎉', jobTitle: 'Buyer' })
    await aCustomer(own, { name: "O'Brien\\Sons" })
  })
  it.each([
    ['a word of the name', 'Söhne', ['Müller & Söhne GmbH']],
    ['in other capitals', 'SÖHNE', ['Müller & Söhne GmbH']],
    ['its beginning', 'mül', ['Müller & Söhne GmbH']],
    ['a word of the notes', 'hannov', ['Müller & Söhne GmbH']],
    ['words from several places in any order', 'fair gmbh', ['Müller & Söhne GmbH']],
    ['words that are not all there', 'fair contoso', []],
    ['the middle of a word', 'ontoso', []],
    ['an e-mail address', 'hello@contoso.example', ['Contoso, Inc.']],
    ['the beginning of one', 'hello@con', ['Contoso, Inc.']],
    ['an abbreviation with its dot', 'contoso inc.', ['Contoso, Inc.']],
    ['an industry', 'softw', ['Contoso, Inc.']],
    ['right-to-left script', 'שלו', ['שלום בע״מ 🎉']],
    ['a name with an apostrophe', "O'Brien", ["O'Brien\\Sons"]],
    ['a backslash', 'Brien\\Sons', ["O'Brien\\Sons"]],
  ])('finds %s', async (_, q, names) => {
    expect(await namesOf({ q }, own.rep)).toEqual(names)
  })

  it.each([
    ["'); drop table customers; --"],
    ["' or '1'='1"],
    ["a' & 'b"],
    ["':*"],
    ['!!! | & ( ) :*'],
    ['\\'],
    ["\\' | 'tenant:x"],
    ['tenant:*'],
    ['='],
    ['te'],
    ['%_'],
    ['🎉'],
    ['-'.repeat(200)],
    ["' ".repeat(100)],
    ['<->'],
  ])('takes %s for words and does nothing else', async (q) => {
    expect(await namesOf({ q }, own.rep)).toEqual([])
    expect(await namesOf({}, own.rep)).toHaveLength(4)
  })

  it('of blanks asks for nothing in particular', async () => {
    expect(await namesOf({ q: '  ' }, own.rep)).toHaveLength(4)
  })

  it('does not take the company’s own word for itself', async () => {
    for (const q of [`tenant:${own.tenantId}`, `=${own.tenantId}`, own.tenantId]) {
      expect(await namesOf({ q }, own.rep)).toEqual([])
    }
  })

  it.each([
    ['NUL', { q: 'a\u0000' }, 'q'],
    ['201 characters', { q: 'x'.repeat(201) }, 'q'],
    ['NUL in a tag', { tag: '\u0000' }, 'tag'],
    ['NUL in an industry', { industry: '\u0000' }, 'industry'],
    ['an owner that is no id', { ownerId: "' or 1=1" }, 'ownerId'],
    ['a sort that is none', { sort: 'name; drop table customers' }, 'sort'],
    ['no rows', { limit: '0' }, 'limit'],
    ['201 rows', { limit: '201' }, 'limit'],
  ])('refuses %s', async (_, query, field) => {
    const answer = await as(own.rep).get(
      `/customers?${new URLSearchParams(query as unknown as Record<string, string>)}`,
    )
    expect(answer).toMatchObject({ status: 422, body: { kind: 'invalid_input', errors: [{ field }] } })
  })

  it('finds a rep’s one match among thousands of colleagues’ newer ones', async () => {
    const mine = await aCustomer(own, { name: 'Common word' })
    const ownerId = own.outsider.userId
    const rows = Array.from({ length: 6000 }, (_, i) => ({
      tenantId: own.tenantId,
      id: newId<string>(),
      kind: 'company' as const,
      name: `Common ${i}`,
      ownerId,
      createdBy: ownerId,
    }))
    for (let i = 0; i < rows.length; i += 1000)
      await owner()
        .insert(customers)
        .values(rows.slice(i, i + 1000))
    expect((await list({ q: 'comm' }, own.rep)).rows).toMatchObject([{ id: mine }])
    expect((await list({ q: 'comm' }, own.manager)).rows).toMatchObject([{ id: mine }])
  })
})

describe('pages', () => {
  it('hold every row once, in order, whatever their size and whatever the names are', async () => {
    const name = fc.oneof(
      fc.constantFrom('Same', 'same', 'SAME', 'a', 'B', 'Ä', '🎉', '株', 'ש'),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.array(name, { minLength: 1, maxLength: 25 }),
        fc.integer({ min: 1, max: 9 }),
        fc.constantFrom('name', '-name'),
        async (names, limit, sort) => {
          const own = await aCompany()
          const kept = names.map((text) => text.replace(/[\p{Cc}\p{Cs}]/gu, '').slice(0, 200) || 'x')
          await owner()
            .insert(customers)
            .values(
              kept.map((text) => ({
                tenantId: own.tenantId,
                kind: 'company' as const,
                name: text,
                ownerId: own.rep.userId,
                createdBy: own.rep.userId,
              })),
            )
          const seen: CustomerRow[] = []
          for (let cursor: string | null = ''; cursor !== null; ) {
            const page: Page<CustomerRow> = await list(
              { sort, limit: String(limit), ...(cursor ? { cursor } : {}) },
              own.rep,
            )
            expect(page.rows.length).toBeLessThanOrEqual(limit)
            seen.push(...page.rows)
            cursor = page.nextCursor
          }
          expect(new Set(seen.map(({ id }) => id)).size).toBe(kept.length)
          const whole = await list({ sort, limit: '200' }, own.rep)
          expect(seen).toEqual(whole.rows)
          expect(whole.rows.map((row) => row.name).sort()).toEqual([...kept].sort())
        },
      ),
      { numRuns: 12 },
    )
  })

  it('go on after the longest name there can be', async () => {
    const own = await aCompany()
    const long = '\u{1F600}'.repeat(100)
    for (const name of [`${long}`, `${long}`, `${long}`]) await aCustomer(own, { name })
    const first = await list({ limit: '2' }, own.rep)
    expect((await list({ limit: '2', cursor: first.nextCursor! }, own.rep)).rows).toHaveLength(1)
  })

  it('are not lost when the row they go on from is renamed', async () => {
    const own = await aCompany()
    for (const name of ['A', 'B', 'C']) await aCustomer(own, { name })
    const first = await list({ limit: '1' }, own.rep)
    await as(own.rep).patch(`/customers/${first.rows[0]?.id}`, { version: 1, name: 'Z' })
    const rest = await list({ cursor: first.nextCursor! }, own.rep)
    expect(rest.rows.map(({ name }) => name)).toEqual(['B', 'C', 'Z'])
  })

  it.each([
    ['nonsense', 'nonsense'],
    ['a place of another list', btoa(JSON.stringify(['2026-01-01T00:00:00.000Z', 5]))],
    ['an id that is none', btoa(JSON.stringify(['a', "' or 1=1"]))],
    ['NUL', btoa(JSON.stringify(['a\u0000', newId()]))],
  ])('do not go on from %s', async (_, cursor) => {
    for (const path of ['/customers', `/customers/${newId()}/people`]) {
      const answer = await as(company.rep).get(`${path}?${new URLSearchParams({ cursor })}`)
      const wanted = path === '/customers' ? [422, 'cursor_invalid'] : [404, 'customer_not_found']
      expect([answer.status, (answer.body as { kind: string }).kind]).toEqual(wanted)
    }
  })
})

describe('GET /tags', () => {
  it('tells the tags in use of what the caller may see, most used first', async () => {
    const own = await aCompany()
    const mine = await aCustomer(own, { tags: ['vip', 'north'] })
    await aDeal(own, { customerId: mine, tags: ['vip', '🎉'] })
    await aCustomer(own, { tags: ['hidden'], ownerId: own.outsider.userId })
    const rows = [
      { tag: 'vip', uses: 2 },
      { tag: 'north', uses: 1 },
      { tag: '🎉', uses: 1 },
    ]
    expect(await as(own.rep).get('/tags')).toMatchObject({ status: 200, body: { rows }, roundTrips: 1 })
    expect((await as(own.admin).get<{ rows: unknown[] }>('/tags')).body.rows).toHaveLength(4)
  })
})
