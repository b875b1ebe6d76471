import { Agent, request } from 'node:http'

export interface Load {
  /** Requests a second. */
  readonly perSecond: number
  readonly latenciesMs: readonly number[]
  /** Of the body of one answer. */
  readonly bytes: number
}

export interface Call {
  readonly url: string
  readonly headers?: Record<string, string>
  readonly method?: string
  readonly body?: string
}

/** Asks again and again over so many connections, for so long. An answer that is not 200 ends it. */
export async function load(
  nextCall: (i: number) => Call,
  { connections, ms }: { connections: number; ms: number },
): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const latenciesMs: number[] = []
  let bytes = 0
  let sent = 0
  const startedAt = performance.now()
  const until = startedAt + ms
  const one = async () => {
    while (performance.now() < until) {
      const call = nextCall(sent++)
      const at = performance.now()
      bytes = (await ask(call, agent)).body.length
      latenciesMs.push(performance.now() - at)
    }
  }
  await Promise.all(Array.from({ length: connections }, one))
  const seconds = (performance.now() - startedAt) / 1000
  agent.destroy()
  return { perSecond: latenciesMs.length / seconds, latenciesMs, bytes }
}

export function ask(
  { url, headers = {}, method = 'GET', body }: Call,
  agent?: Agent,
): Promise<{ body: Buffer; headers: NodeJS.Dict<string | string[]> }> {
  return new Promise((resolve, reject) => {
    const sending = request(url, { ...(agent && { agent }), headers, method }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        const answer = Buffer.concat(chunks)
        if (response.statusCode === 200) resolve({ body: answer, headers: response.headers })
        else reject(new Error(`${method} ${url} answers ${response.statusCode}: ${answer.toString().slice(0, 500)}`))
      })
    })
    sending.on('error', reject)
    sending.end(body)
  })
}
