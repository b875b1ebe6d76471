import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { AxeResults, RunOptions } from 'axe-core'
import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { openBrowser } from '../support/browser'
import { app } from './app'

export type DemoRole = 'Sales rep' | 'Manager' | 'Org admin'
export type Session = NonNullable<Exclude<BrowserContextOptions['storageState'], string>>

export const DESKTOP = { width: 1440, height: 900 }
export const PHONE = { width: 390, height: 844 }
/** What a browser says of its own accord when it is cut off or shut out. */
export const CUT = /Failed to load resource|WebSocket connection|ERR_INTERNET_DISCONNECTED/
export const PASSWORD = 'a tide of small green boats'

const PATIENCE = 40_000 // milliseconds, on a busy machine; nothing waits longer than the product takes

// Only the server can say that nobody is signed in, and the browser notes its answer.
const WHO_IS_THIS = /\/api\/v1\/(me|(tasks\/)?working-set|auth\/refresh): .* 401 /

interface Visit {
  readonly context: BrowserContext
  readonly faults: string[]
  readonly end: () => Promise<void>
}

const visits: Visit[] = []
let browser: Browser

beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())
// A screen that works and complains to the console does not work.
afterEach(async () => {
  const faults = visits.flatMap((visit) => visit.faults)
  await Promise.all(visits.splice(0).map(({ end }) => end()))
  expect(faults).toEqual([])
})

export interface VisitOptions {
  readonly session?: Session | undefined
  readonly size?: { readonly width: number; readonly height: number } | undefined
  readonly dark?: boolean | undefined
  /** Of the browser; that of the demo company if left out. */
  readonly language?: string | undefined
  /** In a browser of its own, as on another computer, rather than in another window of the same. */
  readonly apart?: boolean | undefined
  /** What the browser's console may say, since the test is about just that. */
  readonly expected?: RegExp | undefined
}

/** A window of a browser of its own, open on nothing yet. */
export async function visit(options: VisitOptions = {}): Promise<Page> {
  const own = options.apart ? await openBrowser() : browser
  const context = await own.newContext({
    baseURL: app.origin,
    viewport: options.size ?? DESKTOP,
    colorScheme: options.dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
    locale: options.language ?? 'en-GB',
    ...(options.session && { storageState: options.session }),
  })
  context.setDefaultTimeout(PATIENCE)
  const faults: string[] = []
  visits.push({ context, faults, end: () => (options.apart ? own.close() : context.close()) })
  const fault = (words: string) => {
    if (!options.expected?.test(words)) faults.push(words)
  }
  // What the browser itself rejects with has no stack.
  context.on('weberror', (error) => fault(`uncaught: ${error.error().stack || String(error.error())}`))
  context.on('console', (message) => {
    const words = `console of ${message.location().url}: ${message.text()}`
    if (message.type() === 'error' && !WHO_IS_THIS.test(words)) fault(words)
  })
  // Console and event tell of the same violation, but reports of some directives reach only the event.
  await context.exposeFunction('tellViolation', (words: string) => fault(`content security policy: ${words}`))
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile, lineNumber }) =>
      (window as unknown as { tellViolation: (words: string) => void }).tellViolation(
        `${violatedDirective} refused ${blockedURI} at ${sourceFile}:${lineNumber}`,
      ),
    )
  })
  return context.newPage()
}

export async function signIn(page: Page, email: string, password: string): Promise<void> {
  await page.goto('/sign-in')
  await page.getByLabel('Work e-mail').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { name: 'Today', level: 1 }).waitFor()
}

const sessions = new Map<DemoRole, Session>()

/** The session of a demo person, signed in once a file. */
export async function sessionOf(role: DemoRole): Promise<Session> {
  const known = sessions.get(role)
  if (known) return known
  const { email, password } = loginOf(role)
  const page = await visit()
  await signIn(page, email, password)
  const session = await page.context().storageState()
  sessions.set(role, session)
  return session
}

export function loginOf(role: DemoRole): { email: string; password: string } {
  const login = app.logins.find((one) => one.role === role)
  if (!login) throw new Error(`The demo company has no ${role}`)
  return login
}

