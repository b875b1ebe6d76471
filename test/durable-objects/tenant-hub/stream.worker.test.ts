import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { eq } from 'drizzle-orm'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { opportunities, sessions } from '../../../drizzle/schema'
import type { TenantHub } from '../../../durable-objects/tenant-hub/tenant-hub'
import { CLIENT_VERSION, OLDEST_CLIENT } from '../../../worker/kernel/client-version'
import type { CustomerId, OpportunityId } from '../../../worker/kernel/ids'
import { aCompany, type Company, owner, type Person } from '../../support/actors'
import { as } from '../../support/app'
import { aCustomer, aDeal } from '../../support/builders'
import { Device, inOrder, openStream, workingSetOf } from '../../support/device'
import { aChampion, aScore } from '../../support/scores'

const opened: Device[] = []
async function deviceOf(person: Person): Promise<Device> {
  const device = await Device.of(person)
  opened.push(device)
  await device.until(({ heard }) => heard.length > 0)
  return device
}
afterEach(() => {
  for (const device of opened.splice(0)) device.hangUp()
})

describe('a live connection', () => {
  let company: Company
  beforeAll(async () => {
    company = await aCompany()
  })

  it('is opened by a bearer token, or by our own page with our cookie', async () => {
    const { token } = company.rep
    const cookie = `__Host-access=${token}`
    const withToken = await openStream({ authorization: `Bearer ${token}` })
    const fromOurPage = await openStream({ cookie, origin: 'https://app.test' })
    expect([withToken.status, fromOurPage.status]).toEqual([101, 101])
    for (const { webSocket } of [withToken, fromOurPage]) {
      webSocket?.accept()
      webSocket?.close()
    }
  })

  it.each([
    ['nobody', 401, () => ({ origin: 'https://app.test' })],
    [
      'another site with our cookie',
      403,
      (token: string) => ({ cookie: `__Host-access=${token}`, origin: 'https://evil.test' }),
    ],
    ['our cookie from nowhere', 403, (token: string) => ({ cookie: `__Host-access=${token}` })],
    [
      'another site with a token',
      403,
      (token: string) => ({ authorization: `Bearer ${token}`, origin: 'https://evil.test' }),
    ],
    ['no WebSocket', 426, (token: string) => ({ authorization: `Bearer ${token}`, upgrade: 'h2c' })],
  ])('is refused to %s with %i', async (_, status, headers: (token: string) => Record<string, string>) => {
    const answer = await openStream(headers(company.rep.token))
    expect([answer.status, answer.webSocket]).toEqual([status, null])
  })

  it('hangs up on what it does not understand', async () => {
    const device = await deviceOf(company.rep)
    device.say('{"type":"hello","lastSeq":-1}')
    await device.until(({ closed }) => closed !== undefined)
    expect(device.closed).toEqual({ code: 4400, reason: 'not_understood' })
  })

  it('tells an app that is not the newest that there is a newer one, and serves it', async () => {
    const device = await deviceOf(company.rep)
    const hello = { type: 'hello', lastSeq: device.copy.seq }
    device.say({ ...hello, client: CLIENT_VERSION })
    await device.until(({ heard }) => heard.length === 2)
    device.say({ ...hello, client: OLDEST_CLIENT })
    await device.until(({ heard }) => heard.length === 4)
    expect(device.heard.map(({ type }) => type)).toEqual(['rows', 'rows', 'newer', 'rows'])
  })

  it('hangs up on an app that is too old to be understood, and says why', async () => {
    const device = await deviceOf(company.rep)
    device.say({ type: 'hello', lastSeq: device.copy.seq, client: OLDEST_CLIENT - 1 })
    await device.until(({ closed }) => closed !== undefined)
    expect(device.closed).toEqual({ code: 4426, reason: 'client_too_old' })
  })

  it('answers a ping', async () => {
    const { webSocket } = await openStream({ authorization: `Bearer ${company.rep.token}` })
    const answered = new Promise((resolve) => webSocket?.addEventListener('message', ({ data }) => resolve(data)))
    webSocket?.accept()
    webSocket?.send('ping')
    expect(await answered).toBe('pong')
    webSocket?.close()
  })
})

