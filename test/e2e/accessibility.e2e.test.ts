import type { Locator, Page } from 'playwright-core'
import { expect, it } from 'vitest'
import {
  axeViolations,
  DESKTOP,
  type DemoRole,
  follow,
  freshCompany,
  PHONE,
  sessionOf,
  type VisitOptions,
  visit,
  visitAs,
} from './support'

// What an element is called and does is the same in both themes: only what depends on colour is asked again.
const OF_COLOUR = ['color-contrast', 'link-in-text-block']
const NO_TOKEN = 'x'.repeat(43)
const NOWHERE = '01890000-0000-7000-8000-000000000000'

/** Looks at a screen; `part` when the rest of it has been looked at already. */
type Look = (screen: string, part?: Locator) => Promise<void>
type Tour = (page: Page, look: Look, isPhone: boolean) => Promise<void>

/** Takes one tour at the desk and on the phone at once, and tells what axe found on any screen in either theme. */
async function found(enter: (options: VisitOptions) => Promise<Page>, tour: Tour): Promise<string[]> {
  const found: string[] = []
  await Promise.all(
    [DESKTOP, PHONE].map(async (size) => {
      const page = await enter({ size, expected: / (401|404|422) |ERR_INTERNET_DISCONNECTED/ })
      const isPhone = size === PHONE
      const themed = (theme: string) => page.locator(`html[data-theme="${theme}"]`).waitFor({ state: 'attached' })
      const look: Look = async (screen, part) => {
        const note = (theme: string, wrong: readonly string[]) =>
          found.push(...wrong.map((words) => `${screen}, ${theme}, ${isPhone ? 'phone' : 'desktop'}: ${words}`))
        note('light', await axeViolations(part ?? page))
        await page.emulateMedia({ colorScheme: 'dark' })
        await themed('dark')
        note('dark', await axeViolations(part ?? page, OF_COLOUR))
        await page.emulateMedia({ colorScheme: 'light' })
        await themed('light')
      }
      await tour(page, look, isPhone)
    }),
  )
  return found
}

const as = (role: DemoRole) => (options: VisitOptions) => visitAs(role, options)
const titled = (page: Page, name: string | RegExp, level = 1) => page.getByRole('heading', { name, level }).waitFor()
const cards = (page: Page) => page.getByRole('group', { name: 'Stages' }).getByRole('listitem')
/** Customers are a table at the desk and a list on the phone. */
const customers = (page: Page) =>
  page
    .getByRole('table', { name: 'Customers' })
    .or(page.getByRole('list', { name: 'Customers' }))
    .getByRole('link')

/** Looks at a dialog, and leaves it by Escape. */
async function lookAt(opened: Locator, look: Look, screen: string): Promise<void> {
  await opened.waitFor()
  await look(screen, opened)
  await opened.page().keyboard.press('Escape')
  await opened.waitFor({ state: 'detached' })
}

it('finds nothing on the screens before one is signed in', async () => {
  const wrong = await found(visit, async (page, look) => {
    await page.goto('/sign-in')
    await titled(page, 'Sign in')
    await look('sign-in')
    await page.getByLabel('Work e-mail').fill('nobody@tervo.example')
    await page.getByLabel('Password').fill('not the password')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByText('do not belong together').waitFor()
    await look('sign-in, refused')
    await follow(page, '/sign-up')
    await titled(page, 'Start a workspace')
    await look('sign-up')
    await follow(page, '/forgot')
    await titled(page, 'Choose a new password')
    await look('forgot')
    await follow(page, `/reset#token=${NO_TOKEN}`)
    await page.getByLabel('New password').waitFor()
    await look('reset')
    await follow(page, `/join#token=${NO_TOKEN}`)
    await titled(page, 'This invitation does not work')
    await page.getByText('There is no such invitation. Ask whoever invited you for a new one.').waitFor()
    await look('join by a link that leads nowhere')
    await follow(page, '/forgot')
    for (const address of ['/reset', '/join']) {
      await follow(page, `${address}#token=cut`)
      await page.getByText('This link is not complete.').waitFor()
      await look(`${address} by a link cut short`)
    }
    await follow(page, '/outbox')
    await titled(page, 'Local outbox')
    await page
      .getByRole('list', { name: 'Mails' })
      .or(page.getByRole('heading', { name: 'No mail yet' }))
      .waitFor()
    await look('outbox')
    await follow(page, '/api-docs')
    await titled(page, 'SalesOptimizer API')
    await page.getByRole('heading', { name: 'exports' }).waitFor()
    await look('API')
    await follow(page, '/kit')
    await titled(page, 'Kit')
    await look('kit')
    await follow(page, '/nowhere')
    await titled(page, 'There is nothing at this address')
    await look('not found')
  })
  expect(wrong).toEqual([])
})

