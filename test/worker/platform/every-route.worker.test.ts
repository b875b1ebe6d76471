import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { z } from 'zod'
import { predictionModels } from '../../../drizzle/schema'
import { POOLING_TERMS } from '../../../worker/analytics/domain/pool/terms'
import { app } from '../../../worker/app'
import { type CustomerId, newId } from '../../../worker/kernel/ids'
import { anEmail, mailTo, PASSWORD, tokenIn, withPassword } from '../../support/accounts'
import { aCompany, type Company, owner } from '../../support/actors'
import { as } from '../../support/app'
import { aDeal } from '../../support/builders'
import { BODIES, type DRAFT, type IdOf, pathOf, QUERIES, recordsOf, sending } from '../../support/every-route'
import { envNamed } from '../../support/imports'
import { A_SUBSCRIPTION } from '../../support/subscription'

interface Operation {
  readonly operationId: string
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required?: boolean }[]
  readonly responses: Readonly<Record<string, { description: string; content?: Record<string, { schema: object }> }>>
}
interface Document {
  readonly openapi: string
  readonly info: { readonly title: string; readonly version: string }
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
}

const OF_ITS_OWN = 'every-route' // the name of a connection that only this file's requests use

/** Requests that reached the database over that connection, counted where they arrive. */
async function arrived(): Promise<number> {
  const { neonLocal } = inject('worker')
  const answer = await fetch(`http://${neonLocal}/round-trips?application=${OF_ITS_OWN}`)
  return ((await answer.json()) as { roundTrips: number }).roundTrips
}

type Wanted = (id: IdOf, company: Company) => unknown

/** What the commands that name no record are sent; those that do are in `BODIES`. */
const SENT: Readonly<Record<string, Wanted>> = {
  'POST /auth/sign-up': () => ({ company: 'Acme', name: 'Ann', email: anEmail(), password: PASSWORD }),
  'POST /auth/sign-in': async (_, { rep }) => ({ email: (await withPassword(rep)).email, password: PASSWORD }),
  'POST /auth/refresh': async (_, company) => ({ refreshToken: await refreshTokenOf(company) }),
  'POST /auth/sign-out': async (_, company) => ({ refreshToken: await refreshTokenOf(company) }),
  'POST /auth/password-reset': async (_, { rep }) => ({ email: (await withPassword(rep)).email }),
  'POST /auth/password-reset/confirm': async (_, { rep }) => {
    const { email } = await withPassword(rep)
    await as(null).post('/auth/password-reset', { email })
    return { token: tokenIn((await mailTo(email)).link), password: 'another battery horse' }
  },
  'POST /auth/invitation/preview': async (id, company) => ({ token: await invitationTokenOf(id, company) }),
  'POST /auth/invitation/accept': async (id, company) => ({
    token: await invitationTokenOf(id, company),
    name: 'New',
    password: 'another battery horse',
  }),
  'POST /notifications/read': () => ({ upTo: new Date().toISOString() }),
  'PUT /notifications/push': () => A_SUBSCRIPTION,
  'PATCH /me': () => ({ version: 1, name: 'Ann' }),
  'PUT /me/password': async (_, { admin }) => {
    await withPassword(admin)
    return { currentPassword: PASSWORD, newPassword: 'another battery horse' }
  },
  'PATCH /tenant': () => ({ version: 1, name: 'Acme & Sons' }),
  'POST /teams': () => ({ name: 'Third team' }),
  'POST /roles': () => ({ name: 'Reader', scope: 'tenant', permissions: [] }),
  'POST /invitations': async (id) => ({ email: anEmail(), roleId: await id('built-in-role') }),
  'POST /opportunities': async (id) => ({ title: 'Deal', amountMinor: 1, customerId: await id('customers') }),
  'POST /pipelines': () => ({ name: 'Second', stages: [{ name: 'First' }] }),
  'POST /customers': () => ({ kind: 'company', name: 'Globex' }),
  'POST /interactions': async (id) => ({ channel: 'note', opportunityId: await id('opportunities') }),
  'POST /products': () => ({ name: 'Valve' }),
  'POST /custom-fields': () => ({ entity: 'customer', label: 'Region', type: 'text' }),
  'POST /models/pooling': () => ({ terms: POOLING_TERMS.version }),
  'POST /imports': () => 'Title,Customer\nPump,Acme Works\n',
  'POST /imports/{id}/inspect': () => ({}),
  'POST /imports/{id}/start': async (id, { admin }) => {
    const { body } = await as(admin).get<{ inspection: typeof DRAFT }>(`/imports/${await id('imports')}`)
    const { dialect, mapping, conventions } = body.inspection
    return { dialect, mapping, conventions }
  },
  'POST /tasks/bulk': async (id) => ({ changes: [{ id: await id('tasks'), status: 'completed' }] }),
  'POST /tasks': () => ({ title: 'Call' }),
  'POST /task-templates': () => ({ name: 'Survey', content: { title: 'Survey' } }),
}

