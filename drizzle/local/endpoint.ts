import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { type Fault, traffic } from './traffic'
import { type Backend, BadRequest, type Statement, toErrorBody } from './wire'

// Bundlers that follow the "browser" condition find a ws that only throws; require does not follow it.
const { WebSocketServer } = createRequire(import.meta.url)('ws') as typeof import('ws')

// What Neon refuses: found here, before production does.
const MAX_BYTES = 10 * 1024 * 1024

export interface Endpoint {
  /** host:port, what NEON_LOCAL holds. */
  readonly address: string
  /** HTTP requests and socket messages so far: what each would cost if the database were an ocean away. */
  readonly roundTrips: number
  /** The same for one `?application_name=` of the connection string: tests that share a database count their own. */
  roundTripsOf(application: string): number
  /** The next requests never reach the database, or are done but their answers are lost. */
  fail(times: number, how?: Fault, application?: string): void
  /** The database goes away, open sockets included, until it is brought back. */
  goAway(): void
  comeBack(): void
  close(): Promise<void>
}

/** The doors Neon has, `POST /sql` and `/v2` for WebSockets, in front of a database of our own. */
export async function startEndpoint(backend: Backend, { port = 0, host = '127.0.0.1' } = {}): Promise<Endpoint> {
  const counted = traffic()
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false })
  const server = createServer((request, response) => void route(request, response))
  // The Worker reuses connections for as long as they live: closing an idle one would race with its next request.
  server.keepAliveTimeout = 0

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://local')
    if (pathname === '/round-trips') {
      const application = searchParams.get('application')
      const roundTrips = application === null ? counted.total : counted.of(application)
      return reply(response, 200, { roundTrips })
    }
    if (pathname === '/fail') {
      const how = searchParams.get('how') === 'lose-reply' ? 'lose-reply' : 'refuse'
      const [times, after] = [Number(searchParams.get('times') ?? 1), Number(searchParams.get('after') ?? 0)]
      counted.fail(times, how, searchParams.get('application') ?? '', after)
      return reply(response, 200, {})
    }
    if (pathname !== '/sql' || request.method !== 'POST') return reply(response, 404, { message: 'not found' })
    const fault = counted.request(applicationOf(request))
    if (fault === 'refuse') return void request.socket.destroy()
    const { status, body } = await answer(backend, request)
    if (fault === 'lose-reply') return void request.socket.destroy()
    reply(response, status, body)
  }

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (!request.url?.startsWith('/v2') || counted.request('')) return void socket.destroy()
    sockets.handleUpgrade(request, socket, head, (client) => {
      client.on('message', () => {
        if (counted.request('')) client.terminate()
      })
      backend.serve(client)
    })
  })

  const dropSockets = () => {
    for (const client of sockets.clients) client.terminate()
  }
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve))
  return {
    address: `${host}:${(server.address() as AddressInfo).port}`,
    get roundTrips() {
      return counted.total
    },
    roundTripsOf: counted.of,
    fail: (times, how = 'refuse', application = '') => counted.fail(times, how, application),
    goAway() {
      counted.goAway()
      dropSockets()
      server.closeAllConnections()
    },
    comeBack: () => counted.comeBack(),
    async close() {
      dropSockets()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await backend.close()
    },
  }
}

function applicationOf(request: IncomingMessage): string {
  const connectionString = header(request, 'neon-connection-string')
  if (!connectionString || !URL.canParse(connectionString)) return ''
  const application = new URL(connectionString).searchParams.get('application_name') ?? ''
  // What the driver calls itself when nobody gave it a name.
  return application.startsWith('pkg:') ? '' : application
}

async function answer(backend: Backend, request: IncomingMessage): Promise<{ status: number; body: unknown }> {
  try {
    const connectionString = header(request, 'neon-connection-string')
    if (!connectionString || !URL.canParse(connectionString))
      throw new BadRequest('no connection string in neon-connection-string')
    for (const mode of ['neon-raw-text-output', 'neon-array-mode']) {
      if (header(request, mode) !== 'true') throw new BadRequest(`only ${mode}: true is spoken here`)
    }
    const body = await readBody(request)
    if (!body) return { status: 413, body: { message: `request is too large (max is ${MAX_BYTES} bytes)` } }
    const { queries, ...single } = JSON.parse(body) as Statement & { queries?: Statement[] }
    const batch = queries && {
      isolationLevel: header(request, 'neon-batch-isolation-level'),
      readOnly: header(request, 'neon-batch-read-only'),
      deferrable: header(request, 'neon-batch-deferrable'),
    }
    const results = await backend.run(connectionString, queries ?? [single], batch)
    return { status: 200, body: queries ? { results } : results[0] }
  } catch (error) {
    const refusal = toErrorBody(error)
    if (refusal) return { status: 400, body: refusal }
    if (error instanceof BadRequest) return { status: 400, body: { message: error.message } }
    return { status: 500, body: { message: error instanceof Error ? error.message : String(error) } }
  }
}

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name]
  return Array.isArray(value) ? value[0] : value
}

async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    // Read to the end all the same: the driver hears the refusal only once it has said everything.
    if (bytes <= MAX_BYTES) chunks.push(chunk)
  }
  return bytes > MAX_BYTES ? undefined : Buffer.concat(chunks).toString()
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  const bytes = Buffer.from(JSON.stringify(body))
  const fits = bytes.length <= MAX_BYTES
  const sent = fits ? bytes : Buffer.from(`{"message":"response is too large (max is ${MAX_BYTES} bytes)"}`)
  response.writeHead(fits ? status : 507, { 'content-type': 'application/json', 'content-length': sent.length })
  response.end(sent)
}
