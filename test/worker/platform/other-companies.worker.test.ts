import { beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../../../worker/kernel/ids'
import { aCompany, type Company } from '../../support/actors'
import { as } from '../../support/app'
import { allRecordsOf, BODIES, type IdOf, type Ids, pathOf, QUERIES, sending } from '../../support/every-route'

interface Document {
  readonly paths: Record<string, Record<string, { readonly parameters?: readonly Parameter[] }>>
}
interface Parameter {
  readonly name: string
  readonly in: string
  readonly schema: { readonly format?: string }
}

const PEOPLE = ['admin', 'manager', 'rep'] as const

/** What a filter names, by its name. */
const FILTERS: Readonly<Record<string, string>> = {
  ownerId: 'users',
  assignedTo: 'users',
  pipelineId: 'pipelines',
  stageId: 'stages',
  customerId: 'customers',
  companyId: 'customers',
  opportunityId: 'opportunities',
  ids: 'tasks',
}
const NAMES_NOTHING = ['line', 'id'] // what the client calls something of its own

describe('every route of the API that names a record', async () => {
  const { body: document } = await as(null).get<Document>('/openapi.json')
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, { parameters = [] }]) =>
        [`${method.toUpperCase()} ${path.replace('/api/v1', '')}`, parameters] as const,
    ),
  )
  const naming: readonly string[] = operations
    .map(([operation]) => operation)
    .filter((operation) => operation.includes('{'))
  const filters = operations.flatMap(([operation, parameters]) =>
    parameters
      .filter(({ in: place, name, schema }) => place === 'query' && (schema.format === 'uuid' || name in FILTERS))
      .filter(({ name }) => !NAMES_NOTHING.includes(name))
      .map(({ name }) => [operation, name] as const),
  )
  let own: Ids
  let foreign: Ids
  let ours: Company

  beforeAll(async () => {
    ours = await aCompany()
    own = await allRecordsOf(ours)
    foreign = await allRecordsOf(await aCompany())
  })

  it('is in the document, and there are many', () => {
    expect(naming.length).toBeGreaterThan(25)
    expect(filters.length).toBeGreaterThan(15)
    expect(Object.keys(BODIES).filter((operation) => !naming.includes(operation))).toEqual([])
  })

  it.each(naming)('%s answers for another company’s record as for one that is missing', async (operation) => {
    const [method = '', template = ''] = operation.split(' ')
    for (const person of PEOPLE) {
      const request = async (id: IdOf) => {
        const path = (await pathOf(template, id)) + (QUERIES[operation] ?? '')
        const body = await BODIES[operation]?.(async (kind) => own[kind] ?? '')
        return told(await as(ours[person]).fetch(path, { method, ...sending(body) }))
      }
      const missing = await request(async () => newId())
      // Whoever may not do it at all is told so first.
      if (person === 'admin' || missing.status !== 403) expect(missing.status).toBe(404)
      expect(await request(theirs), person).toEqual(missing)
    }
  })

  it.each(filters)('%s finds as much by the %s of another company as by a missing one', async (operation, filter) => {
    const [, template = ''] = operation.split(' ')
    const kind = FILTERS[filter]
    if (!kind) throw new Error(`the test does not know what ${filter} names`)
    // Files may be taken ten times a minute.
    const asked = template.startsWith('/exports') ? await aCompany() : ours
    for (const person of PEOPLE) {
      const path = await pathOf(template, async (named) => own[named] ?? '')
      const request = async (id: string) => told(await as(asked[person]).fetch(`${path}?${filter}=${id}`))
      const missing = await request(newId())
      expect(await request(await theirs(kind)), person).toEqual(missing)
    }
  })

  const theirs: IdOf = async (kind) => {
    const id = foreign[kind]
    if (!id) throw new Error(`the test knows no record under /${kind}`)
    return id
  }

  async function told(response: Response) {
    const text = await response.text()
    const { requestId: _, ...body } = text.startsWith('{')
      ? (JSON.parse(text) as Record<string, unknown>)
      : { requestId: '', text }
    return { status: response.status, body }
  }

  it.each([
    [
      'a deal with another company’s customer',
      '/opportunities',
      (ids: Ids) => ({ title: 'Deal', amountMinor: 1, customerId: ids.customers }),
    ],
    [
      'a deal in another company’s stage',
      '/opportunities',
      (ids: Ids) => ({ title: 'Deal', amountMinor: 1, customerId: own.customers, stageId: ids.stage }),
    ],
    [
      'a deal of another company’s person',
      '/opportunities',
      (ids: Ids) => ({ title: 'Deal', amountMinor: 1, customerId: own.customers, ownerId: ids.users }),
    ],
    [
      'a deal with another company’s product',
      '/opportunities',
      (ids: Ids) => ({ title: 'Deal', amountMinor: 1, customerId: own.customers, productIds: [ids.products] }),
    ],
    [
      'a person of another company’s customer',
      '/customers',
      (ids: Ids) => ({ kind: 'person', name: 'Ann', companyId: ids.customers }),
    ],
    [
      'an interaction about another company’s deal',
      '/interactions',
      (ids: Ids) => ({ channel: 'note', opportunityId: ids.opportunities }),
    ],
    [
      'a task about another company’s deal',
      '/tasks',
      (ids: Ids) => ({ title: 'Call', opportunityId: ids.opportunities }),
    ],
    ['a task about another company’s customer', '/tasks', (ids: Ids) => ({ title: 'Call', customerId: ids.customers })],
    ['a task of another company’s person', '/tasks', (ids: Ids) => ({ title: 'Call', assignedTo: ids.users })],
    [
      'a task shared with another company’s person',
      '/tasks',
      (ids: Ids) => ({ title: 'Call', collaborators: [{ userId: ids.users, canEdit: true }] }),
    ],
    [
      'another company’s task among many',
      '/tasks/bulk',
      (ids: Ids) => ({ changes: [{ id: ids.tasks, status: 'completed' }] }),
    ],
    ['a team led by another company’s person', '/teams', (ids: Ids) => ({ name: 'Theirs', managerId: ids.users })],
    [
      'an invitation to another company’s role',
      '/invitations',
      (ids: Ids) => ({ email: 'new@example.com', roleId: ids.roles }),
    ],
  ] as const)('refuses %s as it refuses a missing one', async (_, path, bodyWith) => {
    const missing = new Proxy({} as Ids, { get: () => newId() })
    const [a, b] = [
      await as(ours.admin).post(path, bodyWith(foreign)),
      await as(ours.admin).post(path, bodyWith(missing)),
    ]
    // An answer may repeat the id it was asked about.
    const without = ({ status, body }: { status: number; body: unknown }) =>
      `${status} ${JSON.stringify(body).replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'id')}`
    expect(without(a)).toEqual(without(b))
    expect(a.status).toBeGreaterThanOrEqual(400)
    expect(a.status).toBeLessThan(500)
  })
})
