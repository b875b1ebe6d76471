import { type PGlite, protocol } from '@electric-sql/pglite'

const OWNER = 'postgres'

/** The one session PGlite has, lent to one client at a time. */
export interface Lease {
  readonly db: PGlite
  /** Ends what is open, forgets what the client set, and lets the next one in. */
  release(): Promise<void>
}

/**
 * Waits its turn and becomes the given role. Nothing a client sets outlives its lease, as behind a transaction pooler.
 * The role is the session authorization, not `SET ROLE`: a superuser who only plays a role passes every row policy.
 */
export async function lease(db: PGlite, role: string): Promise<Lease> {
  const endTurn = await turn(db)
  try {
    await db.execProtocol(simpleQuery(`SET SESSION AUTHORIZATION ${quoted(role)}`))
  } catch (error) {
    endTurn()
    throw error
  }
  return {
    db,
    async release() {
      try {
        if (db.isInTransaction()) await db.execProtocolRaw(simpleQuery('ROLLBACK'))
        // Named, because a RESET finds no default in PGlite's single-user session and would leave the client's role.
        await db.execProtocol(simpleQuery(`SET SESSION AUTHORIZATION ${OWNER}; RESET ALL; DEALLOCATE ALL`))
      } finally {
        endTurn()
      }
    },
  }
}

/** PGlite's own queue, so that the owner's queries in this process and the clients' never mix. */
function turn(db: PGlite): Promise<() => void> {
  return new Promise((resolve, reject) => {
    db._runExclusiveTransaction(() => new Promise<void>((done) => resolve(done))).catch(reject)
  })
}

function simpleQuery(text: string): Uint8Array {
  return protocol.serialize.query(text)
}

function quoted(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`
}
