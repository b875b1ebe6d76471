import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What a push service was sent for a browser: still sealed. */
export interface SealedPush {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** How it is to answer. */
export interface PushAnswer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
}

/**
 * A push service on this machine: `POST /to/NAME` takes what is pushed to a browser, `GET` of the same tells all that came, and
 * what `PUT /answers/NAME` says is answered in turn before it goes on with 201.
 */
export async function startPushService(): Promise<{ readonly origin: string; close(): Promise<void> }> {
  const came = new Map<string, SealedPush[]>()
  const answers = new Map<string, PushAnswer[]>()
  const server = createServer(async (request, response) => {
    const [, what, name = ''] = (request.url ?? '').split('/')
    const body = await bodyOf(request)
    if (what === 'answers') {
      answers.set(name, JSON.parse(body.toString()) as PushAnswer[])
      return response.writeHead(204).end()
    }
    if (request.method === 'GET') return response.end(JSON.stringify(came.get(name) ?? []))
    const headers = Object.fromEntries(Object.entries(request.headers).map(([key, value]) => [key, String(value)]))
    came.set(name, [...(came.get(name) ?? []), { headers, body: body.toString('base64') }])
    const answer = answers.get(name)?.shift() ?? { status: 201 }
    return response.writeHead(answer.status, answer.headers).end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
