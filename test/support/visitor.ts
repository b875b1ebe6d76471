import { exports } from 'cloudflare:workers'

export interface Reply<Body> {
  readonly status: number
  readonly body: Body
  readonly headers: Headers
  readonly roundTrips: number
}

type Options = { readonly headers?: Record<string, string>; readonly method?: string }

/** Somebody at a browser: an address of their own, and a jar that keeps cookies and sends them back. */
export interface Visitor {
  readonly address: string
  readonly jar: Map<string, string>
  send<Body = Record<string, unknown>>(path: string, body?: unknown, options?: Options): Promise<Reply<Body>>
}

// Attempts are counted by address over the whole run: no two visitors share one.
const anAddress = () =>
  `2001:db8:${Array.from(crypto.getRandomValues(new Uint16Array(3)), (n) => n.toString(16)).join(':')}::1`

export function aVisitor(address = anAddress()): Visitor {
  const jar = new Map<string, string>()
  return {
    address,
    jar,
    async send<Body>(path: string, body?: unknown, { method, headers = {} }: Options = {}) {
      const response = await exports.default.fetch(`https://app.test/api/v1${path}`, {
        method: method ?? (body === undefined ? 'GET' : 'POST'),
        ...(body !== undefined && { body: JSON.stringify(body) }),
        headers: {
          'cf-connecting-ip': address,
          'user-agent': 'Test browser',
          origin: 'https://app.test',
          'sec-fetch-site': 'same-origin',
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...(jar.size > 0 && { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') }),
          ...headers,
        },
      })
      for (const cookie of response.headers.getSetCookie()) keep(jar, cookie)
      const text = await response.text()
      const isJson = (response.headers.get('content-type') ?? '').includes('json')
      return {
        status: response.status,
        body: (isJson ? JSON.parse(text) : text) as Body,
        headers: response.headers,
        roundTrips: Number(/db;desc="(\d+)"/.exec(response.headers.get('server-timing') ?? '')?.[1]),
      }
    },
  }
}

function keep(jar: Map<string, string>, cookie: string): void {
  const [pair = '', ...attributes] = cookie.split('; ')
  const [name = '', value = ''] = pair.split('=')
  if (attributes.includes('Max-Age=0')) jar.delete(name)
  else jar.set(name, value)
}
