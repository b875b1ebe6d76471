import type { TestProject } from 'vitest/node'
import { startEndpoint } from '../../drizzle/local/endpoint'
import { openPglite } from '../../drizzle/local/open-pglite'
import { pgliteBackend } from '../../drizzle/local/pglite-backend'
import { makeSigningKeys, type SigningKeys } from '../../worker/local/secrets'
import { migratedSnapshot } from './database'

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
  const { db, close } = await openPglite({ loadDataDir: await migratedSnapshot() })
  const endpoint = await startEndpoint(pgliteBackend(db))
  const { FUZZ_SEED = '20261129', FUZZ_OPERATIONS = '250', FUZZ_CLIENTS = '5' } = process.env
  project.provide('fuzz', {
    seed: Number(FUZZ_SEED),
    operations: Number(FUZZ_OPERATIONS),
    clients: Number(FUZZ_CLIENTS),
  })
  project.provide('worker', {
    neonLocal: endpoint.address,
    databaseUrl: `postgresql://app_login@${endpoint.address}/postgres`,
    ownerUrl: `postgresql://postgres@${endpoint.address}/postgres`,
    keys: await makeSigningKeys(),
  })
  return async () => {
    await endpoint.close()
    await close()
  }
}
