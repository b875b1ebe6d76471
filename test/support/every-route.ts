import { newId } from '../../worker/kernel/ids'

import type { Company } from './actors'
import { as } from './app'
import { aCustomer, aDeal, anInteraction } from './builders'
import { aChampion } from './scores'
import { A_SUBSCRIPTION } from './subscription'

/** The id of a record of a kind; a kind is what comes before the id in a path: `customers`, `checklist`. */
export type IdOf = (kind: string) => Promise<string>
export type Ids = Readonly<Record<string, string>>

export const DRAFT = {
  dialect: { delimiter: ',', header: true, sepLine: false },
  mapping: { columns: [{ header: 'Title', target: { kind: 'field', field: 'title' } }], stages: [], outcomes: [] },
  conventions: { dateOrder: 'dmy', decimals: 'point', currency: 'EUR', customerWhenBlank: null },
}

/** A body that each command which names a record takes. Ids inside them are of records beside it. */
export const BODIES: Readonly<Record<string, (id: IdOf) => unknown>> = {
  'PATCH /opportunities/{id}': () => ({ version: 1, title: 'Mine now' }),
  'POST /opportunities/{id}/move': async (id) => ({ stageId: await id('stage') }),
  'POST /opportunities/{id}/close': () => ({ outcome: 'won' }),
  'PATCH /customers/{id}': () => ({ version: 1, name: 'Mine now' }),
  'PATCH /interactions/{id}': () => ({ version: 1, content: 'Mine now' }),
  'PATCH /pipelines/{id}': () => ({ version: 1, name: 'Mine now' }),
  'POST /pipelines/{id}/stages': () => ({ name: 'Mine', position: 0 }),
  'PATCH /pipelines/{id}/stages/{stageId}': () => ({ version: 1, name: 'Mine now' }),
  'PATCH /products/{id}': () => ({ version: 1, name: 'Mine now' }),
  'PATCH /custom-fields/{id}': () => ({ version: 1, label: 'Mine now' }),
  'PATCH /users/{id}': () => ({ version: 1, name: 'Mine now' }),
  'PATCH /teams/{id}': () => ({ version: 1, name: 'Mine now' }),
  'PATCH /roles/{id}': () => ({ version: 1, name: 'Mine now' }),
  'POST /invitations/{id}/resend': () => ({}),
  'PUT /imports/{id}/draft': () => DRAFT,
  'POST /imports/{id}/preview': () => DRAFT,
  'POST /imports/{id}/start': () => DRAFT,
  'POST /imports/{id}/cancel': () => ({}),
  'PATCH /tasks/{id}': () => ({ version: 1, title: 'Mine now' }),
  'POST /tasks/{id}/move': () => ({ status: 'completed' }),
  'PUT /tasks/{id}/sharing': () => ({ collaborators: [] }),
  'PATCH /tasks/{id}/sharing': () => ({ visibility: 'public' }),
  'POST /tasks/{id}/checklist': () => ({ items: [{ title: 'Mine' }] }),
  'PATCH /tasks/{id}/checklist/{itemId}': () => ({ title: 'Mine now' }),
  'POST /tasks/{id}/dependencies': async (id) => ({ blockedById: await id('another-task') }),
  'POST /tasks/{id}/comments': () => ({ text: 'Mine' }),
  'PATCH /tasks/{id}/comments/{commentId}': () => ({ text: 'Mine now' }),
  'POST /tasks/{id}/time': () => ({ minutes: 5 }),
  'POST /tasks/{id}/reminders': () => ({ remindAt: '2199-01-01T00:00:00Z' }),
  'PUT /task-templates/{id}': () => ({ name: 'Mine now', content: { title: 'Mine' } }),
  // Bytes, as they are: a file, and a Yjs update that changes nothing.
  'POST /tasks/{id}/attachments': () => 'text',
  'POST /tasks/{id}/text': () => '\u0000\u0000',
}

export const QUERIES: Readonly<Record<string, string>> = { 'POST /tasks/{id}/attachments': '?name=notes.txt' }

/** `/tasks/{id}/comments/{commentId}` with an id for each. */
export async function pathOf(template: string, id: IdOf): Promise<string> {
  const kinds = [...template.matchAll(/([\w-]+)\/\{\w+\}/g)].map(([, kind = '']) => kind)
  const ids = new Map<string, string>()
  for (const kind of kinds) ids.set(kind, await id(kind))
  return template.replace(/([\w-]+)\/\{\w+\}/g, (_, kind: string) => `${kind}/${ids.get(kind)}`)
}

/** How a body travels: bytes as they are, and everything else as JSON. */
export function sending(body: unknown): Pick<RequestInit, 'body' | 'headers'> {
  if (body === undefined) return {}
  const isBytes = typeof body === 'string'
  const sent = isBytes ? body : JSON.stringify(body)
  const type = isBytes ? 'application/octet-stream' : 'application/json'
  return { body: sent, headers: { 'content-type': type, 'content-length': String(sent.length) } }
}

