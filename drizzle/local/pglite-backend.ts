import { type messages, type PGlite, protocol } from '@electric-sql/pglite'
import { lease } from './pglite-lease'
import { servePglite } from './pglite-socket'
import { type Backend, beginStatement, type Statement, type StatementResult, toText } from './wire'

export interface PgliteBackendOptions {
  /** How long a socket may sit in an open transaction while everybody else waits. */
  idleInTransactionMs?: number
}

/** Plays the endpoint over PGlite in this process: one session, one transaction at a time. */
export function pgliteBackend(db: PGlite, { idleInTransactionMs = 10_000 }: PgliteBackendOptions = {}): Backend {
  return {
    async run(connectionString, statements, batch) {
      const all = batch ? [{ query: beginStatement(batch) }, ...statements, { query: 'COMMIT' }] : statements
      const session = await lease(db, roleOf(connectionString))
      try {
        // One buffer with one Sync: after an error PostgreSQL skips the rest, COMMIT included.
        const { messages } = await db.execProtocol(
          Buffer.concat([...all.flatMap(toMessages), protocol.serialize.sync()]),
        )
        const results = toResults(messages)
        return batch ? results.slice(1, -1) : results
      } finally {
        await session.release()
      }
    },
    serve: (socket) => servePglite(db, socket, idleInTransactionMs),
    // The database belongs to whoever opened it.
    close: async () => {},
  }
}

function roleOf(connectionString: string): string {
  return decodeURIComponent(new URL(connectionString).username) || 'postgres'
}

function toMessages({ query, params = [] }: Statement): Uint8Array[] {
  const { parse, bind, describe, execute } = protocol.serialize
  return [parse({ text: query }), bind({ values: params.map(toText) }), describe({ type: 'P' }), execute({})]
}

function toResults(replies: messages.BackendMessage[]): StatementResult[] {
  const results: StatementResult[] = []
  let fields: StatementResult['fields'] = []
  let rows: StatementResult['rows'] = []
  const finish = (command: string, rowCount: number | null) => {
    results.push({ fields, rows, command, rowCount, rowAsArray: true })
    fields = []
    rows = []
  }
  for (const reply of replies) {
    if (isRowDescription(reply)) fields = reply.fields.map(({ name, dataTypeID }) => ({ name, dataTypeID }))
    else if (isDataRow(reply)) rows.push(reply.fields)
    else if (isCommandComplete(reply)) finish(...fromTag(reply.text))
    else if (reply.name === 'emptyQuery') finish('', null)
  }
  return results
}

const isRowDescription = (reply: messages.BackendMessage): reply is messages.RowDescriptionMessage =>
  reply.name === 'rowDescription'
const isDataRow = (reply: messages.BackendMessage): reply is messages.DataRowMessage => reply.name === 'dataRow'
const isCommandComplete = (reply: messages.BackendMessage): reply is messages.CommandCompleteMessage =>
  reply.name === 'commandComplete'

/** 'INSERT 0 3' says how many, 'CREATE TABLE' does not. */
function fromTag(tag: string): [string, number | null] {
  const words = tag.split(' ')
  const count = Number(words.at(-1))
  return [words[0]!, Number.isInteger(count) ? count : null] // split always yields a first word
}