it('finds nothing where a rep works with deals', async () => {
  await sessionOf('Sales rep')
  const wrong = await found(as('Sales rep'), async (page, look, isPhone) => {
    await page.goto('/pipeline')
    await cards(page).first().waitFor()
    await page.getByRole('button', { name: 'Filter', exact: true }).waitFor()
    await look('board')
    const title = await cards(page).first().getByRole('heading').innerText()
    const link = cards(page).first().getByRole('link')
    const deal = (await link.getAttribute('href')) ?? ''

    await page.getByRole('button', { name: 'Filter', exact: true }).click()
    await lookAt(page.getByRole('dialog', { name: 'Filters' }), look, 'filters')
    await page.getByRole('button', { name: 'New deal' }).click()
    await lookAt(page.getByRole('dialog', { name: 'New deal' }), look, 'new deal')
    const more = cards(page)
      .first()
      .getByRole('button', { name: `Actions for ${title}` })
    await more.click()
    await lookAt(page.getByRole('menu'), look, 'menu of a deal')
    for (const end of ['Mark as won', 'Mark as lost']) {
      await more.click()
      await page.getByRole('menuitem', { name: end }).click()
      await lookAt(page.getByRole('dialog', { name: end }), look, end)
    }
    await link.click()
    await page.getByRole('complementary', { name: title }).getByText('Last activity').waitFor()
    await look('deal beside the board')

    await follow(page, '/pipeline?view=table')
    await page.getByRole('table', { name: 'Deals' }).getByRole('link').first().waitFor()
    await look('table')
    await follow(page, '/pipeline?view=table&q=zzz')
    await page.getByRole('heading', { name: 'No deal fits' }).waitFor()
    await look('table with nothing found')

    await follow(page, deal)
    const sections = page.getByRole('group', { name: 'Sections' })
    if (isPhone) await sections.getByRole('button', { name: 'Probability' }).click()
    await page.getByRole('region', { name: 'Probability' }).getByText('Why').first().waitFor()
    await look('deal')
    if (isPhone) {
      await sections.getByRole('button', { name: 'Activity' }).click()
      await page.getByRole('region', { name: 'Activity' }).getByRole('listitem').first().waitFor()
      await look('deal, activity')
      await sections.getByRole('button', { name: 'Details' }).click()
      await page.getByRole('region', { name: 'Details' }).waitFor()
      await look('deal, details')
    }
    await follow(page, `/deals/${NOWHERE}`)
    await page.getByRole('heading', { name: 'There is no such deal' }).waitFor()
    await look('no such deal')
  })
  expect(wrong).toEqual([])
})

it('finds nothing where a rep works with customers, nor in what is open from everywhere', async () => {
  await sessionOf('Sales rep')
  const wrong = await found(as('Sales rep'), async (page, look, isPhone) => {
    await page.goto('/customers')
    await customers(page).nth(3).waitFor()
    await look('customers')
    await page.getByRole('button', { name: 'New customer' }).click()
    await lookAt(page.getByRole('dialog', { name: 'New customer' }), look, 'new customer')
    await page.getByRole('button', { name: /Companies and people/ }).click()
    await lookAt(page.getByRole('menu'), look, 'kinds of customers')
    await follow(page, '/customers?q=zzz')
    await page.getByRole('heading', { name: 'No customer fits' }).waitFor()
    await look('no customer found')
    await page.route('**/api/v1/customers?*', (route) => route.abort('internetdisconnected'))
    await follow(page, '/customers?q=away')
    await page.getByRole('heading', { name: 'You are offline' }).waitFor()
    await look('customers without a network')
    await page.unroute('**/api/v1/customers?*')
    await follow(page, '/customers?kind=company')
    await customers(page).first().click()
    const sections = page.getByRole('group', { name: 'Sections' })
    await page.getByRole('region', { name: 'Activity' }).getByRole('listitem').first().waitFor()
    await look('customer')
    if (isPhone) {
      for (const name of ['Deals', 'Details']) {
        await sections.getByRole('button', { name }).click()
        await look(`customer, ${name}`)
      }
    }
    await follow(page, `/customers/${NOWHERE}`)
    await page.getByRole('heading', { name: 'There is no such customer' }).waitFor()
    await look('no such customer')

    await follow(page, '/model')
    await titled(page, 'Model')
    await page.getByRole('heading', { level: 2 }).first().waitFor()
    await look('model')
    await follow(page, '/import')
    await page.locator('input[type=file]').waitFor({ state: 'attached' })
    await look('import')
    await follow(page, '/settings')
    await page.getByLabel('Current password').waitFor()
    await look('settings')
    await follow(page, '/settings/sessions')
    await page.getByText('This one').waitFor()
    await look('sessions')
    await follow(page, '/admin/users')
    await page.getByRole('heading', { name: 'You do not have access to users' }).waitFor()
    await look('no permission')

    await page.getByRole('button', { name: isPhone ? 'More' : /your menu/ }).click()
    await lookAt(page.getByRole('menu'), look, 'menu of the person')
    await page.keyboard.press('Control+k')
    await lookAt(page.getByRole('dialog', { name: 'Commands' }), look, 'palette')
    await page.keyboard.press('?')
    await lookAt(page.getByRole('dialog', { name: 'Keyboard shortcuts' }), look, 'keyboard map')
  })
  expect(wrong).toEqual([])
})

