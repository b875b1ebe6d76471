import { setTimeout } from 'node:timers/promises'
import type { TestProject } from 'vitest/node'
import type { DemoLogin } from '../../drizzle/seed'
import type { ModelOverview } from '../../worker/analytics/contract'
import { findBrowser } from './browser'
import { demoLogins, runLauncher, temporaryData } from './launcher'

declare module 'vitest' {
  interface ProvidedContext {
    /** The state of a product that was started once, its demo company's model trained and in force. */
    demoData: string
  }
}

const MODEL_PATIENCE_MS = 600_000 // seconds on a quiet machine

/** Global set-up: the product built and started once; every file of browser tests goes on from a copy of what that left. */
export default async function startApp(project: TestProject): Promise<() => Promise<void>> {
  // Unpacked here if need be, before several workers would do it at once.
  await findBrowser()
  const { dataDir, remove } = temporaryData()
  const launcher = runLauncher('start', dataDir)
  try {
    await demoModel(await launcher.origin, demoLogins(dataDir))
  } catch (error) {
    await launcher.stop()
    remove()
    throw error
  }
  await launcher.stop()
  project.provide('demoData', dataDir)
  return async () => remove()
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
