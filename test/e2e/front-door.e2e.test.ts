import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { eventually, freshCompany, loginOf, signIn, visit } from './support'

/** The databases this device keeps of anybody. */
function copies(page: Page): Promise<(string | undefined)[]> {
  return page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name).sort())
}

it('says what this is before anybody signs in, and asks nothing of somebody who was never here', async () => {
  const page = await visit()
  const asked: string[] = []
  page.on('request', (request) => request.url().includes('/api/') && asked.push(request.url()))
  await page.goto('/')
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  const what = page.getByRole('complementary', { name: 'What SalesOptimizer does' })
  expect(await what.innerText()).toContain('how likely each deal is to close, why, and what would change it')
  expect(await what.getByText('Buyer replies within a day').count()).toBe(1)
  await page.goto('/sign-in')
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  expect(asked).toEqual([])
})

it('knows whoever is signed in on the page that asks them to, though the device remembers nobody', async () => {
  const page = await visit()
  const { email, password } = loginOf('Manager')
  await signIn(page, email, password)
  await page.evaluate(() => localStorage.clear())
  await page.goto('/sign-in')
  await page.getByRole('heading', { name: 'Today', level: 1 }).waitFor()
})

it('refuses a wrong password in the same words whether the account exists or not', async () => {
  const page = await visit({ expected: /sign-in: .* 401 / })
  await page.goto('/sign-in')
  for (const email of [loginOf('Sales rep').email, 'nobody@tervo.example']) {
    await page.getByLabel('Work e-mail').fill(email)
    // As hands do it that stay on the keys: the password is next, whatever else stands between.
    await page.keyboard.press('Tab')
    await page.keyboard.type('not the password at all')
    const answer = page.waitForResponse(/sign-in/)
    await page.keyboard.press('Enter')
    await answer
    await page.getByText('This e-mail and password do not belong together').waitFor()
  }
})