describe('a change', () => {
  let company: Company
  let customer: CustomerId
  let deal: OpportunityId
  beforeAll(async () => {
    company = await aCompany()
    await aScore(company, await aChampion(company), await dealOf(company, await aCustomer(company)), 0.5)
    customer = await aCustomer(company, { name: 'Globex' })
    deal = await dealOf(company, customer)
  })

  it('reaches whoever may see it, with the row as lists show it', async () => {
    const [rep, manager, admin, outsider] = await Promise.all(
      [company.rep, company.manager, company.admin, company.outsider].map(deviceOf),
    )
    const moved = await as(company.rep).post(`/opportunities/${deal}/move`, { stageId: company.stages.proposal })
    expect(moved.status).toBe(200)
    for (const device of [rep, manager, admin]) {
      await device!.until(({ copy }) => copy.views.opportunities.base(deal)?.stageId === company.stages.proposal)
      expect(device!.copy.views.opportunities.base(deal)).toMatchObject({ customerName: 'Globex', version: 2 })
    }
    await outsider!.until(({ copy }) => copy.seq === rep!.copy.seq)
    expect(JSON.stringify(outsider!.heard)).not.toContain(deal)
  })

  it('takes a deal from whom it left, and gives it with its customer to whom it came', async () => {
    const [rep, outsider, admin] = await Promise.all([company.rep, company.outsider, company.admin].map(deviceOf))
    const version = rep!.copy.views.opportunities.base(deal)?.version
    await as(company.admin).patch(`/opportunities/${deal}`, { version, ownerId: company.outsider.userId })
    await outsider!.until(({ copy }) => copy.views.opportunities.base(deal) !== undefined)
    await rep!.until(({ copy }) => copy.views.opportunities.base(deal) === undefined)
    expect(outsider!.copy.views.customers.base(customer)).toMatchObject({ name: 'Globex' })
    expect(rep!.copy.views.customers.base(customer)).toBeUndefined()
    await admin!.until(({ copy }) => copy.views.opportunities.base(deal)?.ownerId === company.outsider.userId)
    for (const [device, who] of [
      [rep, company.rep],
      [outsider, company.outsider],
      [admin, company.admin],
    ] as const) {
      expect(device!.holds()).toEqual(inOrder((await workingSetOf(who)).rows))
    }
  })

  it('names what else became different, to those who may know of it', async () => {
    const known = await aCustomer(company)
    const theirs = await dealOf(company, known)
    const [rep, outsider] = await Promise.all([company.rep, company.outsider].map(deviceOf))
    const note = { customerId: known, opportunityId: theirs, channel: 'note', content: 'They like it' }
    expect((await as(company.rep).post('/interactions', note)).status).toBe(201)
    const touched = (device: Device) => device.heard.flatMap((one) => (one.type === 'rows' ? one.touched : []))
    await rep!.until((device) => touched(device).some(({ entity, id }) => entity === 'customer' && id === known))
    expect(touched(rep!)).toContainEqual({ entity: 'opportunity', id: theirs })
    await outsider!.until(({ copy }) => copy.seq === rep!.copy.seq)
    expect(touched(outsider!)).toEqual([])
  })

  it('that was published by nobody is told by the next, or by the alarm', async () => {
    const rep = await deviceOf(company.rep)
    const mine = await dealOf(company, await aCustomer(company))
    const hub = env.TENANT_HUB.getByName(company.tenantId)
    await owner().update(opportunities).set({ title: 'Renamed' }).where(eq(opportunities.id, mine))
    await silently(company, mine)
    expect(await runDurableObjectAlarm(hub)).toBe(true)
    await rep.until(({ copy }) => copy.views.opportunities.base(mine)?.title === 'Renamed')
  })

  it('is told also to those whose rights the alarm has the hub look at anew in that very moment', async () => {
    const [rep, admin] = await Promise.all([company.rep, company.admin].map(deviceOf))
    const mine = await dealOf(company, await aCustomer(company))
    await silently(company, mine)
    const hub = env.TENANT_HUB.getByName(company.tenantId)
    await runInDurableObject(hub, async (instance: TenantHub) => {
      // It reads what happened while the alarm rings.
      await Promise.all([instance.publish(rep!.copy.seq + 1), instance.alarm()])
    })
    await as(company.rep).patch(`/opportunities/${mine}`, { version: 1, title: 'And then' })
    for (const device of [rep!, admin!]) {
      await device.until(({ copy }) => copy.views.opportunities.base(mine)?.title === 'And then')
      const named = device.heard.flatMap((one) => (one.type === 'rows' ? one.touched : []))
      expect(named.filter(({ id }) => id === mine)).toHaveLength(2)
    }
  })

  it('reaches a socket that slept through the hub’s eviction', async () => {
    const rep = await deviceOf(company.rep)
    const mine = await dealOf(company, await aCustomer(company))
    await evictDurableObject(env.TENANT_HUB.getByName(company.tenantId))
    await as(company.rep).patch(`/opportunities/${mine}`, { version: 1, title: 'After a rest' })
    await rep.until(({ copy }) => copy.views.opportunities.base(mine)?.title === 'After a rest')
  })

  it('made while a device was away is told when it comes back', async () => {
    const mine = await dealOf(company, await aCustomer(company))
    const rep = await deviceOf(company.rep)
    rep.hangUp()
    await as(company.rep).patch(`/opportunities/${mine}`, { version: 1, title: 'Meanwhile' })
    await as(company.rep).post(`/opportunities/${mine}/close`, { outcome: 'won' })
    await rep.listen()
    await rep.until(({ copy }) => copy.views.opportunities.base(mine) === undefined)
    expect(rep.holds()).toEqual(inOrder((await workingSetOf(company.rep)).rows))
  })

  it('has whoever knows of one that never was fetch everything', async () => {
    const rep = new Device(company.rep)
    opened.push(rep)
    await rep.listen(1_000_000)
    await rep.until(({ heard }) => heard.some(({ type }) => type === 'rows'))
    expect(rep.heard[0]).toEqual({ type: 'resync', because: 'behind' })
    expect(rep.holds()).toEqual(inOrder((await workingSetOf(company.rep)).rows))
  })

  it('is told one by one to whoever missed two thousand, and has whoever missed more fetch everything', async () => {
    const own = await aCompany()
    const mine = await dealOf(own, await aCustomer(own))
    await silently(own, mine, 'opportunity.changed', 2001)
    const [near, far] = [new Device(own.rep), new Device(own.rep)]
    opened.push(near, far)
    await near.listen(1)
    await near.until(({ copy, heard }) => copy.seq === 2001 || heard[0]?.type === 'resync')
    expect(near.heard.every(({ type }) => type === 'rows')).toBe(true)
    await far.listen(0)
    await far.until(({ copy }) => copy.seq === 2001)
    expect(far.heard[0]).toEqual({ type: 'resync', because: 'behind' })
    expect(far.holds()).toEqual(inOrder((await workingSetOf(own.rep)).rows))
  })

  it('has everybody fetch deals anew when it stands for many', async () => {
    const rep = await deviceOf(company.rep)
    await silently(company, deal, 'import.done')
    await env.TENANT_HUB.getByName(company.tenantId).publish(0)
    await rep.until(({ heard }) => heard.some((one) => one.type === 'resync' && one.because === 'bulk'))
  })
})

