import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { makePushKeys, makeSigningKeys, type PushKeys, type SigningKeys } from '../../worker/local/secrets'
import { keptRuns, type RandomRun } from '../fuzz/kept-seeds'
import { migratedFile } from './migrated'
import { startPushService } from './push-service'

const SHORT = 500 // operations, so that all tests together stay short

declare module 'vitest' {
  interface ProvidedContext {
    /** What the Worker under test is given, and the owner's way in. */
    worker: {
      neonLocal: string
      databaseUrl: string
      ownerUrl: string
      /** Where a push service listens, for the Worker and for who looks at what it was sent. */
      pushService: string
      keys: SigningKeys & PushKeys
    }
    /** Random runs to make: a short one and those that once went wrong, unless somebody asks for another. */
    fuzz: readonly RandomRun[]
  }
}

/** Global set-up: the database stays outside workerd, as it does in production. */
export default async function startDatabase(project: TestProject): Promise<() => Promise<void>> {
  const database = fork(join(import.meta.dirname, 'worker-database.ts'), [await migratedFile()], {
    execArgv: ['--import', './worker/local/typescript.mjs'],
  })
  const [address, pushService] = await Promise.all([addressOf(database), startPushService()])
  project.provide('fuzz', randomRuns(process.env))
  project.provide('worker', {
    neonLocal: address,
    databaseUrl: `postgresql://app_login@${address}/postgres`,
    ownerUrl: `postgresql://postgres@${address}/postgres`,
    pushService: pushService.origin,
    keys: { ...(await makeSigningKeys()), ...makePushKeys() },
  })
  return async () => {
    const ended = new Promise((resolve) => database.once('close', resolve))
    database.disconnect()
    await Promise.all([ended, pushService.close()])
  }
}

function randomRuns({ FUZZ_SEED, FUZZ_OPERATIONS, FUZZ_CLIENTS }: NodeJS.ProcessEnv): readonly RandomRun[] {
  if (FUZZ_SEED)
    return [{ seed: Number(FUZZ_SEED), operations: Number(FUZZ_OPERATIONS), clients: Number(FUZZ_CLIENTS) }]
  const short = keptRuns().filter(({ operations }) => operations <= SHORT)
  return [{ seed: 20261129, operations: 150, clients: 5 }, ...short]
}

function addressOf(database: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    database.once('message', (address) => resolve(String(address)))
    database.once('close', (code) => reject(new Error(`The database ended with ${code}`)))
  })
}
