import { setTimeout } from 'node:timers/promises'
import type { TestProject } from 'vitest/node'
import type { DemoLogin } from '../../drizzle/seed'
import type { ModelOverview } from '../../worker/analytics/contract'
import { findBrowser } from './browser'
import { demoLogins, runLauncher, temporaryData } from './launcher'

declare module 'vitest' {
  interface ProvidedContext {
    /** The whole product, running as `bun run start` runs it. */
    app: { origin: string; logins: DemoLogin[] }
  }
}

const MODEL_PATIENCE_MS = 600_000 // seconds on a quiet machine

/** Global set-up: the built product on a port and in a directory of its own, shared by every browser test. */
export default async function startApp(project: TestProject): Promise<() => Promise<void>> {
  // Unpacked here if need be, before several workers would do it at once.
  await findBrowser()
  const { dataDir, remove } = temporaryData()
  const launcher = runLauncher('start', dataDir)
  try {
    const origin = await launcher.origin
    const logins = demoLogins(dataDir)
    await demoModel(origin, logins)
    project.provide('app', { origin, logins })
  } catch (error) {
    await launcher.stop()
    remove()
    throw error
  }
  return async () => {
    await launcher.stop()
    remove()
  }
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
