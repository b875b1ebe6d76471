import { createExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { pushSubscriptions } from '../../../../drizzle/schema'
import { app } from '../../../../worker/app'
import type { PushDevice, PushState } from '../../../../worker/notifications/contract'
import { atBrowser, PASSWORD, withPassword } from '../../../support/accounts'
import { aCompany, aPerson, aRole, type Company, owner, type Person } from '../../../support/actors'
import { as } from '../../../support/app'
import { forEachRole } from '../../../support/for-each-role'
import { PushBrowser, secondDevice } from '../../../support/push-browser'
import { A_SUBSCRIPTION } from '../../../support/subscription'

let company: Company
beforeEach(async () => {
  company = await aCompany()
})

const subscribe = (person: Person, browser: PushBrowser) =>
  as(person).put<PushDevice>('/notifications/push', browser.subscription)
const stateOf = async (person: Person) => (await as(person).get<PushState>('/notifications/push')).body
const kept = () => owner().select().from(pushSubscriptions).where(eq(pushSubscriptions.tenantId, company.tenantId))
const at = (endpoint: string) => ({ ...A_SUBSCRIPTION, endpoint })

describe('a device', () => {
  it('is pushed to once it has subscribed, and saying so again changes nothing', async () => {
    const browser = await PushBrowser.open()
    expect(await stateOf(company.rep)).toEqual({ publicKey: env.VAPID_PUBLIC_KEY, devices: [] })
    const first = await subscribe(company.rep, browser)
    expect(first).toMatchObject({ status: 200, roundTrips: 2, body: { isThis: true, lastOkAt: null } })
    expect(await subscribe(company.rep, browser)).toMatchObject({ status: 200, roundTrips: 1, body: first.body })
    expect((await stateOf(company.rep)).devices).toEqual([first.body])
  })

  it('is one device, also when its browser is reached by another address', async () => {
    const { body: first } = await subscribe(company.rep, await PushBrowser.open())
    const renewed = await PushBrowser.open()
    expect(await subscribe(company.rep, renewed)).toMatchObject({ status: 200, body: { id: first.id } })
    expect(await kept()).toMatchObject([{ endpoint: renewed.subscription.endpoint }])
  })

  it('belongs to whoever is signed in there now', async () => {
    const browser = await PushBrowser.open()
    await subscribe(company.rep, browser)
    expect((await subscribe(company.manager, browser)).status).toBe(200)
    expect(await kept()).toMatchObject([{ userId: company.manager.userId }])
  })

  it('is nobody else’s to see or to remove', async () => {
    const { body } = await subscribe(company.rep, await PushBrowser.open())
    const stranger = (await aCompany()).admin
    for (const other of [company.admin, company.outsider, stranger]) {
      expect((await stateOf(other)).devices).toEqual([])
      expect((await as(other).delete(`/notifications/push/${body.id}`)).status).toBe(404)
    }
    expect(await as(company.rep).delete(`/notifications/push/${body.id}`)).toMatchObject({ status: 204, roundTrips: 2 })
    expect(await kept()).toEqual([])
  })

  it('is one of at most twenty of a person', async () => {
    for (let n = 0; n < 20; n++) await secondDevice(company.rep)
    const refused = await subscribe(company.rep, await PushBrowser.open())
    expect(refused).toMatchObject({ status: 409, body: { kind: 'too_many_devices' } })
    const { devices } = await stateOf(company.rep)
    expect(devices).toHaveLength(20)
    await as(company.rep).delete(`/notifications/push/${devices[0]?.id}`)
    expect((await subscribe(company.rep, await PushBrowser.open())).status).toBe(200)
  })
})

describe('the end of a session', () => {
  it('by signing out on the device is the end of what is pushed to it', async () => {
    const visitor = await atBrowser(company.rep)
    await secondDevice(company.rep)
    const { subscription } = await PushBrowser.open()
    expect((await visitor.send('/notifications/push', subscription, { method: 'PUT' })).status).toBe(200)
    expect((await visitor.send('/auth/sign-out', {})).status).toBe(204)
    expect((await kept()).map(({ endpoint }) => endpoint)).not.toContain(subscription.endpoint)
    expect(await kept()).toHaveLength(1)
  })

  it('from elsewhere is too', async () => {
    const session = await secondDevice(company.rep)
    expect((await as(company.rep).delete(`/me/sessions/${session}`)).status).toBe(204)
    expect(await kept()).toEqual([])
  })

  it('because its person no longer works here is too, on every device', async () => {
    await secondDevice(company.rep)
    await secondDevice(company.rep)
    const left = await as(company.admin).patch(`/users/${company.rep.userId}`, { version: 1, status: 'deactivated' })
    expect(left.status).toBe(200)
    expect(await kept()).toEqual([])
  })

  it('because of a new password is too, on every other device', async () => {
    await withPassword(company.rep)
    await secondDevice(company.rep)
    const browser = await PushBrowser.open()
    await subscribe(company.rep, browser)
    const passwords = { currentPassword: PASSWORD, newPassword: 'another battery horse' }
    expect((await as(company.rep).put('/me/password', passwords)).status).toBe(204)
    expect((await kept()).map(({ endpoint }) => endpoint)).toEqual([browser.subscription.endpoint])
  })
})

describe('the address of a device', () => {
  it.each([
    'https://fcm.googleapis.com/fcm/send/abc',
    'https://updates.push.services.mozilla.com/wpush/v2/abc',
    'https://web.push.apple.com/abc',
    'https://db5p.notify.windows.com/w/?token=abc',
  ])('%s is a push service’s', async (endpoint) => {
    expect((await as(company.rep).put('/notifications/push', at(endpoint))).status).toBe(200)
    expect(await kept()).toMatchObject([{ endpoint }])
  })

  // Whoever may say where a server calls has it call what only the server reaches.
  it.each([
    'http://fcm.googleapis.com/fcm/send/abc',
    'https://fcm.googleapis.com:8443/fcm/send/abc',
    'https://fcm.googleapis.com@evil.example/abc',
    'https://user:pass@fcm.googleapis.com/abc',
    'https://fcm.googleapis.com.evil.example/abc',
    'https://evilfcm.googleapis.com/abc',
    'https://evilpush.apple.com/abc',
    'https://push.apple.com/abc',
    'https://push.apple.com.evil.example/abc',
    'https://evil.example/?fcm.googleapis.com',
    'https://evil.example/#.push.apple.com',
    'https://169.254.169.254/latest/meta-data',
    'https://127.0.0.1/abc',
    'https://localhost/abc',
    'http://localhost:8080/abc',
    'http://127.0.0.1.evil.example/abc',
    'http://2130706433.evil.example/abc',
    'http://[::1]/abc',
    'file:///etc/passwd',
    'data:text/plain,abc',
  ])('%s is not', async (endpoint) => {
    const refused = await as(company.rep).put('/notifications/push', at(endpoint))
    expect(refused).toMatchObject({ status: 422, body: { kind: 'push_service_unknown' } })
    expect(await kept()).toEqual([])
  })

  it('on this machine is one only where the product is tried out', async () => {
    const { subscription } = await PushBrowser.open()
    const inProduction = as(company.rep, async (url, init) =>
      app.fetch(new Request(url, init), { ...env, ENVIRONMENT: 'production' }, createExecutionContext()),
    )
    expect(await inProduction.put('/notifications/push', subscription)).toMatchObject({
      status: 422,
      body: { kind: 'push_service_unknown' },
    })
    expect((await inProduction.put('/notifications/push', A_SUBSCRIPTION)).status).toBe(200)
  })

  it.each([
    ['no point of the curve', { p256dh: `B${'A'.repeat(86)}`, auth: A_SUBSCRIPTION.keys.auth }, 'push_keys_invalid'],
    ['too short', { p256dh: 'BA', auth: A_SUBSCRIPTION.keys.auth }, 'invalid_input'],
    ['no secret', { p256dh: A_SUBSCRIPTION.keys.p256dh, auth: 'A' }, 'invalid_input'],
  ])('with keys that are %s is refused', async (_, keys, kind) => {
    const refused = await as(company.rep).put('/notifications/push', { ...A_SUBSCRIPTION, keys })
    expect(refused).toMatchObject({ status: 422, body: { kind } })
  })
})

describe('who may be pushed to', () => {
  const anybody = { nobody: 401, sales_rep: 200, manager: 200, org_admin: 200 }
  forEachRole('GET /notifications/push', anybody)
  forEachRole('PUT /notifications/push', anybody, () => ({ path: '/notifications/push', body: A_SUBSCRIPTION }))

  it('is whoever’s role receives notifications', async () => {
    const silent = await aPerson(company.tenantId, 'Sid Silent', await aRole(company.tenantId, 'own', []))
    expect((await as(silent).get('/notifications/push')).status).toBe(403)
    expect((await as(silent).put('/notifications/push', A_SUBSCRIPTION)).status).toBe(403)
  })

  it('is nobody where it is not set up', async () => {
    const without = as(company.rep, async (url, init) =>
      app.fetch(new Request(url, init), { ...env, VAPID_PRIVATE_KEY: '' }, createExecutionContext()),
    )
    expect((await without.get('/notifications/push')).body).toEqual({ publicKey: null, devices: [] })
    expect(await without.put('/notifications/push', A_SUBSCRIPTION)).toMatchObject({
      status: 409,
      body: { kind: 'push_off' },
    })
  })
})
