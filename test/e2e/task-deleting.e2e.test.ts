import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { axeViolations, CUT, eventually, message, PHONE, picture, visitAs } from './support'

const link = (page: Page, title: string) =>
  page.getByRole('navigation', { name: 'Tasks' }).getByRole('link', { name: title })

async function open(page: Page, title: string) {
  await link(page, title).click()
  const task = page.getByRole('article', { name: title })
  await task.waitFor()
  return task
}

/** A task just made, open before who made it. */
async function aTask(page: Page, title: string) {
  await page.goto('/tasks')
  await page.getByRole('textbox', { name: 'Add a task', exact: true }).fill(title)
  await page.keyboard.press('Enter')
  return open(page, title)
}

it('deletes a task at once and brings it back as it was, on the screens of others too', async () => {
  const page = await visitAs('Sales rep')
  const task = await aTask(page, 'Count the pallets')
  await task.getByRole('textbox', { name: 'Add a step' }).fill('Hall one')
  await task.getByRole('textbox', { name: 'Add a step' }).press('Enter')
  await task.getByRole('checkbox', { name: 'Hall one' }).waitFor()
  await page.getByText('Synced').waitFor({ state: 'attached' })
  const other = await page.context().newPage()
  await other.goto('/tasks')
  await link(other, 'Count the pallets').waitFor()
  await picture(page, 'task-delete')

  await task.getByRole('button', { name: 'Delete', exact: true }).click()
  await link(page, 'Count the pallets').waitFor({ state: 'detached' })
  await link(other, 'Count the pallets').waitFor({ state: 'detached' })
  await message(page, 'Deleted: Count the pallets').hover()
  expect(await axeViolations(page)).toEqual([])
  await page.getByRole('button', { name: /^Undo/ }).click()
  await link(other, 'Count the pallets').waitFor()
  await (await open(page, 'Count the pallets')).getByRole('checkbox', { name: 'Hall one' }).waitFor()
})

it('deletes a task without a network, and keeps the words that others wrote into it offline', async () => {
  const page = await visitAs('Sales rep', { expected: CUT, size: PHONE, dark: true })
  const task = await aTask(page, 'Ring the depot')
  await page.getByText('Synced').waitFor({ state: 'attached' })
  await page.evaluate(async () => void (await navigator.serviceWorker.ready))
  await eventually(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true)
  // The same person on another device, which deletes it while this one is away.
  const elsewhere = await visitAs('Sales rep')
  await elsewhere.goto(page.url())
  await page.context().setOffline(true)
  await task.getByRole('textbox', { name: 'Write a comment' }).fill('They open at six.')
  await task.getByRole('button', { name: 'Comment', exact: true }).click()
  await page.getByText('1 change kept on this device').waitFor()
  // It is off the screen at once; the comment must not reach the server before that does.
  const isDeleted = elsewhere.waitForResponse((answer) => answer.request().method() === 'DELETE' && answer.ok())
  await elsewhere
    .getByRole('article', { name: 'Ring the depot' })
    .getByRole('button', { name: 'Delete', exact: true })
    .click()
  await message(elsewhere, 'Deleted: Ring the depot').waitFor()
  await isDeleted
  await page.context().setOffline(false)
  await page.getByText('Refused').first().waitFor({ state: 'attached' })
  await page.goto('/pending')
  const refused = page.getByRole('region', { name: 'Refused' })
  await refused.getByText('They open at six.').waitFor()
  await refused.getByText('There is no such task').waitFor()

  await aTask(page, 'Ring the yard')
  await elsewhere.goto('/tasks')
  await link(elsewhere, 'Ring the yard').waitFor()
  await page.context().setOffline(true)
  await page
    .getByRole('article', { name: 'Ring the yard' })
    .getByRole('button', { name: 'Delete', exact: true })
    .click()
  await eventually(() => link(page, 'Ring the yard').count()).toBe(0)
  await page.context().setOffline(false)
  await link(elsewhere, 'Ring the yard').waitFor({ state: 'detached' })
})