const ASKED: Readonly<Record<string, Wanted>> = {
  'GET /working-set/changes': () => '?since=0',
  'GET /tasks/texts': async (id) => `?ids=${await id('tasks')}`,
  'GET /tasks/whole': async (id) => `?ids=${await id('tasks')}`,
  'POST /imports': () => '?name=deals.csv',
}

/** What must have happened before. */
const BEFORE: Readonly<Record<string, Wanted>> = {
  'POST /models/train': async (id, company) => {
    const customerId = (await id('customers')) as CustomerId
    await aDeal(company, { customerId, status: 'won' })
  },
  'POST /models/score': (id) => id('models'),
  'POST /models/{id}/serve': async (id) => {
    const earlier = { status: 'retired', artifactKey: 'none', artifactBytes: 1 } as const
    await owner()
      .update(predictionModels)
      .set(earlier)
      .where(eq(predictionModels.id, await id('models')))
  },
  'POST /tasks/{id}/restore': async (id, { admin }) => as(admin).delete(`/tasks/${await id('tasks')}`),
  'POST /tasks/{id}/reopen': async (id, { admin }) => as(admin).post(`/tasks/${await id('tasks')}/complete`),
  'POST /tasks/{id}/timer/stop': async (id, { admin }) => as(admin).post(`/tasks/${await id('tasks')}/timer/start`),
}

/** Where a bare company is refused, as the document says; the success has a test of its own. */
const REFUSED: Readonly<Record<string, number>> = {
  'POST /imports/{id}/resume': 409,
  'GET /opportunities/{id}/prediction': 404,
  'GET /opportunities/{id}/narrative': 404,
  'GET /models/serving': 404,
  'GET /models/serving/artifact': 404,
}

/** A query costs one round trip and a command two; these cost more, and why. */
const COSTS_MORE: Readonly<Record<string, number>> = {
  // Who takes a file is written down first, as a command is; then a stream of pages, the last of them empty.
  'GET /exports/opportunities.csv': 4,
  'GET /exports/customers.csv': 4,
  'GET /exports/interactions.csv': 4,
  'GET /exports/tasks.csv': 4,
  // Whether the import is the caller's, then a stream of pages.
  'GET /imports/{id}/errors.csv': 2,
  // Which tasks the caller sees, then their texts past the caller's rights; a third where a text was never shared before.
  'GET /tasks/texts': 2,
}

async function refreshTokenOf({ rep }: Company): Promise<string> {
  const { email } = await withPassword(rep)
  const { body } = await as(null).post<{ refreshToken: string }>('/auth/sign-in', {
    email,
    password: PASSWORD,
    token: true,
  })
  return body.refreshToken
}

async function invitationTokenOf(id: IdOf, { admin }: Company): Promise<string> {
  const invited = { email: anEmail(), roleId: await id('built-in-role') }
  await as(admin).post('/invitations', invited)
  return tokenIn((await mailTo(invited.email)).link)
}

