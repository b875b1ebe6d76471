import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import {
  ask,
  axeViolations,
  CUT,
  type DemoRole,
  eventually,
  PHONE,
  picture,
  type VisitOptions,
  visitAs,
} from './support'
import { addStep, shown, text, write } from './task-page'

interface Person {
  readonly page: Page
  readonly userId: string
  /** As it stands at their caret. */
  readonly first: string
}

async function arrive(role: DemoRole, options: VisitOptions): Promise<Person> {
  const page = await visitAs(role, { ...options, apart: true, expected: CUT })
  await page.goto('/tasks')
  await page.getByRole('textbox', { name: 'Add a task', exact: true }).waitFor()
  const { userId, name } = await ask<{ userId: string; name: string }>(page, 'GET', '/me')
  return { page, userId, first: name.split(' ')[0] ?? name }
}

/** Whose carets stand in the text, and in which colour. */
async function carets(page: Page): Promise<Record<string, string>> {
  const all = await page
    .locator('.peer')
    .evaluateAll((found) =>
      found.map((one) => [one.getAttribute('data-name') ?? '', getComputedStyle(one).borderLeftColor]),
    )
  return Object.fromEntries(all)
}

/** What others have selected, and what of it is painted. */
const selections = (page: Page) =>
  page.locator('.peer-sel').evaluateAll((found) =>
    found.map((one) => ({
      words: one.textContent,
      isPainted: getComputedStyle(one).backgroundColor !== 'rgba(0, 0, 0, 0)',
      colour: [...one.classList].find((name) => /^peer-\d$/.test(name)),
    })),
  )

/** Everything of the task that a person reads off their screen. */
async function task(page: Page) {
  const article = page.getByRole('article')
  return {
    title: await article.getAttribute('aria-label'),
    text: await shown(page),
    steps: await article
      .getByRole('region', { name: 'Checklist' })
      .getByRole('checkbox')
      .evaluateAll((all) =>
        all.map((one) => [
          (one as HTMLInputElement).labels?.[0]?.textContent?.trim(),
          (one as HTMLInputElement).checked,
        ]),
      ),
    priority: await article.getByRole('button', { name: /^Priority:/ }).innerText(),
    comments: await article
      .getByRole('region', { name: 'Comments' })
      .locator('.cm .whitespace-pre-line')
      .allInnerTexts(),
  }
}

it('lets two people at their desks and one on a phone without a network write one task, and loses nothing of any', async () => {
  const rep = await arrive('Sales rep', {})
  const admin = await arrive('Org admin', { dark: true })
  const manager = await arrive('Manager', { size: PHONE })
  const all = [rep, admin, manager]
  const pages = all.map(({ page }) => page)
  const collaborators = [admin, manager].map(({ userId }) => ({ userId, canEdit: true }))
  const made = { title: 'Survey the mill', visibility: 'collaborative', collaborators }
  const { id } = await ask<{ id: string }>(rep.page, 'POST', '/tasks', made)
  for (const { page } of all) {
    await page.goto(`/tasks/${id}`)
    await text(page).waitFor()
  }
  await write(rep.page, 'Bring the probes.')
  for (const page of pages) await eventually(() => shown(page)).toBe('Bring the probes.')

  const { page: phone } = manager
  // What is not there yet when the network goes is not there without it.
  await eventually(() => phone.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true)
  await phone.context().setOffline(true)
  await write(phone, ' The bridge is shut.')
  await phone.getByText('Offline. Kept on this device.').waitFor({ timeout: 60_000 })
  await addStep(phone, 'Ask for the key')
  await phone.getByRole('button', { name: /^Priority:/ }).click()
  await phone.getByRole('menuitemcheckbox', { name: 'Critical' }).click()
  await phone.getByRole('textbox', { name: 'Write a comment' }).fill('Come by the north gate.')
  await phone.getByRole('button', { name: 'Comment', exact: true }).click()

  await write(rep.page, 'On Monday: ', 'Control+Home')
  await addStep(rep.page, 'Hire a van')
  await rep.page.getByRole('checkbox', { name: 'Hire a van' }).check()
  await write(admin.page, ' Take two ladders.')
  await admin.page.getByRole('button', { name: /^Edit title/ }).click()
  await admin.page.getByRole('textbox', { name: 'Title' }).fill('Survey the old mill')
  await admin.page.keyboard.press('Enter')
  await addStep(admin.page, 'Ring the owner')
  for (const page of [rep.page, admin.page]) {
    await eventually(() => shown(page)).toBe('On Monday: Bring the probes. Take two ladders.')
    await page.getByRole('article', { name: 'Survey the old mill' }).waitFor()
    await page.getByRole('checkbox', { name: 'Ring the owner' }).waitFor()
  }
  // Of all that, the phone knows its own part only.
  expect(await task(phone)).toMatchObject({ title: 'Survey the mill', text: 'Bring the probes. The bridge is shut.' })

  await phone.context().setOffline(false)
  await eventually(() => task(rep.page), 60_000).toMatchObject({
    title: 'Survey the old mill',
    text: expect.stringContaining('The bridge is shut.'),
    priority: expect.stringContaining('Critical'),
    comments: ['Come by the north gate.'],
  })
  const end = await task(rep.page)
  expect(
    end.text
      .split(/(?<=\.)/)
      .map((sentence) => sentence.trim())
      .toSorted(),
  ).toEqual(['On Monday: Bring the probes.', 'Take two ladders.', 'The bridge is shut.'])
  expect(end.steps.toSorted()).toEqual([
    ['Ask for the key', false],
    ['Hire a van', true],
    ['Ring the owner', false],
  ])
  for (const page of pages) await eventually(() => task(page), 60_000).toEqual(end)
  await phone.getByText('Synced').waitFor({ state: 'attached' })

  // Each has their caret somewhere: everybody sees the others' names and colours, and what they have selected.
  await text(rep.page).click()
  await rep.page.keyboard.press('Control+End')
  await text(phone).click()
  await phone.keyboard.press('Control+End')
  await text(admin.page).click()
  await admin.page.keyboard.press('Control+Home')
  for (let n = 0; n < 'On Monday'.length; n++) await admin.page.keyboard.press('Shift+ArrowRight')
  for (const { page, first } of all) {
    const others = all.filter((one) => one.first !== first).map((one) => one.first)
    await eventually(async () => Object.keys(await carets(page)).toSorted()).toEqual(others.toSorted())
    expect(new Set(Object.values(await carets(page))).size).toBe(2)
  }
  for (const page of [rep.page, phone]) {
    await eventually(() => selections(page)).toEqual([
      { words: 'On Monday', isPainted: true, colour: expect.stringMatching(/^peer-\d$/) },
    ])
    expect(await axeViolations(page)).toEqual([])
  }
  // Whoever selected it sees their own selection, and nobody else's.
  expect(await selections(admin.page)).toEqual([])
  for (const [name, { page }] of Object.entries({ rep, admin, manager })) await picture(page, `three-together-${name}`)
})

