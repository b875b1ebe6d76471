import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { freshCompany, message, PASSWORD, visit, visitAs } from './support'

const dealCards = (page: Page) => page.getByRole('group', { name: 'Stages' }).getByRole('listitem')

async function addDeal(page: Page, title: string, customer: string): Promise<void> {
  await page.getByRole('button', { name: 'New deal' }).click()
  const dialog = page.getByRole('dialog', { name: 'New deal' })
  await dialog.getByLabel('Title').fill(title)
  await dialog.getByRole('combobox', { name: 'Customer' }).fill(customer)
  await page.getByRole('option', { name: customer }).first().click()
  await dialog.getByLabel('Amount').fill('12500')
  await dialog.getByRole('button', { name: 'Create deal' }).click()
  await dealCards(page).filter({ hasText: title }).waitFor()
  await message(page, /^Added to/).waitFor()
}

it('brings in a colleague through the mail in the outbox, who sees only what is theirs', async () => {
  const admin = await visit()
  await freshCompany(admin)
  await admin.getByRole('button', { name: 'Add a deal' }).waitFor()
  await addDeal(admin, 'Crane for pier 4', 'Port of Salt')
  const dealOfAdmin = await dealCards(admin).first().getByRole('link').getAttribute('href')

  await admin.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Admin' }).click()
  await admin.getByRole('button', { name: 'Invite', exact: true }).click()
  const email = `bo.${Date.now()}@harbour.example`
  const dialog = admin.getByRole('dialog', { name: 'Invite a person' })
  await dialog.getByLabel('Work e-mail').fill(email)
  await dialog.getByLabel('Name').fill('Bo Lund')
  await dialog.getByRole('button', { name: 'Send invitation' }).click()
  await admin.getByText(`${email} is invited.`).waitFor()
  await admin.getByRole('link', { name: 'local outbox' }).click()

  // The colleague opens the mail on a machine of their own.
  const mail = admin.getByRole('list', { name: 'Mails' }).getByRole('listitem').filter({ hasText: email })
  const link = await mail.getByRole('link', { name: 'Open the link' }).getAttribute('href')
  const rep = await visit({ expected: /deals.* 404 |opportunities.* 404 / })
  await rep.goto(link ?? '')
  await rep.getByText(`As Sales rep, with ${email}.`).waitFor()
  expect(await rep.getByLabel('Your name').inputValue()).toBe('Bo Lund')
  await rep.getByLabel('Choose a password').fill(PASSWORD)
  await rep.getByRole('button', { name: 'Join' }).click()

  await rep.getByRole('heading', { name: 'No open deals yet' }).waitFor()
  expect(await rep.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Admin' }).count()).toBe(0)
  await rep.getByRole('button', { name: 'Add a deal' }).waitFor()
  await addDeal(rep, 'Ropes for the ferry', 'Ferry of Salt')
  expect(await dealCards(rep).count()).toBe(1)
  await rep.goto(dealOfAdmin ?? '')
  await rep.getByRole('heading', { name: 'There is no such deal' }).waitFor()

  await admin.goto('/pipeline')
  await dealCards(admin).filter({ hasText: 'Ropes for the ferry' }).waitFor()
  expect(await dealCards(admin).count()).toBe(2)

  // An invitation is for once.
  const late = await visit({ expected: / 4\d\d / })
  await late.goto(link ?? '')
  await late.getByRole('heading', { name: 'This invitation does not work' }).waitFor()
})

it('shows a rep their own deals, a manager the team’s and an administrator all', async () => {
  const seen = async (role: 'Sales rep' | 'Manager' | 'Org admin') => {
    const page = await visitAs(role)
    await page.goto('/pipeline')
    await dealCards(page).first().waitFor()
    await page.getByText('Synced').waitFor()
    return Number(((await page.getByText(/^[\d,]+ open$/).textContent()) ?? '').replace(/\D/g, ''))
  }
  const [own, team, all] = [await seen('Sales rep'), await seen('Manager'), await seen('Org admin')]
  expect(own).toBeGreaterThan(0)
  expect(team).toBeGreaterThan(own)
  expect(all).toBeGreaterThan(team)
})

it('shows a manager the deals of the team and of nobody else', async () => {
  const admin = await visitAs('Org admin')
  const manager = await visitAs('Manager', { expected: / 404 / })
  for (const [owner, isTheirs] of [
    ['Freya Holm', true],
    ['Yuki Tanaka', false],
  ] as const) {
    await admin.goto('/pipeline')
    await admin.getByRole('button', { name: /^Owner: / }).click()
    await admin.getByRole('menuitemcheckbox', { name: owner, exact: true }).click()
    await admin.getByRole('button', { name: `Owner: ${owner}` }).waitFor()
    const card = dealCards(admin)
      .filter({ has: admin.getByRole('img', { name: owner }) })
      .first()
    const title = await card.getByRole('heading').innerText()
    await manager.goto((await card.getByRole('link').getAttribute('href')) ?? '')
    if (isTheirs) await manager.getByRole('heading', { name: title, level: 1 }).waitFor()
    else await manager.getByRole('heading', { name: 'There is no such deal' }).waitFor()
  }
  // Nor are the others offered where one chooses whose deals to see.
  await manager.goto('/pipeline')
  await manager.getByRole('button', { name: /^Owner: / }).click()
  const choices = manager.getByRole('menu').getByRole('menuitemcheckbox')
  await choices.filter({ hasText: 'Freya Holm' }).waitFor()
  const names = await choices.allInnerTexts()
  expect(names).not.toContain('Yuki Tanaka')
})

it('tells nobody of another company’s deal that there is one', async () => {
  const demo = await visitAs('Org admin')
  await demo.goto('/pipeline')
  const href = (await dealCards(demo).first().getByRole('link').getAttribute('href')) ?? ''

  const stranger = await visit({ expected: / 404 / })
  await freshCompany(stranger)
  const said: (string | null)[] = []
  for (const address of [href, '/deals/01890000-0000-7000-8000-000000000000']) {
    await stranger.goto(address)
    await stranger.getByRole('heading', { name: 'There is no such deal' }).waitFor()
    said.push(await stranger.getByRole('heading', { name: 'There is no such deal' }).locator('..').textContent())
  }
  // What may not be seen and what is not there look the same.
  expect(said[0]).toBe(said[1])
})