describe('the API as it describes itself', async () => {
  const { body: document } = await as(null).get<Document>('/openapi.json')
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, operation]) => [`${method.toUpperCase()} ${path.replace('/api/v1', '')}`, operation] as const,
    ),
  )
  const names: readonly string[] = operations.map(([name]) => name)
  let shared: Company
  let sharedId: IdOf

  beforeAll(async () => {
    shared = await aCompany()
    sharedId = recordsOf(shared)
  })

  it('is OpenAPI 3.1, and holds together', () => {
    expect(document.openapi).toMatch(/^3\.1\.\d+$/)
    expect(document.info).toMatchObject({ title: expect.any(String), version: expect.any(String) })
    const ids = operations.map(([, { operationId }]) => operationId)
    expect(new Set(ids).size).toBe(ids.length)
    for (const reference of JSON.stringify(document).matchAll(/"\$ref":"([^"]*)"/g)) {
      const [, address = ''] = reference
      expect(address).toMatch(/^#\//)
      const found = address
        .slice(2)
        .split('/')
        .reduce((at: unknown, key) => (at as Record<string, unknown>)?.[key], document)
      expect(found, address).toBeTypeOf('object')
    }
    for (const [name, { responses, parameters = [] }] of operations) {
      const statuses = Object.keys(responses)
      expect(
        statuses.some((status) => /^(1|2)\d\d$/.test(status)),
        name,
      ).toBe(true)
      for (const { description } of Object.values(responses)) expect(description, name).not.toBe('')
      const inPath = parameters.filter((parameter) => parameter.in === 'path')
      expect(inPath.map((parameter) => `{${parameter.name}}`).sort(), name).toEqual(
        (name.match(/\{\w+\}/g) ?? []).sort(),
      )
      expect(
        inPath.every(({ required }) => required),
        name,
      ).toBe(true)
    }
  })

  it('leaves out no route, and describes none that there is not', () => {
    const registered = app.routes
      .filter(({ method }) => method !== 'ALL')
      .map(({ method, path }) => `${method} ${path.replace('/api/v1', '').replace(/:(\w+)(\{[^}]*\})?/g, '{$1}')}`)
    expect([...new Set(registered)].sort()).toEqual([...names].sort())
  })

  it('is asked here for every route, and for none that there is not', () => {
    for (const table of [SENT, ASKED, BEFORE, REFUSED, COSTS_MORE]) {
      expect(Object.keys(table).filter((name) => !names.includes(name))).toEqual([])
    }
  })

  it.each(operations)(
    '%s answers what it says, and asks the database no oftener than it may',
    async (name, described) => {
      const [method = '', template = ''] = name.split(' ')
      const isQuery = method === 'GET'
      const company = isQuery ? shared : await aCompany()
      const id = isQuery ? sharedId : recordsOf(company)
      const path = (await pathOf(template, id)) + ((await ASKED[name]?.(id, company)) ?? QUERIES[name] ?? '')
      await BEFORE[name]?.(id, company)
      const { body, headers } = sending(await (SENT[name] ?? BODIES[name])?.(id, company))
      const isSocket = '101' in described.responses
      const request = new Request(`https://app.test/api/v1${path}`, {
        method,
        body: body ?? null,
        headers: {
          ...(headers as Record<string, string>),
          ...(isSocket && { upgrade: 'websocket' }),
          ...(!template.startsWith('/auth/') && { authorization: `Bearer ${company.admin.token}` }),
          'cf-connecting-ip': newId(),
        },
      })
      const before = await arrived()
      const context = createExecutionContext()
      const response = await app.fetch(request, envNamed(OF_ITS_OWN), context)
      const { webSocket } = response
      webSocket?.accept()
      webSocket?.close()
      const text = webSocket ? '' : await response.text()
      await waitOnExecutionContext(context)
      const roundTrips = (await arrived()) - before

      const expected =
        REFUSED[name] ??
        Object.keys(described.responses)
          .map(Number)
          .find((status) => status < 300)
      expect({ status: response.status, text: response.status === expected ? '' : text }).toEqual({
        status: expected,
        text: '',
      })
      expect(roundTrips).toBeLessThanOrEqual(COSTS_MORE[name] ?? (isQuery ? 1 : 2))
      const schema = described.responses[response.status]?.content?.['application/json']?.schema
      if (schema) {
        const parsed = z.fromJSONSchema(schema as never).safeParse(JSON.parse(text))
        expect(parsed.success ? [] : parsed.error.issues).toEqual([])
      }
    },
  )
})
