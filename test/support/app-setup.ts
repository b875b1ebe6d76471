import { renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { TestProject } from 'vitest/node'
import type { DemoLogin } from '../../drizzle/seed'
import type { ModelOverview } from '../../worker/analytics/contract'
import { findBrowser } from './browser'
import { demoLogins, runLauncher, temporaryData } from './launcher'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where it is written down once a product can be tested, one for each file that runs at the same time: see e2e/app.ts. */
    appFiles: readonly string[]
  }
}

const MODEL_PATIENCE_MS = 600_000 // seconds on a quiet machine

/** The whole product, running as `bun run start` runs it, or why it does not. */
export type StartedApp = { readonly origin: string; readonly logins: DemoLogin[] } | { readonly failed: string }

const SIDE_BY_SIDE = 2 // as many files as the configuration lets run at once

/**
 * Global set-up: the built product on ports and in directories of its own, once for each file that runs at the same time: files
 * may count what is in the demo company. They come last, so only the build is waited for: others use it too, and must find it
 * whole.
 */
export default async function startApps(project: TestProject): Promise<() => Promise<void>> {
  // Unpacked here if need be, before several workers would do it at once.
  await findBrowser()
  const named = process.argv.filter((argument) => argument.endsWith('.e2e.test.ts'))
  const apps = await Promise.all(Array.from({ length: named.length === 1 ? 1 : SIDE_BY_SIDE }, startApp))
  project.provide(
    'appFiles',
    apps.map(({ file }) => file),
  )
  return async () => {
    await Promise.all(apps.map(({ end }) => end()))
  }
}

async function startApp(): Promise<{ file: string; end: () => Promise<void> }> {
  const { dataDir, remove } = temporaryData()
  const launcher = runLauncher('start', dataDir)
  const file = join(dataDir, 'started.json')
  const stop = async () => {
    await launcher.stop()
    remove()
  }
  try {
    await launcher.built
  } catch (error) {
    await stop()
    throw error
  }
  let isOver = false
  const started = ready(launcher.origin, dataDir)
    .catch((error): StartedApp => ({ failed: String(error) }))
    .then((app) => {
      if (isOver) return
      writeFileSync(`${file}.new`, JSON.stringify(app))
      renameSync(`${file}.new`, file) // whole, or not there
    })
  const end = async () => {
    isOver = true
    await stop()
    await started
  }
  return { file, end }
}

async function ready(address: Promise<string>, dataDir: string): Promise<StartedApp> {
  const origin = await address
  const logins = demoLogins(dataDir)
  await demoModel(origin, logins)
  return { origin, logins }
}

/** The demo company's model is trained in the background after a first start; its chances belong to what is tested. */
async function demoModel(origin: string, logins: DemoLogin[]): Promise<void> {
  const admin = logins.find(({ role }) => role === 'Org admin')
  const signedIn = await fetch(`${origin}/api/v1/auth/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify({ email: admin?.email, password: admin?.password }),
  })
  const cookie = signedIn.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ')
  const deadline = Date.now() + MODEL_PATIENCE_MS
  while (Date.now() < deadline) {
    const answer = await fetch(`${origin}/api/v1/models`, { headers: { cookie } })
    const { champion, isTraining, openDeals, scoredDeals } = (await answer.json()) as ModelOverview
    if (champion && !isTraining && scoredDeals >= openDeals) return
    await setTimeout(500)
  }
  throw new Error('The demo company has no model yet')
}
