import { beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../../../worker/kernel/ids'
import { aCompany, type Company } from '../../support/actors'
import { as } from '../../support/app'
import { aCustomer, aDeal, anInteraction } from '../../support/builders'
import { aChampion } from '../../support/scores'

interface Document {
  readonly paths: Record<string, Record<string, unknown>>
}

/** Where a path's last id comes from, by the path before it; and of what. */
type Ids = Readonly<Record<string, string>>

// A body each command would take, so that it is the id that decides. Ids inside them are this company's own.
const BODIES: Readonly<Record<string, (own: Ids) => unknown>> = {
  'PATCH /api/v1/opportunities/{id}': () => ({ version: 1, title: 'Mine now' }),
  'POST /api/v1/opportunities/{id}/move': (own) => ({ stageId: own.stage }),
  'POST /api/v1/opportunities/{id}/close': () => ({ outcome: 'won' }),
  'PATCH /api/v1/customers/{id}': () => ({ version: 1, name: 'Mine now' }),
  'PATCH /api/v1/interactions/{id}': () => ({ version: 1, content: 'Mine now' }),
  'PATCH /api/v1/pipelines/{id}': () => ({ version: 1, name: 'Mine now' }),
  'POST /api/v1/pipelines/{id}/stages': () => ({ name: 'Mine', position: 0 }),
  'PATCH /api/v1/pipelines/{id}/stages/{stageId}': () => ({ version: 1, name: 'Mine now' }),
  'PATCH /api/v1/products/{id}': () => ({ version: 1, name: 'Mine now' }),
  'PATCH /api/v1/custom-fields/{id}': () => ({ version: 1, label: 'Mine now' }),
  'PATCH /api/v1/users/{id}': () => ({ version: 1, name: 'Mine now' }),
  'PATCH /api/v1/teams/{id}': () => ({ version: 1, name: 'Mine now' }),
  'PATCH /api/v1/roles/{id}': () => ({ version: 1, name: 'Mine now' }),
  'POST /api/v1/invitations/{id}/resend': () => ({}),
  'PUT /api/v1/imports/{id}/draft': () => DRAFT,
  'POST /api/v1/imports/{id}/preview': () => DRAFT,
  'POST /api/v1/imports/{id}/start': () => DRAFT,
  'POST /api/v1/imports/{id}/cancel': () => ({}),
  'PATCH /api/v1/tasks/{id}': () => ({ version: 1, title: 'Mine now' }),
  'POST /api/v1/tasks/{id}/move': () => ({ status: 'completed' }),
  'PUT /api/v1/tasks/{id}/sharing': () => ({ collaborators: [] }),
  'PATCH /api/v1/tasks/{id}/sharing': () => ({ visibility: 'public' }),
  'POST /api/v1/tasks/{id}/checklist': () => ({ items: [{ title: 'Mine' }] }),
  'PATCH /api/v1/tasks/{id}/checklist/{itemId}': () => ({ title: 'Mine now' }),
  'POST /api/v1/tasks/{id}/dependencies': (own) => ({ blockedById: own.tasks }),
  'POST /api/v1/tasks/{id}/comments': () => ({ text: 'Mine' }),
  'PATCH /api/v1/tasks/{id}/comments/{commentId}': () => ({ text: 'Mine now' }),
  'POST /api/v1/tasks/{id}/time': () => ({ minutes: 5 }),
  'POST /api/v1/tasks/{id}/reminders': () => ({ remindAt: '2199-01-01T00:00:00Z' }),
  'PUT /api/v1/task-templates/{id}': () => ({ name: 'Mine now', content: { title: 'Mine' } }),
  // A file, as it is.
  'POST /api/v1/tasks/{id}/attachments': () => 'text',
  'POST /api/v1/tasks/{id}/text': () => 'edit',
}

const QUERIES: Readonly<Record<string, string>> = { 'POST /api/v1/tasks/{id}/attachments': '?name=notes.txt' }

const DRAFT = {
  dialect: { delimiter: ',', header: true, sepLine: false },
  mapping: { columns: [{ header: 'Title', target: { kind: 'field', field: 'title' } }], stages: [], outcomes: [] },
  conventions: { dateOrder: 'dmy', decimals: 'point', currency: 'EUR', customerWhenBlank: null },
}

/** A record of each kind, made through the API or laid by hand, by the path under which it is found. */
async function recordsOf(company: Company): Promise<Ids> {
  const admin = as(company.admin)
  const made = async (path: string, body: unknown) => {
    const { body: answer } = await admin.post<{ id?: string; run?: { id: string } }>(path, body)
    return answer.id ?? answer.run?.id ?? ''
  }
  const customer = await aCustomer(company)
  const deal = await aDeal(company, { customerId: customer })
  const roles = await admin.get<{ rows: { id: string }[] }>('/roles')
  const csv = await admin.fetch('/imports?name=deals.csv', {
    method: 'POST',
    headers: { 'content-type': 'text/csv', 'content-length': '31' },
    body: 'Title,Customer\nPump,Acme Works\n',
  })
  const { run } = (await csv.json()) as { run: { id: string } }
  const task = await made('/tasks', { title: 'Call' })
  const list = await admin.post<{ checklist: { id: string }[] }>(`/tasks/${task}/checklist`, {
    items: [{ title: 'a' }],
  })
  const blocker = await made('/tasks', { title: 'Earlier' })
  await admin.post(`/tasks/${task}/dependencies`, { blockedById: blocker })
  const file = await admin.fetch(`/tasks/${task}/attachments?name=notes.txt`, {
    method: 'POST',
    headers: { 'content-length': '4' },
    body: 'text',
  })
  return {
    opportunities: deal,
    customers: customer,
    interactions: await anInteraction(company, { customerId: customer, opportunityId: deal }),
    pipelines: company.pipelineId,
    stage: company.stages.qualified,
    stages: company.stages.qualified,
    products: await made('/products', { name: 'Pump' }),
    'custom-fields': await made('/custom-fields', { entity: 'opportunity', label: 'Budget', type: 'text' }),
    imports: run.id,
    users: company.rep.userId,
    teams: await made('/teams', { name: 'Another team' }),
    roles: await made('/roles', { name: 'Auditor', scope: 'tenant', permissions: [] }),
    invitations: await made('/invitations', { email: `${newId()}@example.com`, roleId: roles.body.rows[0]?.id }),
    sessions: company.admin.sessionId,
    models: await aChampion(company),
    tasks: task,
    checklist: list.body.checklist[0]?.id ?? '',
    dependencies: blocker,
    comments: await made(`/tasks/${task}/comments`, { text: 'Well' }),
    time: await made(`/tasks/${task}/time`, { minutes: 5 }),
    reminders: await made(`/tasks/${task}/reminders`, { remindAt: '2199-01-01T00:00:00Z' }),
    attachments: ((await file.json()) as { id: string }).id,
    notifications: await aNotification(company),
    'task-templates': await made('/task-templates', { name: 'Visit', content: { title: 'Visit' } }),
  }
}

/** One of the administrator, who is told what others say about their task. */
async function aNotification(company: Company): Promise<string> {
  const task = await as(company.admin).post<{ id: string }>('/tasks', { title: 'Call', visibility: 'public' })
  await as(company.rep).post(`/tasks/${task.body.id}/comments`, { text: 'Done' })
  const { body } = await as(company.admin).get<{ rows: { id: string }[] }>('/notifications')
  return body.rows[0]?.id ?? ''
}

describe('every route of the API that names a record', async () => {
  const { body: document } = await as(null).get<Document>('/openapi.json')
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  )
  const naming = operations.filter((operation) => operation.includes('{'))
  let own: Ids
  let foreign: Ids
  let ours: Company

  beforeAll(async () => {
    ours = await aCompany()
    own = await recordsOf(ours)
    foreign = await recordsOf(await aCompany())
  })

  it('is in the document, and there are many', () => {
    expect(naming.length).toBeGreaterThan(25)
    expect(Object.keys(BODIES).filter((operation) => !naming.includes(operation))).toEqual([])
  })

  it.each(naming)('%s answers for another company’s record as for one that is missing', async (operation) => {
    const [method, template] = operation.split(' ') as [string, string]
    const request = async (ids: (kind: string) => string) => {
      const path = template
        .replace('/api/v1', '')
        .replace(/([\w-]+)\/\{\w+\}/g, (_, kind: string) => `${kind}/${ids(kind)}`)
      const body = BODIES[operation]?.(own)
      const sent = typeof body === 'string' ? body : JSON.stringify(body)
      const response = await as(ours.admin).fetch(path + (QUERIES[operation] ?? ''), {
        method,
        ...(body !== undefined && {
          body: sent,
          headers: {
            'content-type': typeof body === 'string' ? 'application/octet-stream' : 'application/json',
            'content-length': String(sent.length),
          },
        }),
      })
      const text = await response.text()
      const { requestId: _, ...told } = text.startsWith('{')
        ? (JSON.parse(text) as Record<string, unknown>)
        : { requestId: '', text }
      return { status: response.status, told }
    }
    const missing = await request(() => newId())
    expect(missing.status).toBe(404)
    const theirs = (kind: string) => {
      const id = foreign[kind]
      if (!id) throw new Error(`the test knows no record under /${kind}`)
      return id
    }
    expect(await request(theirs)).toEqual(missing)
  })

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
    const told = ({ status, body }: { status: number; body: unknown }) =>
      `${status} ${JSON.stringify(body).replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'id')}`
    expect(told(a)).toEqual(told(b))
    expect(a.status).toBeGreaterThanOrEqual(400)
    expect(a.status).toBeLessThan(500)
  })
})
