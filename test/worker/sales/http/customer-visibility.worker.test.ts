import { beforeAll, describe, expect, it } from 'vitest'
import { type CustomerId, newId } from '../../../../worker/kernel/ids'
import type { CustomerRow, Interaction } from '../../../../worker/sales/contract'
import { aCompany, type Company } from '../../../support/actors'
import { as } from '../../../support/app'
import { aCustomer, aDeal, anInteraction } from '../../../support/builders'

const ROLES = ['rep', 'outsider', 'manager', 'admin'] as const
type Role = (typeof ROLES)[number]

let company: Company
let stranger: Company
type Tie =
  | 'reps'
  | 'outsiders'
  | 'dealt'
  | 'closed'
  | 'managers'
  | 'personOfReps'
  | 'companyOfPerson'
  | 'person'
  | 'foreign'
/** Each customer by what ties somebody to it. */
let known: Record<Tie, CustomerId>

beforeAll(async () => {
  ;[company, stranger] = [await aCompany(), await aCompany()]
  const { rep, outsider, manager } = company
  const of = (ownerId: string, more = {}) => aCustomer(company, { ownerId, ...more })
  const reps = await of(rep.userId)
  const outsiders = await of(outsider.userId)
  const dealt = await of(outsider.userId)
  await aDeal(company, { customerId: dealt, ownerId: rep.userId })
  await aDeal(company, { customerId: dealt, ownerId: outsider.userId })
  const closed = await of(outsider.userId)
  await aDeal(company, { customerId: closed, ownerId: rep.userId, status: 'lost' })
  const companyOfPerson = await of(outsider.userId)
  known = {
    reps,
    outsiders,
    dealt,
    closed,
    managers: await of(manager.userId),
    personOfReps: await of(outsider.userId, { kind: 'person', companyId: reps }),
    companyOfPerson,
    person: await of(rep.userId, { kind: 'person', companyId: companyOfPerson }),
    foreign: await aCustomer(stranger),
  }
})

// A rep sees their own, those of their deals, and the people and companies around both; a manager the team's likewise.
const SEEN: readonly [Tie, readonly Role[]][] = [
  ['reps', ['rep', 'manager', 'admin', 'outsider']], // the outsider has a person there
  ['outsiders', ['outsider', 'admin']],
  ['dealt', ['rep', 'manager', 'outsider', 'admin']],
  ['closed', ['rep', 'manager', 'outsider', 'admin']],
  ['managers', ['manager', 'admin']],
  ['personOfReps', ['rep', 'manager', 'outsider', 'admin']],
  ['companyOfPerson', ['rep', 'manager', 'outsider', 'admin']],
  ['person', ['rep', 'manager', 'admin', 'outsider']],
  ['foreign', []],
]

describe.each(SEEN)('a customer known by %s', (name, roles) => {
  it.each(ROLES)(`is there for whom it should be: %s`, async (role) => {
    const id = known[name]
    const caller = as(company[role])
    const isSeen = roles.includes(role)
    const { body } = await caller.get<{ rows: CustomerRow[] }>('/customers?limit=200')
    expect(body.rows.some((row) => row.id === id)).toBe(isSeen)
    const status = isSeen ? 200 : 404
    expect((await caller.get(`/customers/${id}`)).status).toBe(status)
    expect((await caller.get(`/customers/${id}/timeline`)).status).toBe(status)
    expect((await caller.get(`/customers/${id}/people`)).status).toBe(status)
    // Not found comes before everything that could tell a row out of sight from one that never was.
    expect((await caller.patch(`/customers/${id}`, { version: 99 })).status).toBe(isSeen ? 409 : 404)
    const said = await caller.post('/interactions', { customerId: id, channel: 'note', content: 'x' })
    expect(said.status).toBe(isSeen ? 201 : 422)
  })
})

it('answers for a row of another company, one out of sight and one that never was with the same words', async () => {
  const strip = (body: unknown) => ({ ...(body as object), requestId: null })
  const answers = []
  for (const id of [known.foreign, known.outsiders, newId()]) {
    for (const path of [`/customers/${id}`, `/customers/${id}/timeline`, `/customers/${id}/people`]) {
      answers.push(strip((await as(company.rep).get(path)).body))
    }
    answers.push(strip((await as(company.rep).patch(`/customers/${id}`, { version: 1 })).body))
  }
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
})

it('counts only the deals the caller may see', async () => {
  const count = async (role: Role) => {
    const { body } = await as(company[role]).get<{ rows: CustomerRow[] }>('/customers?limit=200')
    return body.rows.find(({ id }) => id === known.dealt)?.openDeals
  }
  expect([await count('rep'), await count('manager'), await count('outsider'), await count('admin')]).toEqual([
    1, 1, 1, 2,
  ])
})

it('finds by search only what the caller may see', async () => {
  const word = `zq${newId().replaceAll('-', '')}`
  await aCustomer(company, { name: `Mine ${word}` })
  await aCustomer(company, { name: `Theirs ${word}`, ownerId: company.outsider.userId })
  await aCustomer(stranger, { name: `Foreign ${word}` })
  const found = async (role: Role) =>
    (await as(company[role]).get<{ rows: CustomerRow[] }>(`/customers?q=${word}`)).body.rows.length
  expect([await found('rep'), await found('outsider'), await found('manager'), await found('admin')]).toEqual([
    1, 1, 1, 2,
  ])
})

describe('what was said', () => {
  it('is seen with the customer it was said to', async () => {
    const mine = await anInteraction(company, { customerId: known.reps })
    const theirs = await anInteraction(company, {
      customerId: known.outsiders,
      userId: company.outsider.userId,
    })
    const foreign = await anInteraction(stranger, { customerId: known.foreign })
    const seen = async (role: Role) => {
      const { body } = await as(company[role]).get<{ rows: Interaction[] }>('/interactions?limit=200')
      return [mine, theirs, foreign].map((id) => body.rows.some((row) => row.id === id))
    }
    expect(await seen('rep')).toEqual([true, false, false])
    expect(await seen('manager')).toEqual([true, false, false])
    expect(await seen('admin')).toEqual([true, true, false])
    for (const id of [theirs, foreign, newId()]) {
      expect(await as(company.rep).patch(`/interactions/${id}`, { version: 1 })).toMatchObject({ status: 404 })
      expect(await as(company.rep).delete(`/interactions/${id}`)).toMatchObject({ status: 404 })
    }
  })
})
