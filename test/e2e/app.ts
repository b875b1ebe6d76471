import { existsSync, readFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { inject } from 'vitest'
import type { StartedApp } from '../support/app-setup'

/** The whole product. The first file of browser tests waits for it, should it not be ready by then. */
export const app = await started(inject('appFile'))

async function started(file: string) {
  while (!existsSync(file)) await setTimeout(200)
  const found = JSON.parse(readFileSync(file, 'utf8')) as StartedApp
  if ('failed' in found) throw new Error(found.failed)
  return found
}
