import type { TestProject } from 'vitest/node'
import type { DemoLogin } from '../../drizzle/seed'
import { findBrowser } from './browser'
import { demoLogins, runLauncher, temporaryData } from './launcher'

declare module 'vitest' {
  interface ProvidedContext {
    /** The whole product, running as `bun run start` runs it. */
    app: { origin: string; logins: DemoLogin[] }
  }
}

/** Global set-up: the built product on a port and in a directory of its own, shared by every browser test. */
export default async function startApp(project: TestProject): Promise<() => Promise<void>> {
  // Unpacked here if need be, before several workers would do it at once.
  await findBrowser()
  const { dataDir, remove } = temporaryData()
  const launcher = runLauncher('start', dataDir)
  try {
    project.provide('app', { origin: await launcher.origin, logins: demoLogins(dataDir) })
  } catch (error) {
    remove()
    throw error
  }
  return async () => {
    await launcher.stop()
    remove()
  }
}
