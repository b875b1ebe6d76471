import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { newId } from '../../../worker/kernel/ids'
import { withPassword } from '../../support/accounts'
import { aCompany } from '../../support/actors'
import { as } from '../../support/app'
import { BODIES, pathOf, recordsOf, sending } from '../../support/every-route'
import { type IdsNamed, inputs, type Schema } from '../../support/inputs'

interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema: Schema }[]
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> }
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
}

/** Of which kind the record is that a field names; of any other, no record of the company fits. */
const KINDS: Readonly<Record<string, string>> = {
  customerId: 'customers',
  companyId: 'customers',
  opportunityId: 'opportunities',
  pipelineId: 'pipelines',
  stageId: 'stage',
  moveToStageId: 'stage',
  productIds: 'products',
  ownerId: 'users',
  assigneeId: 'users',
  assignedTo: 'users',
  userId: 'users',
  managerId: 'users',
  participantIds: 'users',
  mentions: 'users',
  roleId: 'roles',
  teamId: 'teams',
  memberIds: 'users',
  blockedById: 'another-task',
  ids: 'tasks',
}
// Few, and the same every time: what a longer run finds becomes an example of its own.
const SETTINGS = { seed: 20_261_201, numRuns: 8 }

describe('whatever is sent to a route', async () => {
  const { body: document } = await as(null).get<Document>('/openapi.json')
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, operation]) => [`${method.toUpperCase()} ${path.replace('/api/v1', '')}`, operation] as const,
    ),
  )

  it.each(operations)('%s takes it or says what is wrong', async (name, { parameters = [], requestBody }) => {
    const own = await aCompany()
    const id = recordsOf(own)
    await withPassword(own.admin)
    const [method = '', template = ''] = name.split(' ')
    const known = new Map<string, readonly string[]>()
    for (const [field, kind] of Object.entries(KINDS)) {
      if (JSON.stringify([parameters, requestBody]).includes(`"${field}"`)) known.set(field, [await id(kind)])
    }
    const ids: IdsNamed = (field) => known.get(field) ?? [newId()]
    const schema = requestBody?.content['application/json']?.schema
    const accepted = await BODIES[name]?.(id)
    const body = schema ? bodies(schema, ids, accepted) : fc.constant(accepted)
    const query = fc.record(
      Object.fromEntries(
        parameters.filter((one) => one.in === 'query').map((one) => [one.name, inputs(one.schema, ids, one.name)]),
      ),
      { requiredKeys: [] },
    )
    const path = await pathOf(template, id)
    await fc.assert(
      fc.asyncProperty(body, query, async (sent, asked) => {
        const search = new URLSearchParams(Object.entries(asked).map(([key, value]) => [key, String(value)]))
        const response = await as(own.admin).fetch(`${path}?${search}`, { method, ...sending(sent) })
        const text = await response.text()
        expect(response.status, text).toBeLessThan(500)
        if (response.status >= 400) expect(JSON.parse(text)).toMatchObject({ status: response.status })
      }),
      SETTINGS,
    )
  })
})

/** What the route takes with some of it otherwise, and what the document describes. */
function bodies(schema: Schema, ids: IdsNamed, accepted: unknown): fc.Arbitrary<unknown> {
  const any = inputs(schema, ids)
  if (typeof accepted !== 'object' || accepted === null) return any
  return fc.oneof(
    any,
    any.map((one) => ({ ...(typeof one === 'object' ? one : {}), ...accepted })),
    any.map((one) => ({ ...accepted, ...(typeof one === 'object' ? one : {}) })),
  )
}
