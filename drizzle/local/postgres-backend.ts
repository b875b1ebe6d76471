import { connect } from 'node:net'
import pg from 'pg'
import type { WebSocket } from 'ws'
import { PLAIN_SETTINGS } from './plain-settings'
import { type Backend, type BatchOptions, beginStatement, type Statement, type StatementResult, toText } from './wire'

/** Text as PostgreSQL wrote it: the client at the other end parses it. */
const asText = { getTypeParser: () => (value: string | Buffer) => String(value) }

// What an address says of TLS; anything else in it is for whoever counts or names connections.
const TLS = /^(ssl(mode|rootcert|cert|key)?|uselibpqcompat)$/

/** Plays the endpoint over any PostgreSQL server; who logs in to which database is the client's to say. */
export function postgresBackend(server: { host: string; port: number; maxConnections?: number }): Backend {
  const pools = new Map<string, pg.Pool>()

  function poolFor(connectionString: string): pg.Pool {
    const { username, password, pathname, searchParams } = new URL(connectionString)
    const tls = new URLSearchParams([...searchParams].filter(([name]) => TLS.test(name)))
    const key = `${username}:${password}@${pathname}?${tls}`
    const known = pools.get(key)
    if (known) return known
    const pool = new pg.Pool({
      connectionString: `postgresql://${username}:${password}@${server.host}:${server.port}${pathname}?${tls}`,
      max: server.maxConnections ?? 20,
      options: PLAIN_SETTINGS,
      pipeline: true,
    } as pg.PoolConfig)
    // A connection that breaks is told to the query under way, or not used again; unheard, it would end this process.
    pool.on('error', () => {})
    pool.on('connect', (client) => client.on('error', () => {}))
    pools.set(key, pool)
    return pool
  }

  return {
    async run(connectionString, statements, batch) {
      const client = await poolFor(connectionString).connect()
      let broken: Error | undefined
      try {
        return batch ? await runBatch(client, statements, batch) : [await runOne(client, statements[0]!)] // one without options
      } catch (error) {
        if (!(error instanceof pg.DatabaseError)) broken = error as Error
        throw error
      } finally {
        if (!broken && statements.some(mayLeaveState)) await client.query('DISCARD ALL')
        client.release(broken)
      }
    },
    serve: (socket) => tunnel(socket, server),
    async close() {
      await Promise.all([...pools.values()].map((pool) => pool.end()))
      pools.clear()
    },
  }
}

async function runBatch(
  client: pg.PoolClient,
  statements: Statement[],
  batch: BatchOptions,
): Promise<StatementResult[]> {
  // Awaited: were the rest already on the wire when it fails, each statement would commit by itself.
  await client.query(beginStatement(batch))
  // The rest is pipelined: after an error the transaction refuses what follows and COMMIT becomes a rollback.
  const answers = await Promise.allSettled([...statements.map((s) => runOne(client, s)), client.query('COMMIT')])
  const refused = answers.find((answer) => answer.status === 'rejected')
  if (refused) throw refused.reason
  return answers.slice(0, -1).map((answer) => (answer as PromiseFulfilledResult<StatementResult>).value)
}

async function runOne(client: pg.PoolClient, { query, params = [] }: Statement): Promise<StatementResult> {
  const values = params.map(toText)
  // Named even when empty, so that pg always speaks the extended protocol, which takes one statement only.
  const result = await client.query<(string | null)[]>({
    text: query,
    values,
    rowMode: 'array',
    types: asText,
    queryMode: 'extended',
  } as pg.QueryArrayConfig)
  return {
    fields: result.fields.map(({ name, dataTypeID }) => ({ name, dataTypeID })),
    rows: result.rows,
    command: result.command ?? '',
    rowCount: result.rowCount,
    rowAsArray: true,
  }
}

/**
 * Whether a pooled connection must forget something before the next request. Local settings and those of a transaction end
 * with it; forgetting for nothing costs whoever comes next all that the connection had planned.
 */
function mayLeaveState({ query }: Statement): boolean {
  return /^\s*(set\s+(?!local\b|transaction\b|constraints\b)|reset|prepare|listen|discard|begin|start|create\s+temp)|set_config\([^)]*,\s*false\s*\)/i.test(
    query,
  )
}

/** The bytes of the socket are PostgreSQL's own protocol: they pass as they are. */
function tunnel(socket: WebSocket, { host, port }: { host: string; port: number }): void {
  const server = connect({ host, port, noDelay: true })
  // binaryType is nodebuffer, the default
  socket.on('message', (data) => socket.readyState === socket.OPEN && server.write(data as Buffer))
  server.on('data', (data) => socket.readyState === socket.OPEN && socket.send(data))
  socket.on('close', () => server.destroy())
  socket.on('error', () => server.destroy())
  server.on('close', () => socket.close())
  server.on('error', () => socket.terminate())
}
