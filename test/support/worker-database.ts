import { openAsBlob } from 'node:fs'
import { startEndpoint } from '../../drizzle/local/endpoint'
import { openPglite } from '../../drizzle/local/open-pglite'
import { pgliteBackend } from '../../drizzle/local/pglite-backend'

// The database of the Worker under test, in a process of its own: it answers while the tests' own process has other things to
// do. Told the file it begins from, it says where it listens, and ends when it is let go.
const [file] = process.argv.slice(2)
if (!file) throw new Error('Which snapshot?')
const { db } = await openPglite({ loadDataDir: await openAsBlob(file) })
const { address } = await startEndpoint(pgliteBackend(db))
process.once('disconnect', () => process.exit())
process.send?.(address)