it('lets what somebody else does to a task glow once and fade, says who ticked a step, and leaves one’s own alone', async () => {
  const rep = await arrive('Sales rep', {})
  const manager = await arrive('Manager', {})
  const collaborators = [{ userId: manager.userId, canEdit: true }]
  const made = { title: 'Paint the gantry', visibility: 'collaborative', collaborators }
  const { id } = await ask<{ id: string }>(rep.page, 'POST', '/tasks', made)
  for (const { page } of [rep, manager]) {
    await page.goto(`/tasks/${id}`)
    await text(page).waitFor()
  }
  const step = (page: Page, name: string) => page.getByRole('listitem').filter({ hasText: name })
  const glowing = (page: Page) => page.locator('[data-news]').evaluateAll((all) => all.map((one) => one.textContent))
  for (const name of ['Sand it', 'Prime it']) await addStep(rep.page, name)
  await manager.page.getByRole('checkbox', { name: 'Prime it' }).waitFor()
  await rep.page.getByRole('checkbox', { name: 'Prime it' }).check()
  await rep.page.getByRole('button', { name: /^Priority:/ }).click()
  await rep.page.getByRole('menuitemcheckbox', { name: 'Low' }).click()
  await manager.page.getByRole('button', { name: 'Priority: Low' }).waitFor()
  // Nothing moves here, so that it stays to be seen.
  await eventually(() => glowing(manager.page)).toEqual([
    expect.stringContaining('Low'),
    expect.stringContaining(`Prime it${rep.first}, now`),
  ])
  await manager.page.getByRole('checkbox', { name: 'Sand it' }).check()
  await step(rep.page, 'Sand it').getByText(`${manager.first}, now`).waitFor()
  expect(await glowing(rep.page)).toEqual([expect.stringContaining('Sand it')])
  expect(await axeViolations(rep.page)).toEqual([])
  expect(await step(manager.page, 'Sand it').getByText(', now').count()).toBe(0)

  await rep.page.emulateMedia({ reducedMotion: 'no-preference' })
  const fact = rep.page.locator('.fact[data-news]')
  await manager.page.getByRole('button', { name: /^Priority:/ }).click()
  const faded = fact.waitFor({ state: 'attached' }).then(() => fact.waitFor({ state: 'detached' }))
  await manager.page.getByRole('menuitemcheckbox', { name: 'Critical' }).click()
  await rep.page.getByRole('button', { name: 'Priority: Critical' }).waitFor()
  await faded
})
