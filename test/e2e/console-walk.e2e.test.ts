import { readFileSync } from 'node:fs'
import type { Locator, Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { eventually, freshCompany, message, PASSWORD, signIn, visit, visitAs } from './support'

// What the browser notes of somebody whose session was ended from elsewhere.
const SIGNED_OUT = / 401 |HTTP Authentication failed/

/** Opens a section of the admin console. */
async function admin(page: Page, section: string): Promise<void> {
  await page.goto(`/admin/${section}`)
  await page.getByRole('navigation', { name: 'Admin' }).waitFor()
}

/** Sends a dialog off by its main button, and waits until it was taken. */
async function send(dialog: Locator, verb: string): Promise<void> {
  await dialog.getByRole('button', { name: verb, exact: true }).click()
  await dialog.waitFor({ state: 'detached' })
}

const opened = async (page: Page, button: string, title: string) => {
  await page.getByRole('button', { name: button, exact: true }).first().click()
  return page.getByRole('dialog', { name: title })
}

/** Brings in a rep through the mail in the outbox. */
async function invite(page: Page): Promise<{ rep: Page; email: string }> {
  await admin(page, 'users')
  const email = `bo.${Date.now()}@harbour.example`
  const dialog = await opened(page, 'Invite', 'Invite a person')
  await dialog.getByLabel('Work e-mail').fill(email)
  await dialog.getByLabel('Name').fill('Bo Lund')
  await dialog.getByRole('button', { name: 'Send invitation' }).click()
  await page.getByText(`${email} is invited.`).waitFor()
  const rep = await visit({ expected: SIGNED_OUT })
  await rep.goto(await linkOf(page, email, '/join'))
  await rep.getByLabel('Choose a password').fill(PASSWORD)
  await rep.getByRole('button', { name: 'Join' }).click()
  await rep.getByRole('heading', { name: 'No open deals yet' }).waitFor()
  return { rep, email }
}

/** The link in the newest mail to somebody, once it leads there: mails leave after the answer, and the page is of its moment. */
async function linkOf(page: Page, email: string, to: string): Promise<string> {
  const mail = page.getByRole('list', { name: 'Mails' }).getByRole('listitem').filter({ hasText: email }).first()
  const link = mail.getByRole('link', { name: 'Open the link' })
  const leads = async () => {
    await page.goto('/outbox')
    return (await link.getAttribute('href', { timeout: 2000 }).catch(() => null)) ?? ''
  }
  await eventually(leads).toContain(to)
  return (await link.getAttribute('href')) ?? ''
}

it('what an administrator sets up in the console is there when it is opened again', async () => {
  const page = await visit()
  await freshCompany(page)
  const { rep } = await invite(page)

  await admin(page, 'teams')
  const team = await opened(page, 'New team', 'New team')
  await team.getByLabel('Name').fill('Harbour north')
  await send(team, 'Form team')
  await page.reload()
  await page.getByRole('list', { name: 'Teams' }).getByLabel('Name of Harbour north').waitFor()

  await admin(page, 'roles')
  await page.getByRole('table').waitFor()
  const role = await opened(page, 'New role', 'New role')
  await role.getByLabel('Name').fill('Coach')
  await send(role, 'Create role')
  await page.reload()
  await page.getByRole('table').getByText('Coach').first().waitFor()

  await admin(page, 'pipelines')
  const pipeline = await opened(page, 'New pipeline', 'New pipeline')
  await pipeline.getByLabel('Name').fill('Renewals')
  await pipeline.getByLabel('Stages').fill('Due\nAsked')
  await send(pipeline, 'Add pipeline')
  const renewals = page.getByRole('region', { name: 'Renewals' })
  await renewals.getByRole('textbox', { name: 'New stage of Renewals' }).fill('Promised')
  await renewals.getByRole('button', { name: 'Add stage' }).click()
  const stages = () =>
    renewals.getByRole('textbox').evaluateAll((fields) => fields.map((field) => (field as HTMLInputElement).value))
  await eventually(stages).toEqual(expect.arrayContaining(['Due', 'Asked', 'Promised']))
  await page.reload()
  await eventually(stages).toEqual(expect.arrayContaining(['Renewals', 'Due', 'Asked', 'Promised']))

  await admin(page, 'fields')
  const field = await opened(page, 'New field', 'New field')
  await field.getByLabel('Label').fill('Berth')
  await send(field, 'Add field')
  await page.reload()
  const fields = page.getByRole('list', { name: 'Deals', exact: true })
  await fields.getByLabel('Label of Berth').waitFor()
  expect(await fields.getByRole('listitem').count()).toBe(1)

  await admin(page, 'products')
  const product = await opened(page, 'New product', 'New product')
  await product.getByLabel('Name').fill('Mooring rope')
  await product.getByLabel('Number').fill('MR-20')
  await product.getByLabel(/^List price in/).fill('1250')
  await send(product, 'Add product')
  await page.reload()
  await page.getByLabel('Name of Mooring rope').waitFor()
  expect(await page.getByLabel('List price of Mooring rope').inputValue()).toMatch(/1,250/)

  // A person's role, and the end of their access: at once, and in their own window too.
  await admin(page, 'users')
  await page.getByRole('button', { name: 'Role of Bo Lund: Sales rep' }).click()
  await page.getByRole('menuitemcheckbox', { name: 'Coach' }).click()
  await message(page, 'Bo Lund is now Coach').waitFor()
  await page.reload()
  await page.getByRole('button', { name: 'Role of Bo Lund: Coach' }).waitFor()
  await page.getByRole('button', { name: 'Deactivate Bo Lund' }).click()
  await message(page, 'Bo Lund is deactivated and signed out').waitFor()
  await page.reload()
  await page.getByRole('group', { name: 'Which people' }).getByRole('button', { name: 'Deactivated 1' }).click()
  await page.getByRole('button', { name: 'Activate Bo Lund' }).waitFor()
  await rep.goto('/pipeline')
  await rep.getByRole('heading', { name: 'Sign in' }).waitFor()
})

it('shows what the company has chosen, however far down its list that stands', async () => {
  const page = await visitAs('Org admin')
  await page.goto('/settings')
  await eventually(() => page.getByRole('combobox', { name: 'Time zone' }).inputValue()).toBe('Europe/Amsterdam')
})

it('settings of one’s own and of the company are kept, and sessions end where they should', async () => {
  const page = await visit()
  const { email } = await freshCompany(page)
  await page.goto('/settings')
  await page.getByLabel('Name of the company').fill('Port of Salt')
  await page.getByLabel('Reasons deals are lost').fill('Price\nStorm')
  await page.getByRole('button', { name: 'Save company' }).click()
  await message(page, 'The settings of the company are saved').waitFor()
  await page.reload()
  await eventually(() => page.getByLabel('Name of the company').inputValue()).toBe('Port of Salt')
  expect(await page.getByLabel('Reasons deals are lost').inputValue()).toBe('Price\nStorm')

  // Signed in elsewhere, and ended from here.
  const elsewhere = await visit({ expected: SIGNED_OUT })
  await signIn(elsewhere, email, PASSWORD)
  await page.goto('/settings/sessions')
  const sessions = page.getByRole('list', { name: 'Sessions' }).getByRole('listitem')
  await eventually(() => sessions.count()).toBe(2)
  await page.getByRole('button', { name: /^End the session of / }).click()
  await message(page, /is signed out$/).waitFor()
  await page.reload()
  await eventually(() => sessions.count()).toBe(1)
  await elsewhere.goto('/pipeline')
  await elsewhere.getByRole('heading', { name: 'Sign in' }).waitFor()

  const NEXT = 'seven grey gulls over salt water'
  await page.goto('/settings')
  await page.getByLabel('Current password').fill(PASSWORD)
  await page.getByLabel('New password').fill(NEXT)
  await page.getByRole('button', { name: 'Change password' }).click()
  await message(page, /^Your password is changed/).waitFor()
  await signIn(elsewhere, email, NEXT)

  // And forgotten: the link of the mail leads to another one.
  const LAST = 'a lighthouse keeps no secrets at noon'
  const anybody = await visit({ expected: SIGNED_OUT })
  await anybody.goto('/forgot')
  await anybody.getByLabel(/e-mail/i).fill(email)
  await anybody.getByRole('button', { name: /link/i }).click()
  await anybody.goto(await linkOf(page, email, '/reset'))
  await anybody.getByLabel('New password').fill(LAST)
  await anybody.getByRole('button', { name: 'Change password' }).click()
  await message(anybody, 'Your password is changed. Sign in with it.').waitFor()
  await signIn(anybody, email, LAST)
})

it('a customer that is added by hand, and changed where they stand, is so in the list and in the file', async () => {
  const page = await visit()
  await freshCompany(page)
  await page.goto('/customers')
  const dialog = await opened(page, 'New customer', 'New customer')
  await dialog.getByLabel('Name').fill('Ferry of Salt')
  await dialog.getByLabel('Industry').fill('Shipping')
  await dialog.getByRole('button', { name: /^Add/ }).click()
  await message(page, 'Ferry of Salt added').waitFor()
  await page.goto('/customers')
  await page.getByRole('link', { name: 'Ferry of Salt', exact: true }).first().click()
  await page.getByRole('heading', { name: 'Ferry of Salt', level: 1 }).waitFor()
  await page.getByRole('button', { name: /^Edit industry/ }).click()
  const industry = page.getByRole('textbox', { name: 'Industry' })
  await industry.fill('Ferries')
  await industry.press('Enter')
  await message(page, /^Industry changed/).waitFor()
  await page.getByText('Synced').waitFor()
  await page.reload()
  await page.getByRole('button', { name: /^Edit industry: Ferries/ }).waitFor()

  await page.goto('/customers')
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Export CSV' }).click()
  const text = readFileSync(await (await download).path(), 'utf8')
  expect(text).toContain('Ferry of Salt')
  expect(text).toContain('Ferries')
})
