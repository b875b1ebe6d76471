import type { Locator, Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { axeViolations, CUT, eventually, PHONE, picture, visitAs } from './support'
import { addStep } from './task-page'

// On a phone it goes without saying.
const synced = (page: Page) => page.getByText('Synced').waitFor({ state: 'attached' })
const taskOf = (page: Page, title: string) => page.getByRole('article', { name: title })

async function add(page: Page, line: string): Promise<Locator> {
  await page.getByRole('textbox', { name: 'Add a task', exact: true }).fill(line)
  await page.keyboard.press('Enter')
  const link = page.getByRole('navigation', { name: 'Tasks' }).getByRole('link', { name: line })
  await link.waitFor()
  return link
}

/** The app is kept on the device: from here on it opens without a network. */
async function isKept(page: Page): Promise<void> {
  await page.evaluate(async () => void (await navigator.serviceWorker.ready))
  await eventually(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true)
}

it('lets a rep work on tasks without a network, through a cold start, and shows a colleague all of it once', async () => {
  const page = await visitAs('Sales rep', { size: PHONE, expected: CUT })
  await page.goto('/tasks')
  await (await add(page, 'Measure the hall')).click()
  const task = taskOf(page, 'Measure the hall')
  await addStep(task, 'Height')
  await addStep(task, 'Width')
  await task.getByRole('button', { name: /^Who may see it:/ }).click()
  await page.getByRole('button', { name: 'Everyone', exact: true }).click()
  await page.keyboard.press('Escape')
  await synced(page)
  await isKept(page)

  await page.context().setOffline(true)
  await task.getByRole('checkbox', { name: 'Height' }).check()
  await task.getByRole('textbox', { name: 'Write a comment' }).fill('The gate is on the left.')
  await task.getByRole('button', { name: 'Comment', exact: true }).click()
  await task.getByRole('button', { name: /^Priority:/ }).click()
  await page.getByRole('menuitemcheckbox', { name: 'Critical' }).click()
  await task.getByRole('textbox', { name: 'Time spent' }).fill('45 min')
  await task.getByRole('button', { name: 'Log time' }).click()
  await task.getByLabel('Attach a file').setInputFiles({
    name: 'plan.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from('A plan of the hall'),
  })
  await task.getByText('Waits to be sent').waitFor()
  await page.getByText('5 changes kept on this device').waitFor()

  const url = page.url()
  await page.close()
  const cold = await page.context().newPage()
  await cold.goto(url)
  const again = taskOf(cold, 'Measure the hall')
  await again.getByText('The gate is on the left.').waitFor()
  expect(await again.getByRole('checkbox', { name: 'Height' }).isChecked()).toBe(true)
  expect(await again.getByRole('checkbox', { name: 'Width' }).isChecked()).toBe(false)
  await again.getByRole('button', { name: 'Priority: Critical' }).waitFor()
  await again.getByText('Waits to be sent').waitFor()

  await cold.getByRole('button', { name: 'Back to the tasks' }).click()
  await (await add(cold, 'Send the drawing')).click()
  await addStep(taskOf(cold, 'Send the drawing'), 'Print it')
  await taskOf(cold, 'Send the drawing').getByRole('checkbox', { name: 'Print it' }).check()
  await taskOf(cold, 'Send the drawing').getByRole('textbox', { name: 'Description' }).click()
  await cold.keyboard.type('On thick paper.')
  await cold.getByText('Offline. Kept on this device.').waitFor()
  await cold.getByRole('link', { name: /9 changes kept on this device/ }).click()
  const waiting = cold.getByRole('region', { name: 'Waiting' })
  await waiting.getByText('Attach “plan.txt” to “Measure the hall”').waitFor()
  await waiting.getByText('Add the task “Send the drawing”').waitFor()
  expect(await axeViolations(cold)).toEqual([])
  await picture(cold, 'pending-offline')

  await cold.context().setOffline(false)
  await synced(cold)
  const sent = cold.getByRole('region', { name: 'Sent' })
  await sent.getByText('Tick “Print it” of “Send the drawing”').waitFor()
  await eventually(() => cold.getByRole('region', { name: 'Waiting' }).count()).toBe(0)

  const colleague = await visitAs('Manager')
  await colleague.goto(url)
  const theirs = taskOf(colleague, 'Measure the hall')
  await theirs.getByText('The gate is on the left.').waitFor()
  expect(await theirs.getByText('The gate is on the left.').count()).toBe(1)
  await theirs.getByRole('link', { name: 'plan.txt' }).waitFor()
  expect(await theirs.getByRole('link', { name: 'plan.txt' }).count()).toBe(1)
  await theirs.getByText('1 of 2', { exact: true }).waitFor()
})

it('shows what an edit without a network went over, and swaps one for the other', async () => {
  const page = await visitAs('Sales rep', { expected: CUT })
  await page.goto('/tasks')
  await (await add(page, 'Book the crane')).click()
  await synced(page)
  const url = page.url()
  const elsewhere = await visitAs('Sales rep')
  await elsewhere.goto(url)
  await taskOf(elsewhere, 'Book the crane').waitFor()
  await isKept(page)

  const rename = async (where: Page, from: string, to: string) => {
    await taskOf(where, from)
      .getByRole('button', { name: /^Edit title/ })
      .click()
    await where.getByRole('textbox', { name: 'Title' }).fill(to)
    await where.keyboard.press('Enter')
    await taskOf(where, to).waitFor()
  }
  await page.context().setOffline(true)
  await rename(page, 'Book the crane', 'Book the small crane')
  await rename(elsewhere, 'Book the crane', 'Book two cranes')
  await synced(elsewhere)
  await page.context().setOffline(false)
  await synced(page)
  await taskOf(elsewhere, 'Book the small crane').waitFor()

  await page.getByRole('button', { name: 'Compare' }).click()
  const both = page.getByRole('region', { name: 'Changed by others too' })
  const row = both.getByRole('row', { name: /^Title/ })
  await eventually(() => row.getByRole('cell').allInnerTexts()).toEqual([
    'Book the small crane',
    'Book two cranes',
    'Book the crane',
  ])
  expect(await axeViolations(page)).toEqual([])
  await picture(page, 'pending-overwrote')
  await both.getByRole('button', { name: 'Take theirs' }).click()
  await taskOf(elsewhere, 'Book two cranes').waitFor()
  await both.getByRole('button', { name: 'Use mine' }).click()
  await taskOf(elsewhere, 'Book the small crane').waitFor()
})

it('keeps a reminder, and makes a task anew from what one was like', async () => {
  const page = await visitAs('Sales rep')
  await page.goto('/tasks')
  await (await add(page, 'Survey a site')).click()
  const task = taskOf(page, 'Survey a site')
  await addStep(task, 'Take pictures')
  await task.getByRole('button', { name: 'Remind me' }).click()
  await page.getByRole('button', { name: 'Tomorrow at 9' }).click()
  await task.getByRole('region', { name: 'Reminders' }).getByRole('listitem').waitFor()
  await synced(page)
  await picture(page, 'task-reminders')

  await task.getByRole('button', { name: 'Keep as a template' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'Name of the template' }).fill('Survey with pictures')
  expect(await axeViolations(page)).toEqual([])
  await picture(page, 'template-form')
  await dialog.getByRole('button', { name: 'Keep it' }).click()
  await dialog.getByRole('button', { name: 'Use Survey with pictures' }).waitFor()
  await picture(page, 'templates')
  await dialog.getByRole('button', { name: 'Use Survey with pictures' }).click()
  await dialog.waitFor({ state: 'detached' })
  await eventually(() =>
    page.getByRole('navigation', { name: 'Tasks' }).getByRole('link', { name: 'Survey a site' }).count(),
  ).toBe(2)
  await page.reload()
  await task.getByRole('region', { name: 'Reminders' }).getByRole('listitem').waitFor()
})

it('keeps the new task at hand on a phone, however many views stand beside the title', async () => {
  const page = await visitAs('Sales rep', { size: PHONE, dark: true })
  await page.goto('/tasks')
  await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Done' }).waitFor()
  const button = page
    .getByRole('banner')
    .or(page.locator('header.head'))
    .getByRole('button', { name: 'New task' })
    .first()
  const box = await button.boundingBox()
  expect(box && box.x + box.width).toBeLessThanOrEqual(PHONE.width)
  await picture(page, 'tasks-phone')
  await page.goto('/today')
  const quarter = page.getByRole('region', { name: 'My quarter' })
  await quarter.getByText('None is set').waitFor()
  await quarter.getByText(/by their chance/).waitFor()
  expect(await axeViolations(page)).toEqual([])
  await picture(page, 'today-phone')
  await page.setViewportSize({ width: 1440, height: 900 })
  await picture(page, 'today-desktop')
})
