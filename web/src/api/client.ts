import { CLIENT_HEADER, CLIENT_VERSION, NEWER_HEADER, type Newer } from '../../../worker/kernel/client-version'
import { takeEarly } from './early'
import { type ProblemBody, Refusal, Unreachable } from './problems'

export interface RequestOptions {
  readonly body?: unknown
  readonly query?: Readonly<Record<string, string | number | boolean | null | undefined>>
  /** Same key, same command: the server carries it out once however often it is sent. */
  readonly operationId?: string
  readonly signal?: AbortSignal
  /** For files: sent as they are, without turning them into JSON. */
  readonly file?: { readonly body: Blob; readonly type: string }
  /** The tag of what the device has: 304 says that it is still so. */
  readonly tag?: string | undefined
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

const AWAY = new Set([502, 503, 504])
const PUBLIC = /^\/auth\/(sign-in|sign-up|refresh|password-reset|invitation)/

const SIGN_OUT = '/auth/sign-out'

let whenSessionEnds: (reason: string) => void = () => {}
let session = new AbortController()

let whenNewer: (newer: Newer) => void = () => {}

/** Called with every answer that says that there is a newer app. */
export function onNewer(listener: (newer: Newer) => void): void {
  whenNewer = listener
}

/** Called once when the server says that the session cannot be renewed any more. */
export function onSessionEnd(listener: (reason: string) => void): void {
  whenSessionEnds = listener
}

/**
 * Signs out, after letting go of everything else: what is on its way in the background, or would begin before the answer,
 * is for nobody any more.
 */
export async function callSignOut(): Promise<void> {
  session.abort()
  try {
    await call('POST', SIGN_OUT, { body: {} })
  } finally {
    session = new AbortController()
  }
}

/**
 * Calls the API and answers what it says; throws `Refusal` or `Unreachable`. An access token that ran out is
 * renewed once, in one tab for all, and the call is made again.
 */
export async function call<T>(method: Method, path: string, options: RequestOptions = {}): Promise<T> {
  const response = await answer(method, path, options)
  if (response.status === 204) return undefined as T
  try {
    return (await response.json()) as T
  } catch (error) {
    throw cutOff(error, options)
  }
}

/** The same for what is no JSON, or may be known already. */
export async function answer(method: Method, path: string, options: RequestOptions = {}): Promise<Response> {
  const early = method === 'GET' && !options.query?.cursor ? await takeEarly(path) : undefined
  // Of several refused early for a session that ran out, the first renews it: the others ask again.
  const isKnown = early && (early.ok || early.status === 403 || path === '/me')
  let response = isKnown ? early : await send(method, path, options)
  const ranOut = response.status === 401 && !PUBLIC.test(path)
  const isOver = ranOut && !(await renewSession())
  if (ranOut && !isOver) response = await send(method, path, options)
  const newer = response.headers.get(NEWER_HEADER)
  if (newer) whenNewer(newer as Newer)
  if (response.ok || response.status === 304) return response
  // Nobody said no: what stands before the server, or its database, is away for now. Nor is a session over that
  // was just renewed.
  if (AWAY.has(response.status) || (ranOut && !isOver && response.status === 401)) throw new Unreachable()
  const refusal = new Refusal(await problemOf(response))
  if (isOver) whenSessionEnds(refusal.body.kind)
  throw refusal
}

async function send(method: Method, path: string, options: RequestOptions): Promise<Response> {
  const { body, query, operationId, file, tag } = options
  const outlives = PUBLIC.test(path) || path === SIGN_OUT
  const signals = [options.signal ?? [], outlives ? [] : session.signal].flat()
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query ?? {}))
    if (value != null && value !== '') search.set(name, String(value))
  const headers: Record<string, string> = { [CLIENT_HEADER]: String(CLIENT_VERSION) }
  if (body !== undefined) headers['content-type'] = 'application/json'
  if (file) headers['content-type'] = file.type
  if (tag) headers['if-none-match'] = tag
  if (operationId) headers['idempotency-key'] = operationId
  try {
    return await fetch(`/api/v1${path}${search.size > 0 ? `?${search}` : ''}`, {
      method,
      headers,
      credentials: 'same-origin',
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(file && { body: file.body }),
      signal: AbortSignal.any(signals),
    })
  } catch (error) {
    throw cutOff(error, options)
  }
}

/** Cut off before the answer or in the middle of it is the same, but for whoever let go of it themselves. */
function cutOff(error: unknown, { signal }: RequestOptions): unknown {
  return signal?.aborted ? error : new Unreachable(error)
}

async function problemOf(response: Response): Promise<ProblemBody> {
  try {
    const body = (await response.json()) as Partial<ProblemBody>
    if (typeof body.kind === 'string' && typeof body.title === 'string')
      return { ...body, status: response.status } as ProblemBody
  } catch {
    // Not ours: a proxy's page, or a body cut short. The status still says something.
  }
  return { status: response.status, kind: 'unexpected', title: 'The server did not answer as expected' }
}

let renewing: Promise<boolean> | undefined

function renewSession(): Promise<boolean> {
  renewing ??= withLock(renew).finally(() => {
    renewing = undefined
  })
  return renewing
}

/** Whether the session goes on. Only 401 says that it does not, which costs the device all it keeps of the company. */
async function renew(): Promise<boolean> {
  const { ok, status } = await send('POST', '/auth/refresh', { body: {} })
  if (!ok && status !== 401) throw new Unreachable()
  return ok
}

// Two tabs renewing at once would look like a stolen token being used twice.
function withLock(run: () => Promise<boolean>): Promise<boolean> {
  return navigator.locks ? navigator.locks.request('renew-session', run) : run()
}
