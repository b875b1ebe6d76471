import type { BrowserContext, Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { type PushPayload, personMark } from '../../worker/notifications/domain/push'
import type { Me } from '../../worker/organization/contract'
import { A_SUBSCRIPTION } from '../support/subscription'
import { app } from './app'
import {
  ask,
  axeViolations,
  eventually,
  freshCompany,
  message,
  PASSWORD,
  PHONE,
  picture,
  signIn,
  visit,
  visitAs,
} from './support'

interface Shown {
  readonly tag: string
  readonly title: string
  readonly body: string
}

/** A window whose service worker runs, and the way to have something pushed to it, as its push service would. */
async function pushedTo(page: Page) {
  const context = page.context()
  await context.grantPermissions(['notifications'], { origin: app.origin })
  await page.goto('/today')
  await page.evaluate(() => navigator.serviceWorker.ready)
  const background = await context.newPage()
  const devtools = await context.newCDPSession(background)
  const registered = new Promise<string>((resolve) =>
    devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const [first] = registrations
      if (first) resolve(first.registrationId)
    }),
  )
  await devtools.send('ServiceWorker.enable')
  const registrationId = await registered
  return async (payload: PushPayload) => {
    const { origin } = app
    await devtools.send('ServiceWorker.deliverPushMessage', { origin, registrationId, data: JSON.stringify(payload) })
  }
}

function workerOf(context: BrowserContext) {
  const [worker] = context.serviceWorkers()
  if (!worker) throw new Error('no service worker runs')
  return worker
}

/** What stands among the notifications of the device. */
const shownOn = (context: BrowserContext): Promise<Shown[]> =>
  workerOf(context).evaluate(async () => {
    const { registration } = globalThis as unknown as ServiceWorkerGlobalScope
    const all = await registration.getNotifications()
    return all.map(({ tag, title, body }) => ({ tag, title, body }))
  })

async function payloadFor(page: Page, more: Partial<PushPayload> = {}): Promise<PushPayload> {
  const me = await ask<Me>(page, 'GET', '/me')
  return {
    id: crypto.randomUUID(),
    for: await personMark(me.tenant.id, me.userId),
    title: 'Max mentioned you',
    body: 'Call Ann: look',
    path: '/tasks',
    ...more,
  }
}

it('shows what is pushed once, and nothing that is for somebody else', async () => {
  const page = await visitAs('Sales rep')
  const push = await pushedTo(page)
  const context = page.context()
  const payload = await payloadFor(page)
  await page.close()
  const { id: tag, title, body } = payload
  await push(payload)
  await push(payload)
  await eventually(() => shownOn(context)).toEqual([{ tag, title, body }])
  await push({ ...payload, id: crypto.randomUUID(), for: await personMark('another', 'person'), title: 'Secret' })
  const last = { ...payload, id: crypto.randomUUID(), title: 'Last' }
  await push(last)
  await eventually(async () => (await shownOn(context)).map((one) => one.title).toSorted()).toEqual(['Last', title])
})