it('finds nothing in the console, nor where the company is set up', async () => {
  await sessionOf('Org admin')
  const wrong = await found(as('Org admin'), async (page, look) => {
    const open = async (button: string, dialog: string) => {
      await page.getByRole('button', { name: button, exact: true }).click()
      await lookAt(page.getByRole('dialog', { name: dialog }), look, dialog)
    }
    await page.goto('/admin/users')
    await page.getByRole('list', { name: 'People' }).getByRole('listitem').nth(3).waitFor()
    await look('users')
    await open('Invite', 'Invite a person')
    await follow(page, '/admin/teams')
    await page.getByRole('button', { name: 'Edit Team West' }).waitFor()
    await look('teams')
    await open('Edit Team West', 'Edit Team West')
    await follow(page, '/admin/roles')
    await page.getByText('Invite and deactivate people').waitFor()
    await look('roles')
    await open('New role', 'New role')
    await follow(page, '/admin/pipelines')
    await page.getByRole('textbox', { name: 'New stage of New business' }).waitFor()
    await look('pipelines')
    await open('New pipeline', 'New pipeline')
    await follow(page, '/admin/fields')
    await page.getByRole('list', { name: 'Deals' }).waitFor()
    await look('fields')
    await open('New field', 'New field')
    await follow(page, '/admin/products')
    await page.getByRole('list', { name: 'Products' }).waitFor()
    await look('products')
    await open('New product', 'New product')
    await follow(page, '/settings')
    await page.getByLabel('Name of the company').waitFor()
    await look('settings of the company')
  })
  expect(wrong).toEqual([])
})

it('finds nothing in the console of a manager, who may enter only some of it', async () => {
  await sessionOf('Manager')
  const wrong = await found(as('Manager'), async (page, look) => {
    await page.goto('/admin/teams')
    await page.getByText('Team West').waitFor()
    await look('own team')
    await follow(page, '/admin/roles')
    await page.getByRole('heading', { name: 'You do not have access to roles' }).waitFor()
    await look('no permission, with sections')
  })
  expect(wrong).toEqual([])
})

it('finds nothing on the empty screens of a company that starts', async () => {
  const founder = await visit()
  await freshCompany(founder)
  const session = await founder.context().storageState()
  const wrong = await found(
    (options) => visit({ ...options, session }),
    async (page, look) => {
      await page.goto('/pipeline')
      for (const [address, heading] of [
        ['/pipeline', 'No open deals yet'],
        ['/pipeline?view=table', 'No open deals yet'],
        ['/customers', 'No customers yet'],
        ['/model', 'The model learns from deals that have ended'],
        ['/notifications', 'Nothing new'],
        ['/admin/teams', 'No teams yet'],
        ['/admin/fields', 'No fields of your own yet'],
        ['/admin/products', 'No products yet'],
      ] as const) {
        await follow(page, address)
        await page.getByRole('heading', { name: heading }).waitFor()
        await look(`empty ${address}`)
      }
      await follow(page, '/import')
      await page.locator('input[type=file]').waitFor({ state: 'attached' })
      await look('empty /import')
    },
  )
  expect(wrong).toEqual([])
})
