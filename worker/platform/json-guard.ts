import type { MiddlewareHandler } from 'hono'
import type { AppEnv } from './context'
import { problemResponse } from './problem'

const MAX_JSON_BYTES = 256 * 1024 // the largest honest command, a long note, is a tenth of it
const MAX_DEPTH = 20 // the deepest schema here has six levels

/**
 * Refuses JSON that is too big, too deep or not JSON before anything parses it into objects, and unsafe
 * methods whose body claims to be neither JSON nor a file.
 */
export const jsonGuard: MiddlewareHandler<AppEnv> = async (c, next) => {
  const type = c.req.header('content-type') ?? ''
  if (c.req.method === 'GET' || c.req.method === 'HEAD' || !type.includes('json')) return next()
  const declared = Number(c.req.header('content-length') ?? 0)
  if (declared > MAX_JSON_BYTES) return tooLarge(c)
  const text = await readAtMost(c.req.raw.body, MAX_JSON_BYTES)
  if (text === undefined) return tooLarge(c)
  if (depthOf(text) > MAX_DEPTH) return problemResponse(c, 400, 'json_too_deep', `Nest at most ${MAX_DEPTH} levels`)
  try {
    JSON.parse(text)
  } catch {
    return problemResponse(c, 400, 'not_json', 'The body is not valid JSON')
  }
  // The stream is spent: what validators read next is this copy.
  c.req.bodyCache.text = Promise.resolve(text) as never
  return next()
}

function tooLarge(c: Parameters<MiddlewareHandler<AppEnv>>[0]): Response {
  return problemResponse(c, 413, 'body_too_large', `Send at most ${MAX_JSON_BYTES / 1024} kB of JSON`)
}

async function readAtMost(body: ReadableStream<Uint8Array> | null, limit: number): Promise<string | undefined> {
  if (!body) return ''
  const decoder = new TextDecoder()
  let text = ''
  let bytes = 0
  const reader = body.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return text + decoder.decode()
    bytes += value.byteLength
    if (bytes > limit) {
      await reader.cancel()
      return undefined
    }
    text += decoder.decode(value, { stream: true })
  }
}

/** How deep brackets nest outside strings, without building anything. */
export function depthOf(text: string): number {
  let depth = 0
  let deepest = 0
  let inString = false
  for (let i = 0; i < text.length; i++) {
    const char = text.charCodeAt(i)
    if (inString) {
      if (char === 0x5c) i++
      else if (char === 0x22) inString = false
    } else if (char === 0x22) inString = true
    else if (char === 0x7b || char === 0x5b) deepest = Math.max(deepest, ++depth)
    else if (char === 0x7d || char === 0x5d) depth--
  }
  return deepest
}
