import { setTimeout as wait } from 'node:timers/promises'
import type { BrowserContext, Page } from 'playwright-core'
import { demoLogins, runLauncher, temporaryData } from '../support/launcher'
import { ask } from './load'

export interface Demo {
  readonly origin: string
  /** Asks the API as the one demo login of a role. */
  get<Body>(path: string): Promise<Body>
  post<Body>(path: string, body: unknown): Promise<{ body: Body; ms: number; roundTrips: number }>
  readonly login: { readonly email: string; readonly password: string }
  close(): Promise<void>
}

const PATIENCE_MS = 240_000 // training is background work on a machine that has other things to do

/** The whole product as `bun run start` starts it, its demo company's model trained and in force. */
export async function startDemo(role: string, report: (line: string) => void): Promise<Demo> {
  const { dataDir, remove } = temporaryData()
  report('starting the demo')
  const launcher = runLauncher('start', dataDir)
  const close = async () => {
    await launcher.stop()
    remove()
  }
  try {
    const origin = await launcher.origin
    const login = demoLogins(dataDir).find((one) => one.role.toLowerCase().includes(role))
    if (!login) throw new Error(`no demo login of a ${role}`)
    const { email, password } = login
    let headers: Record<string, string> = { 'content-type': 'application/json' }
    const get = async <Body>(path: string) =>
      JSON.parse((await ask({ url: `${origin}/api/v1${path}`, headers })).body.toString()) as Body
    const post = async <Body>(path: string, body: unknown) => {
      const at = performance.now()
      const answer = await ask({ url: `${origin}/api/v1${path}`, method: 'POST', headers, body: JSON.stringify(body) })
      const trips = /db;desc="(\d+)"/.exec(String(answer.headers['server-timing']))?.[1]
      return { body: JSON.parse(answer.body.toString()) as Body, ms: performance.now() - at, roundTrips: Number(trips) }
    }
    const signedIn = await post<{ accessToken: string }>('/auth/sign-in', { email, password, token: true })
    headers = { ...headers, authorization: `Bearer ${signedIn.body.accessToken}` }
    report('waiting for its model')
    const until = Date.now() + PATIENCE_MS
    while (
      !(await get<BoardAnswer>('/opportunities/board')).columns.some(({ cards }) => cards.some((card) => card.score))
    ) {
      if (Date.now() > until) throw new Error('the demo company has no scores')
      await wait(1000)
    }
    return { origin, get, post, login: { email, password }, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** A page of somebody who has just signed in by the form. */
export async function signedIn(context: BrowserContext, { origin, login }: Demo): Promise<Page> {
  const page = await context.newPage()
  await page.goto(`${origin}/sign-in`)
  await page.getByLabel('Work e-mail').fill(login.email)
  await page.getByLabel('Password', { exact: true }).fill(login.password)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Today', level: 1 }).waitFor()
  return page
}

export interface BoardAnswer {
  readonly pipelineId: string
  readonly columns: readonly {
    readonly stageId: string
    readonly cards: readonly { readonly id: string; readonly version: number; readonly score: object | null }[]
  }[]
}
