import { createHash } from 'node:crypto'
import {
  existsSync,
  globSync,
  mkdirSync,
  openAsBlob,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { MIGRATIONS, migratePglite } from '../../drizzle/local/migrate'
import { openPglite } from '../../drizzle/local/open-pglite'

/** PGlite's first boot takes seconds, its migrations more: both happen once per set of migrations and are kept. */
export async function migratedSnapshot(): Promise<Blob> {
  return openAsBlob(await migratedFile())
}

/** The same as a file, for other processes. */
export async function migratedFile(): Promise<string> {
  const folder = join(process.cwd(), '.cache')
  const path = join(folder, `pglite-${digestOfMigrations()}.tar`)
  if (!existsSync(path)) {
    const { db, close } = await openPglite()
    await migratePglite(db)
    const dump = await db.dumpDataDir('none')
    await close()
    mkdirSync(folder, { recursive: true })
    discardOld(folder)
    // Whole or not at all: another worker may be looking for it right now.
    const draft = `${path}.${process.pid}`
    writeFileSync(draft, Buffer.from(await dump.arrayBuffer()))
    renameSync(draft, path)
  }
  return path
}

/** Snapshots of migrations that have since changed; a day's grace for runs that still read one. */
function discardOld(folder: string): void {
  for (const file of globSync(join(folder, 'pglite-*'))) {
    if (Date.now() - statSync(file).mtimeMs > 24 * 3600 * 1000) rmSync(file, { force: true })
  }
}

function digestOfMigrations(): string {
  const hash = createHash('sha256')
  const pglite = createRequire(import.meta.url).resolve('@electric-sql/pglite')
  hash.update(readFileSync(join(pglite, '../../package.json')))
  for (const file of readdirSync(MIGRATIONS).sort()) {
    if (file.endsWith('.sql')) hash.update(file).update(readFileSync(join(MIGRATIONS, file)))
  }
  return hash.digest('hex').slice(0, 16)
}
