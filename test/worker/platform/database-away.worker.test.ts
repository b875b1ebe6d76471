import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { beforeAll, describe, expect, it } from 'vitest'
import { app } from '../../../worker/app'
import { newId, type OpportunityId } from '../../../worker/kernel/ids'
import type { Opportunity } from '../../../worker/sales/contract'
import { aCompany, type Company } from '../../support/actors'
import { as } from '../../support/app'
import { aCustomer } from '../../support/builders'
import { envNamed, failNext } from '../../support/imports'

const OF_ITS_OWN = 'away' // the name of a connection that only this file's requests use

let company: Company
let customerId: string
beforeAll(async () => {
  company = await aCompany()
  customerId = await aCustomer(company)
})

/** Opens a deal over the connection that may fail. */
async function open(id: OpportunityId, operationId: string): Promise<Response> {
  const context = createExecutionContext()
  const request = new Request('https://app.test/api/v1/opportunities', {
    method: 'POST',
    headers: {
      authorization: `Bearer ${company.rep.token}`,
      'content-type': 'application/json',
      'idempotency-key': operationId,
    },
    body: JSON.stringify({ id, title: 'Pumps', amountMinor: 1000, customerId }),
  })
  const response = await app.fetch(request, envNamed(OF_ITS_OWN), context)
  await waitOnExecutionContext(context)
  return response
}

const dealsNamed = async (id: string) => (await as(company.rep).get(`/opportunities/${id}`)).status

describe('a database that goes away in the middle of a command', () => {
  it('before anything was read: says that nothing was changed, and the same command again is carried out', async () => {
    const [id, operationId] = [newId<OpportunityId>(), crypto.randomUUID()]
    await failNext(OF_ITS_OWN, 1, 'refuse')
    const away = await open(id, operationId)
    expect(away.status).toBe(503)
    expect(away.headers.get('retry-after')).toBe('2')
    expect(away.headers.get('content-type')).toMatch('application/problem+json')
    expect(await away.json()).toMatchObject({ kind: 'database_away', title: expect.stringContaining('nothing was') })
    expect(await dealsNamed(id)).toBe(404)
    expect((await open(id, operationId)).status).toBe(201)
    expect(await dealsNamed(id)).toBe(200)
  })

  it('before its answer came back: does not pretend to know, and the same command again is not carried out twice', async () => {
    const [id, operationId] = [newId<OpportunityId>(), crypto.randomUUID()]
    // Its read is answered, its write is done, and the answer to that is lost.
    await failNext(OF_ITS_OWN, 1, 'lose-reply', 1)
    const away = await open(id, operationId)
    expect(away.status).toBe(503)
    expect(await away.json()).toMatchObject({ kind: 'database_away', title: expect.stringContaining('send it again') })
    const again = await open(id, operationId)
    expect(again.status).toBe(201)
    expect(again.headers.get('idempotent-replay')).toBe('true')
    expect(((await again.json()) as Opportunity).id).toBe(id)
    const { body } = await as(company.rep).get<{ changes: unknown[] }>(`/opportunities/${id}/history`)
    expect(body.changes).toHaveLength(1)
  })

  it('tells nothing of the database to the person', async () => {
    await failNext(OF_ITS_OWN, 1, 'refuse')
    expect(await (await open(newId(), crypto.randomUUID())).text()).not.toMatch(/neon|connect|sql|postgres|127\.0/i)
  })
})