it('shows nothing to whoever comes after somebody who has signed out', async () => {
  const page = await visit()
  const { email } = await freshCompany(page)
  const push = await pushedTo(page)
  const context = page.context()
  const payload = await payloadFor(page)
  await page.getByRole('button', { name: /Ada Okafor/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.getByRole('heading', { name: 'Sign in', level: 1 }).waitFor()
  await eventually(() => copies(page)).toBe(0)
  await page.goto('about:blank')
  await push({ ...payload, title: 'Of before' })
  await signIn(page, email, PASSWORD)
  await eventually(() => copies(page)).toBe(1)
  await page.goto('about:blank')
  await push({ ...payload, id: crypto.randomUUID(), title: 'Of now' })
  await eventually(async () => (await shownOn(context)).map(({ title }) => title)).toEqual(['Of now'])
})

const copies = (page: Page) =>
  page.evaluate(async () => (await indexedDB.databases()).filter(({ name }) => name?.startsWith('working-set-')).length)

it('leaves nothing beside a page that is looked at, and goes where a notification leads without loading it anew', async () => {
  const page = await visitAs('Sales rep')
  const push = await pushedTo(page)
  const payload = await payloadFor(page)
  const kept = { ...payload, id: crypto.randomUUID() }
  await page.bringToFront()
  await push(payload)
  await page.evaluate(() => Object.assign(window, { isSame: true }))
  // As a click: the system's own notifications cannot be clicked here.
  await workerOf(page.context()).evaluate(async ({ id: tag, title }) => {
    const scope = globalThis as unknown as ServiceWorkerGlobalScope
    await scope.registration.showNotification(title, { tag, data: { path: '/settings' } })
    const [notification] = await scope.registration.getNotifications({ tag })
    if (notification) scope.dispatchEvent(new NotificationEvent('notificationclick', { notification }))
  }, kept)
  await page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor()
  expect(await page.evaluate(() => 'isSame' in window)).toBe(true)
  await eventually(() => shownOn(page.context())).toEqual([])
})

const section = (page: Page) => page.getByRole('region', { name: 'Push notifications' })
const here = (page: Page) => section(page).getByRole('switch', { name: 'On this device' })

it('is off and says why where the browser’s push service cannot be reached, and half of it is never done', async () => {
  // Chromium's console says why; the page is told no more than that it failed.
  const page = await visit({ expected: /does not support the Push API in incognito mode/ })
  await freshCompany(page)
  await page.context().grantPermissions(['notifications'], { origin: app.origin })
  await page.goto('/settings')
  await page.evaluate(() => navigator.serviceWorker.ready)
  await here(page).click()
  await message(page, /push service of this browser could not be reached/).waitFor()
  await eventually(() => here(page).isChecked()).toBe(false)
  expect(await ask(page, 'GET', '/notifications/push')).toMatchObject({ devices: [] })
})

it('lists one’s devices, and pushes to none that was removed', async () => {
  const page = await visit()
  const { email } = await freshCompany(page)
  await page.context().grantPermissions(['notifications'], { origin: app.origin })
  const phone = await visit({ size: PHONE, dark: true })
  await signIn(phone, email, PASSWORD)
  await ask(phone, 'PUT', '/notifications/push', A_SUBSCRIPTION)
  await ask(page, 'PUT', '/notifications/push', { ...A_SUBSCRIPTION, endpoint: `${A_SUBSCRIPTION.endpoint}d` })

  await page.goto('/settings')
  await page.evaluate(() => navigator.serviceWorker.ready)
  const devices = section(page).getByRole('list', { name: 'Devices that are pushed to' }).getByRole('listitem')
  await eventually(() => devices.count()).toBe(2)
  expect(await here(page).isChecked()).toBe(true)
  await section(page).scrollIntoViewIfNeeded()
  await picture(page, 'push-desktop')
  expect(await axeViolations(page)).toEqual([])

  await section(page)
    .getByRole('button', { name: /^Remove / })
    .click()
  await eventually(() => devices.count()).toBe(1)
  await here(page).focus()
  await page.keyboard.press('Space')
  await eventually(() => devices.count()).toBe(0)
  expect(await here(page).isChecked()).toBe(false)
  await page.reload()
  await here(page).waitFor()
  expect(await here(page).isChecked()).toBe(false)
  expect(await ask(page, 'GET', '/notifications/push')).toMatchObject({ devices: [] })

  // Allowing something else there forbids the rest.
  await phone.context().grantPermissions(['geolocation'], { origin: app.origin })
  await phone.goto('/settings')
  await section(phone)
    .getByText(/blocks notifications/)
    .waitFor()
  await section(phone).scrollIntoViewIfNeeded()
  await picture(phone, 'push-phone-dark')
  expect(await axeViolations(phone)).toEqual([])
})

it('keeps of what somebody is pushed, and when not', async () => {
  const page = await visit()
  await freshCompany(page)
  await page.setViewportSize(PHONE)
  await page.goto('/settings')
  const comments = section(page).getByRole('switch', { name: 'Somebody comments on a task of yours' })
  const quiet = section(page).getByRole('switch', { name: 'Quiet hours' })
  await comments.click()
  await quiet.click()
  await section(page).getByLabel('From').fill('21:30')
  await section(page).getByLabel('From').blur()
  const preferences = async () => (await ask<Me>(page, 'GET', '/me')).preferences
  const timeZone = await page.evaluate(() => Intl.DateTimeFormat().resolvedOptions().timeZone)
  const kept = { 'push.task.commented': false, quietFrom: '21:30', quietTo: '07:00', timeZone }
  await eventually(preferences).toMatchObject(kept)
  expect(await axeViolations(page)).toEqual([])
  await section(page).getByLabel('From').scrollIntoViewIfNeeded()
  await picture(page, 'push-choices-phone')
  await page.reload()
  await quiet.waitFor()
  expect([await comments.isChecked(), await quiet.isChecked()]).toEqual([false, true])
  expect(await section(page).getByLabel('From').inputValue()).toBe('21:30')
  await quiet.click()
  await comments.click()
  await eventually(preferences).toEqual({ timeZone })
})