describe('rights', () => {
  let company: Company
  beforeAll(async () => {
    company = await aCompany()
    await dealOf(company, await aCustomer(company))
  })

  it('that end close the socket: signed out', async () => {
    const device = await deviceOf(company.outsider)
    await as(company.outsider).delete(`/me/sessions/${company.outsider.sessionId}`)
    await device.until(({ closed }) => closed !== undefined)
    expect(device.closed).toEqual({ code: 4401, reason: 'session_ended' })
  })

  it('that end close the socket: deactivated', async () => {
    const leaver = await aCompany().then(({ rep, admin }) => ({ rep, admin }))
    const device = await deviceOf(leaver.rep)
    await as(leaver.admin).patch(`/users/${leaver.rep.userId}`, { version: 1, status: 'deactivated' })
    await device.until(({ closed }) => closed !== undefined)
    expect(device.closed).toEqual({ code: 4401, reason: 'session_ended' })
  })

  it('that run out close the socket at the next look', async () => {
    const other = await aCompany()
    const device = await deviceOf(other.rep)
    await owner()
      .update(sessions)
      .set({ expiresAt: new Date(0).toISOString() })
      .where(eq(sessions.id, other.rep.sessionId))
    await runDurableObjectAlarm(env.TENANT_HUB.getByName(other.tenantId))
    await device.until(({ closed }) => closed !== undefined)
    expect(device.closed?.reason).toBe('session_ended')
  })

  it('over a team change what its leader holds', async () => {
    const manager = await deviceOf(company.manager)
    const theirs = await aDealOf(company, company.outsider)
    const { body } = await as(company.admin).get<{
      rows: { id: string; name: string; memberIds: string[]; version: number }[]
    }>('/teams')
    const north = body.rows.find(({ name }) => name === 'North')!
    const memberIds = [company.outsider.userId]
    await as(company.admin).patch(`/teams/${north.id}`, { version: north.version, memberIds })
    await manager.until(({ copy }) => copy.views.opportunities.base(theirs) !== undefined)
    expect(manager.heard).toContainEqual({ type: 'resync', because: 'access' })
    expect(manager.holds()).toEqual(inOrder((await workingSetOf(company.manager)).rows))
  })
})

async function dealOf(company: Company, customerId: CustomerId): Promise<OpportunityId> {
  return aDeal(company, { customerId })
}

async function aDealOf(company: Company, { userId }: Person): Promise<OpportunityId> {
  const theirs = { ownerId: userId, createdBy: userId }
  return aDeal(company, { customerId: await aCustomer(company, theirs), ...theirs })
}

/** A change that the hub is not told of, or as many of its kind as are wanted. */
async function silently(company: Company, entityId: string, type = 'opportunity.changed', times = 1): Promise<void> {
  const { tenantId, rep } = company
  const entity = type.split('.')[0]!
  const audience = entity === 'import' ? 'tenant' : 'owner'
  await owner().batch([
    owner().execute(`select set_config('app.tenant_id', '${tenantId}', true)`),
    owner().execute(`select app.append_change('${type}', '${entity}', '${entityId}', '{}', '{}', '${audience}',
      '${rep.userId}', '${rep.userId}', 'r') from generate_series(1, ${times})`),
  ])
}
