import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { makeSigningKeys, type SigningKeys } from '../../worker/local/secrets'
import { migratedFile } from './migrated'

declare module 'vitest' {
  interface ProvidedContext {
    /** What the Worker under test is given, and the owner's way in. */
    worker: { neonLocal: string; databaseUrl: string; ownerUrl: string; keys: SigningKeys }
    /** How long and how wild a random run is; a short one unless somebody asks for more. */
    fuzz: { seed: number; operations: number; clients: number }
  }
}

/** Global set-up: the database stays outside workerd, as it does in production. */
export default async function startDatabase(project: TestProject): Promise<() => Promise<void>> {
  const database = fork(join(import.meta.dirname, 'worker-database.ts'), [await migratedFile()], {
    execArgv: ['--import', './worker/local/typescript.mjs'],
  })
  const address = await addressOf(database)
  const { FUZZ_SEED = '20261129', FUZZ_OPERATIONS = '150', FUZZ_CLIENTS = '5' } = process.env
  project.provide('fuzz', {
    seed: Number(FUZZ_SEED),
    operations: Number(FUZZ_OPERATIONS),
    clients: Number(FUZZ_CLIENTS),
  })
  project.provide('worker', {
    neonLocal: address,
    databaseUrl: `postgresql://app_login@${address}/postgres`,
    ownerUrl: `postgresql://postgres@${address}/postgres`,
    keys: await makeSigningKeys(),
  })
  return async () => {
    const ended = new Promise((resolve) => database.once('close', resolve))
    database.disconnect()
    await ended
  }
}

function addressOf(database: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    database.once('message', (address) => resolve(String(address)))
    database.once('close', (code) => reject(new Error(`The database ended with ${code}`)))
  })
}