it('shows the demo rep a board of deals, each with its chance, and leaves nothing of it behind', async () => {
  const page = await visit()
  const { email, password } = loginOf('Sales rep')
  await signIn(page, email, password)
  await page.goto('/pipeline') // the day's page comes first

  const cards = page.getByRole('group', { name: 'Stages' }).getByRole('listitem')
  await cards.first().waitFor()
  expect(await cards.count()).toBeGreaterThan(10)
  const chances = cards.getByRole('img', { name: /^\d+ percent, (low|medium|high) confidence/ })
  // Cards are made as one comes near them: each that is there has its chance.
  await eventually(async () => (await cards.count()) - (await chances.count())).toBe(0)
  await eventually(() => copies(page)).toEqual([
    expect.stringMatching(/^outbox-/),
    expect.stringMatching(/^own-texts-/),
    expect.stringMatching(/^texts-/),
    expect.stringMatching(/^working-set-/),
  ])

  await page.getByRole('button', { name: /your menu/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  await eventually(() => copies(page)).toEqual([])
  await page.goto('/pipeline')
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
})

it('begins nothing anew for somebody who signed out before the code of it was there', async () => {
  const page = await visit()
  // What the browser keeps of the app is there at once: here all of it comes over the network.
  await page.addInitScript(() => {
    ServiceWorkerContainer.prototype.register = () => Promise.reject(new DOMException('blocked', 'SecurityError'))
  })
  let arrive = () => {}
  const isOver = new Promise<void>((resolve) => {
    arrive = resolve
  })
  const code = /\/assets\/rooms-[^/]+\.js$/
  await page.route(code, async (route) => {
    await isOver
    await route.continue()
  })
  const asked = page.waitForRequest(code)
  const { email, password } = loginOf('Sales rep')
  await signIn(page, email, password)
  const address = (await asked).url()
  await page.getByRole('button', { name: /your menu/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  await eventually(() => copies(page)).toEqual([])
  arrive()
  await page.evaluate(`import(${JSON.stringify(address)})`)
  // Databases are opened in turn: one that was begun with it would be there before this one.
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        indexedDB.open('last').onsuccess = () => resolve()
      }),
  )
  expect(await copies(page)).toEqual(['last'])
})

it('starts a company on nothing: every empty screen teaches one thing to do next', async () => {
  const page = await visit()
  const { company } = await freshCompany(page)
  await page.getByRole('button', { name: company }).waitFor()
  await page.getByRole('heading', { name: 'No open deals yet' }).waitFor()

  const main = page.getByRole('navigation', { name: 'Main' })
  await main.getByRole('link', { name: 'Model' }).click()
  await page.getByRole('heading', { name: 'The model learns from deals that have ended' }).waitFor()
  expect(await page.getByRole('link', { name: 'Import past deals' }).count()).toBe(1)

  await main.getByRole('link', { name: 'Customers' }).click()
  await page.getByRole('heading', { name: 'No customers yet' }).waitFor()
  await page.getByRole('link', { name: 'Import from a CSV file' }).waitFor()
  await main.getByRole('link', { name: 'Admin' }).click()
  const sections = page.getByRole('navigation', { name: 'Admin' })
  for (const [section, heading, action] of [
    ['Teams', 'No teams yet', 'Form a team'],
    ['Fields', 'No fields of your own yet', 'Add a field'],
    ['Products', 'No products yet', 'Add a product'],
  ] as const) {
    await sections.getByRole('link', { name: section }).click()
    await page.getByRole('heading', { name: heading }).waitFor()
    await page.getByRole('button', { name: action }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
  }

  await main.getByRole('link', { name: 'Pipeline' }).click()
  const offered = page.getByRole('link', { name: 'Import your pipeline' })
  expect(await offered.getAttribute('href')).toBe('/import')
})

it('keeps where one wanted to go, and goes there after signing in', async () => {
  const page = await visit()
  await page.goto('/model')
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  const { email, password } = loginOf('Manager')
  await page.getByLabel('Work e-mail').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { name: 'Model', level: 1 }).waitFor()
})

it('leads to the sign-in page when the session was ended elsewhere, and back from there', async () => {
  const here = await visit({ expected: / 401 |HTTP Authentication failed/ })
  const { email, password } = loginOf('Manager')
  await signIn(here, email, password)
  const there = await visit({ session: await here.context().storageState() })
  await there.goto('/settings/sessions')
  await there.getByText('This one').waitFor()
  await there.getByRole('button', { name: /your menu/ }).click()
  await there.getByRole('menuitem', { name: 'Sign out' }).click()
  await there.getByRole('heading', { name: 'Sign in' }).waitFor()

  await here.goto('/customers')
  await here.getByRole('heading', { name: 'Sign in' }).waitFor()
  await here.getByText('Your session has ended.').waitFor()
  await here.getByLabel('Work e-mail').fill(email)
  await here.getByLabel('Password').fill(password)
  await here.getByRole('button', { name: 'Sign in' }).click()
  await here.getByRole('heading', { name: 'Customers', level: 1 }).waitFor()
})

it('keeps who is signed in, and what the device has, while the server cannot say who this is', async () => {
  const page = await visit({ expected: / 429 | 500 | 503 |WebSocket connection|HTTP Authentication failed/ })
  const { email, password } = loginOf('Manager')
  await signIn(page, email, password)
  await page.goto('/pipeline')
  const board = page.getByRole('region', { name: 'Proposal', exact: true })
  await board.waitFor()
  const isAnswered = (path: string, status: number) =>
    page.waitForResponse((answer) => new URL(answer.url()).pathname === path && answer.status() === status)
  const isAsBefore = async (): Promise<void> => {
    // What a session that ended would do it does in the turn of the answer.
    await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)))
    await board.waitFor()
    expect(new URL(page.url()).pathname).toBe('/pipeline')
    expect((await copies(page)).some((name) => name?.startsWith('working-set-'))).toBe(true)
  }

  for (const status of [429, 500]) {
    await page.route('**/api/v1/me', (route) => route.fulfill({ status, json: { kind: 'some', title: 'Some' } }))
    await Promise.all([isAnswered('/api/v1/me', status), page.reload()])
    await isAsBefore()
    await page.unroute('**/api/v1/me')
  }

  // The access token ran out while the database was away.
  await page.context().clearCookies({ name: '__Host-access' })
  await page.route('**/api/v1/auth/refresh', (route) => route.fulfill({ status: 503, json: {} }))
  await Promise.all([isAnswered('/api/v1/auth/refresh', 503), page.reload()])
  await isAsBefore()
  await page.unroute('**/api/v1/auth/refresh')
  await Promise.all([isAnswered('/api/v1/auth/refresh', 200), isAnswered('/api/v1/me', 200), page.reload()])
  await isAsBefore()
})

it('says under each field what is missing, and leads to the first', async () => {
  const page = await visit()
  await page.goto('/sign-up')
  await page.getByRole('button', { name: 'Start' }).click()
  const wrong = page.getByText('Fill this in', { exact: true })
  await eventually(() => wrong.count()).toBe(4)
  const company = page.getByLabel('Company')
  expect(await company.getAttribute('aria-invalid')).toBe('true')
  expect(await company.evaluate((field) => field === document.activeElement)).toBe(true)
  await company.fill('Harbour')
  await eventually(() => wrong.count()).toBe(3)
  expect(await company.getAttribute('aria-invalid')).toBe(null)
})

it('says that a link for a new password is on its way, whether the account exists or not', async () => {
  const page = await visit()
  await page.goto('/forgot')
  await page.getByLabel('Work e-mail').fill('nobody@tervo.example')
  await page.getByRole('button', { name: 'Send me a link' }).click()
  const told = page.getByText('If nobody@tervo.example has an account, a mail with a link is on its way.')
  await told.waitFor()
  expect(await told.innerText()).toContain('for 30 minutes') // as the mail says
})
