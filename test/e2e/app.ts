import { existsSync, readFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { inject } from 'vitest'
import type { StartedApp } from '../support/app-setup'

/** The whole product, for this file alone while it runs. The first files wait for it, should it not be ready by then. */
export const app = await started(ours(inject('appFiles')))

/** Files that run at the same time have numbers of their own, from 1 on. */
function ours(files: readonly string[]): string {
  return files[(Number(process.env.VITEST_POOL_ID) - 1) % files.length]! // never without any
}

async function started(file: string) {
  while (!existsSync(file)) await setTimeout(200)
  const found = JSON.parse(readFileSync(file, 'utf8')) as StartedApp
  if ('failed' in found) throw new Error(found.failed)
  return found
}