/** A signed-in window of the demo company. */
export async function visitAs(role: DemoRole, options: Omit<VisitOptions, 'session'> = {}): Promise<Page> {
  return visit({ ...options, session: await sessionOf(role) })
}

/** Asks the API as the person in that window. */
export function ask<Answer>(page: Page, method: string, path: string, body?: unknown): Promise<Answer> {
  return page.evaluate(
    async ([how, where, what]) => {
      const answer = await fetch(`/api/v1${where}`, {
        method: how ?? 'GET',
        headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
        ...(what !== undefined && { body: what }),
      })
      if (!answer.ok) throw new Error(`${how} ${where} was answered ${answer.status}: ${await answer.text()}`)
      return answer.json()
    },
    [method, path, body === undefined ? undefined : JSON.stringify(body)],
  )
}

let companies = 0

/** Sign-ups are limited by address, and every company here is founded somewhere else. */
function addressOfItsOwn(): string {
  return `10.${(process.pid >> 8) & 255}.${process.pid & 255}.${companies % 250}`
}

/** Signs up a company of its own; its page shows its empty pipeline. */
export async function freshCompany(page: Page): Promise<{ company: string; email: string }> {
  const unique = `${process.pid}-${Date.now()}-${++companies}`
  const company = `Harbour ${unique}`
  const email = `ada.${unique}@harbour.example`
  await page.goto('/sign-up')
  await page.getByLabel('Company').fill(company)
  await page.getByLabel('Your name').fill('Ada Okafor')
  await page.getByLabel('Work e-mail').fill(email)
  await page.getByLabel('Password').fill(PASSWORD)
  await page.setExtraHTTPHeaders({ 'cf-connecting-ip': addressOfItsOwn() })
  await page.getByRole('button', { name: 'Start' }).click()
  await page.getByRole('heading', { name: 'Pipeline', level: 1 }).waitFor()
  await page.setExtraHTTPHeaders({})
  return { company, email }
}

/** What stands on the screen, for whoever names a folder for pictures: SCREENSHOTS=/tmp/pictures. */
export async function picture(page: Page, name: string): Promise<void> {
  const { SCREENSHOTS } = process.env
  if (SCREENSHOTS) await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) }) // makes the folder
}

/** Waits until something read off the screen is so. */
export function eventually<T>(read: () => Promise<T>, timeout = PATIENCE) {
  return expect.poll(read, { timeout, interval: 100 })
}

export function message(page: Page, words: string | RegExp): Locator {
  return page.getByRole('region', { name: 'Messages' }).getByText(words)
}

/** The head of a stage: how many deals stand in it and what they come to. */
export async function stageHead(
  page: Page,
  stage: string,
): Promise<{ count: number; total: string; weighted: string }> {
  const lines = await page.getByRole('region', { name: stage, exact: true }).locator('header').innerText()
  const [, count = '', total = '', weighted = ''] = lines.split('\n').filter((line) => line.trim() !== '')
  return { count: Number(count), total, weighted }
}

/** Goes to an address of the app as its links do: without loading the page anew. */
export async function follow(page: Page, address: string): Promise<void> {
  await page.evaluate((to) => {
    history.pushState(null, '', to)
    dispatchEvent(new PopStateEvent('popstate'))
  }, address)
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

type Axe = { readonly run: (within: Element, options: RunOptions) => Promise<AxeResults> }

/** What axe finds wrong with a page, or with a part of one: a line a place. `only` names the rules to ask; all without. */
export async function axeViolations(within: Page | Locator, only?: readonly string[]): Promise<string[]> {
  const page = 'page' in within ? within.page() : within
  // Half a megabyte: brought in once a document, not once a question.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE)
  const place = 'page' in within ? within : page.locator('html')
  const violations = await place.evaluate(
    async (element, rules) => {
      const { axe } = window as unknown as { axe: Axe }
      const found = await axe.run(element, {
        // What passes is not read here, and telling of it costs more than finding it on a board of a hundred cards.
        resultTypes: ['violations'],
        ...(rules && { runOnly: { type: 'rule', values: rules } }),
      })
      return found.violations
    },
    only && [...only],
  )
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary?.replace(/\s+/g, ' ')}`),
  )
}
