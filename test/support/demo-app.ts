import { cpSync } from 'node:fs'
import { afterAll, beforeAll, inject } from 'vitest'
import type { DemoLogin } from '../../drizzle/seed'
import { demoLogins, type LauncherRun, runLauncher, temporaryData } from './launcher'

export interface DemoApp {
  readonly origin: string
  readonly logins: readonly DemoLogin[]
}

let running: DemoApp | undefined

/** The whole product, running as `bun run start` runs it, for the tests of this file alone. */
export function demoApp(): DemoApp {
  if (!running) throw new Error('The product is started before the first test of a file')
  return running
}

let launcher: LauncherRun | undefined
const { dataDir, remove } = temporaryData()
beforeAll(async () => {
  cpSync(inject('demoData'), dataDir, { recursive: true })
  launcher = runLauncher('start', dataDir)
  running = { origin: await launcher.origin, logins: demoLogins(dataDir) }
}, 120_000)
afterAll(async () => {
  await launcher?.stop()
  remove()
})
