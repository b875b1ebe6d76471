import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { ask, axeViolations, eventually, PHONE, sessionOf, visit, visitAs } from './support'

interface Me {
  readonly userId: string
  readonly name: string
}

const bell = (page: Page) => page.getByRole('link', { name: /^Notifications/ })
const unread = async (page: Page) => Number(/\d+/.exec((await bell(page).getAttribute('aria-label')) ?? '')?.[0] ?? 0)
const told = (page: Page, title: string) =>
  page.getByRole('list', { name: 'Notifications' }).getByRole('listitem').filter({ hasText: title })
const synced = (page: Page) => page.getByText('Synced').waitFor({ state: 'attached' })

/** A task of the manager that the whole company sees, and its page. */
async function aTask(manager: Page, title: string): Promise<void> {
  const { id } = await ask<{ id: string }>(manager, 'POST', '/tasks', { title, visibility: 'public' })
  await manager.goto(`/tasks/${id}`)
  await manager.getByRole('heading', { name: title, level: 1 }).waitFor()
}

async function mention(manager: Page, name: string, words: string): Promise<void> {
  const box = manager.getByRole('textbox', { name: 'Write a comment' })
  await box.click()
  await manager.keyboard.type(`@${name.slice(0, 4)}`)
  await manager.getByRole('list', { name: 'People to mention' }).getByRole('button', { name }).click()
  await manager.keyboard.type(words)
  await manager.getByRole('button', { name: 'Comment', exact: true }).click()
  await manager.getByRole('listitem').filter({ hasText: words }).waitFor()
}

it('tells somebody who is mentioned while they work, takes them there, and clears it in their other tab', async () => {
  const rep = await visitAs('Sales rep')
  await rep.goto('/today')
  await synced(rep)
  const second = await rep.context().newPage()
  await second.goto('/pipeline')
  await synced(second)
  const me = await ask<Me>(rep, 'GET', '/me')
  const before = await unread(rep)
  const title = `Check the crane ${Date.now()}`
  const manager = await visitAs('Manager')
  await manager.goto('/today')
  await aTask(manager, title)
  await mention(manager, me.name, 'is the hook of the right size?')

  for (const tab of [rep, second]) await eventually(() => unread(tab)).toBe(before + 1)
  await bell(rep).click()
  await rep.getByRole('heading', { name: 'Notifications', level: 1 }).waitFor()
  const line = told(rep, title)
  expect(await line.innerText()).toContain('mentioned you in')
  expect(await line.innerText()).toContain('is the hook of the right size?')
  await line.getByRole('link').click()
  await rep.getByRole('heading', { name: title, level: 1 }).waitFor()
  const comment = rep.getByRole('listitem').filter({ hasText: 'is the hook of the right size?' })
  await comment.waitFor()
  await eventually(() => comment.evaluate((element) => element === document.activeElement)).toBe(true)
  for (const tab of [rep, second]) await eventually(() => unread(tab)).toBe(before)
})

it('is read by keyboard, one or all, and stays so over a reload', async () => {
  const rep = await visitAs('Sales rep')
  await rep.goto('/today')
  await synced(rep)
  const me = await ask<Me>(rep, 'GET', '/me')
  const before = await unread(rep)
  const manager = await visitAs('Manager')
  await manager.goto('/today')
  const titles = ['Order rope', 'Paint the buoy', 'Fetch the keys'].map((title) => `${title} ${Date.now()}`)
  for (const title of titles) await ask(manager, 'POST', '/tasks', { title, assignedTo: me.userId })
  await eventually(() => unread(rep)).toBe(before + 3)

  await rep.getByRole('heading', { name: 'Today', level: 1 }).focus()
  await rep.keyboard.press('g')
  await rep.keyboard.press('n')
  await rep.getByRole('heading', { name: 'Notifications', level: 1 }).waitFor()
  await told(rep, titles[2] ?? '').waitFor()
  expect(await axeViolations(rep)).toEqual([])
  await rep.keyboard.press('j')
  expect(await rep.evaluate(() => document.activeElement?.textContent)).toContain(titles[2])
  await rep.keyboard.press('Tab')
  await rep.keyboard.press('Enter')
  await eventually(() => unread(rep)).toBe(before + 2)
  await rep.getByRole('button', { name: 'Mark all read' }).click()
  await eventually(() => unread(rep)).toBe(0)
  await synced(rep)
  await rep.reload()
  await told(rep, titles[0] ?? '').waitFor()
  expect(await unread(rep)).toBe(0)
  expect(await rep.getByRole('button', { name: 'Mark all read' }).count()).toBe(0)
})

it('works on a phone in the dark, and without a network shows what was told before', async () => {
  const session = await sessionOf('Sales rep')
  const expected = /ERR_FAILED|ERR_INTERNET_DISCONNECTED/
  const rep = await visit({ session, size: PHONE, dark: true, expected })
  await rep.goto('/today')
  await synced(rep)
  const me = await ask<Me>(rep, 'GET', '/me')
  const before = await unread(rep)
  const manager = await visitAs('Manager')
  await manager.goto('/today')
  const title = `Call the pilot ${Date.now()}`
  await ask(manager, 'POST', '/tasks', { title, assignedTo: me.userId })
  await eventually(() => unread(rep)).toBe(before + 1)
  await rep.route('**/api/v1/notifications**', (route) => route.abort('internetdisconnected'))
  await bell(rep).click()
  await told(rep, title).waitFor()
  expect(await axeViolations(rep)).toEqual([])
  await rep.getByRole('button', { name: `Mark read: ${title}` }).click()
  await eventually(() => unread(rep)).toBe(before)
})
