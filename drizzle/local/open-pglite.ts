import { PGlite, type PGliteOptions } from '@electric-sql/pglite'
import { takeLock } from './lock'
import { keepUp } from './upkeep'

export interface OpenPglite {
  readonly db: PGlite
  close(): Promise<void>
}

/**
 * Opens the embedded database: in memory, or in a directory that is then ours alone.
 * PGlite itself would let a second process write into the same files and ruin them.
 */
export async function openPglite(options: { dataDir?: string; loadDataDir?: Blob } = {}): Promise<OpenPglite> {
  const release = options.dataDir ? takeLock(`${options.dataDir}.lock`) : () => {}
  try {
    const db = await PGlite.create(options as PGliteOptions)
    const stop = keepUp(db)
    return {
      db,
      async close() {
        try {
          await stop()
          await db.close()
        } finally {
          release()
        }
      },
    }
  } catch (error) {
    release()
    throw error
  }
}
