import { exports } from 'cloudflare:workers'

/** What a route answered, and what it cost. */
export interface Answer<Body> {
  readonly status: number
  readonly body: Body
  readonly headers: Headers
  /** Batches sent to the database. */
  readonly roundTrips: number
}

export interface Caller {
  get<Body = unknown>(path: string, headers?: Record<string, string>): Promise<Answer<Body>>
  post<Body = unknown>(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer<Body>>
  patch<Body = unknown>(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer<Body>>
  put<Body = unknown>(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer<Body>>
  delete<Body = unknown>(path: string, headers?: Record<string, string>): Promise<Answer<Body>>
  /** The answer itself, for streams and files. */
  fetch(path: string, init?: RequestInit): Promise<Response>
}

/** Calls the real Worker's API, signed in by a bearer token, or as nobody; over its own door unless another is given. */
export function as(
  person: { readonly token: string } | null,
  door: (url: string, init: RequestInit) => Promise<Response> = (url, init) => exports.default.fetch(url, init),
): Caller {
  async function fetchPath(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers)
    if (person) headers.set('authorization', `Bearer ${person.token}`)
    return door(`https://app.test/api/v1${path}`, { ...init, headers })
  }
  async function call<Body>(
    method: string,
    path: string,
    body: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer<Body>> {
    const sent = body === undefined ? {} : { body: JSON.stringify(body) }
    const type: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' }
    const response = await fetchPath(path, { method, ...sent, headers: { ...type, ...headers } })
    const text = await response.text()
    const isJson = (response.headers.get('content-type') ?? '').includes('json')
    return {
      status: response.status,
      body: (isJson ? JSON.parse(text) : text) as Body,
      headers: response.headers,
      roundTrips: Number(/db;desc="(\d+)"/.exec(response.headers.get('server-timing') ?? '')?.[1]),
    }
  }
  return {
    get: (path, headers) => call('GET', path, undefined, headers),
    post: (path, body, headers) => call('POST', path, body, headers),
    patch: (path, body, headers) => call('PATCH', path, body, headers),
    put: (path, body, headers) => call('PUT', path, body, headers),
    delete: (path, headers) => call('DELETE', path, undefined, headers),
    fetch: fetchPath,
  }
}