type Make = (company: Company, id: IdOf) => Promise<string>

const posted =
  (path: string | ((id: IdOf) => Promise<string>), body: unknown | ((id: IdOf) => Promise<unknown>)): Make =>
  async (company, id) => {
    const to = typeof path === 'string' ? path : await path(id)
    const sent = typeof body === 'function' ? await (body as (id: IdOf) => Promise<unknown>)(id) : body
    const answer = await as(company.admin).post<{ id?: string; checklist?: { id: string }[] }>(to, sent)
    const made = answer.body.checklist?.[0]?.id ?? answer.body.id
    if (!made) throw new Error(`POST ${to} made nothing: ${JSON.stringify(answer.body)}`)
    return made
  }
const ofTask = (part: string, body: unknown) => posted(async (id) => `/tasks/${await id('tasks')}/${part}`, body)

/** How a record of each kind is made, through the API or by hand. */
const MAKERS: Readonly<Record<string, Make>> = {
  customers: (company) => aCustomer(company),
  opportunities: async (company, id) => aDeal(company, { customerId: (await id('customers')) as never }),
  interactions: async (company, id) => {
    const [customerId, opportunityId] = [await id('customers'), await id('opportunities')]
    return anInteraction(company, { customerId, opportunityId })
  },
  pipelines: async ({ pipelineId }) => pipelineId,
  stage: async ({ stages }) => stages.qualified,
  stages: async ({ stages }) => stages.qualified,
  products: posted('/products', { name: 'Pump' }),
  'custom-fields': posted('/custom-fields', { entity: 'opportunity', label: 'Budget', type: 'text' }),
  async imports({ admin }) {
    const response = await as(admin).fetch('/imports?name=deals.csv', {
      method: 'POST',
      headers: { 'content-type': 'text/csv', 'content-length': '31' },
      body: 'Title,Customer\nPump,Acme Works\n',
    })
    const { run } = (await response.json()) as { run: { id: string } }
    return run.id
  },
  users: async ({ rep }) => rep.userId,
  teams: posted('/teams', { name: 'Another team' }),
  roles: posted('/roles', { name: 'Auditor', scope: 'tenant', permissions: [] }),
  'built-in-role': async ({ admin }) => {
    const { body } = await as(admin).get<{ rows: { id: string }[] }>('/roles')
    return body.rows[0]?.id ?? ''
  },
  invitations: posted('/invitations', async (id: IdOf) => ({
    email: `${newId()}@example.com`,
    roleId: await id('built-in-role'),
  })),
  sessions: async ({ admin }) => admin.sessionId,
  models: (company) => aChampion(company),
  tasks: posted('/tasks', { title: 'Call' }),
  'another-task': posted('/tasks', { title: 'Another' }),
  checklist: ofTask('checklist', { items: [{ title: 'a' }] }),
  async dependencies(company, id) {
    const earlier = await posted('/tasks', { title: 'Earlier' })(company, id)
    await as(company.admin).post(`/tasks/${await id('tasks')}/dependencies`, { blockedById: earlier })
    return earlier
  },
  comments: ofTask('comments', { text: 'Well' }),
  time: ofTask('time', { minutes: 5 }),
  reminders: ofTask('reminders', { remindAt: '2199-01-01T00:00:00Z' }),
  async attachments({ admin }, id) {
    const response = await as(admin).fetch(`/tasks/${await id('tasks')}/attachments?name=notes.txt`, {
      method: 'POST',
      headers: { 'content-length': '4' },
      body: 'text',
    })
    return ((await response.json()) as { id: string }).id
  },
  // Of the administrator, who is told what others say about their task.
  async notifications({ admin, rep }) {
    const task = await as(admin).post<{ id: string }>('/tasks', { title: 'Call', visibility: 'public' })
    await as(rep).post(`/tasks/${task.body.id}/comments`, { text: 'Done' })
    const { body } = await as(admin).get<{ rows: { id: string }[] }>('/notifications')
    return body.rows[0]?.id ?? ''
  },
  async push({ admin }) {
    const { body } = await as(admin).put<{ id: string }>('/notifications/push', A_SUBSCRIPTION)
    return body.id
  },
  'task-templates': posted('/task-templates', { name: 'Visit', content: { title: 'Visit' } }),
}

/** Records of a company, each made when it is first asked for. */
export function recordsOf(company: Company): IdOf {
  const made = new Map<string, Promise<string>>()
  const id: IdOf = (kind) => {
    const make = MAKERS[kind]
    if (!make) throw new Error(`the test knows no record under /${kind}`)
    const known = made.get(kind) ?? make(company, id)
    made.set(kind, known)
    return known
  }
  return id
}

/** One of every kind. */
export async function allRecordsOf(company: Company): Promise<Ids> {
  const id = recordsOf(company)
  const ids: Record<string, string> = {}
  for (const kind of Object.keys(MAKERS)) ids[kind] = await id(kind)
  return ids
}
