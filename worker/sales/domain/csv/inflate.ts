import { INFLATE_GRACE_BYTES, MAX_CSV_BYTES, MAX_INFLATE_RATIO } from './limits'
import { CsvRefused } from './refusals'

export interface InflateLimits {
  readonly maxBytes: number
  readonly maxRatio: number
  readonly graceBytes: number
}

const LIMITS: InflateLimits = {
  maxBytes: MAX_CSV_BYTES,
  maxRatio: MAX_INFLATE_RATIO,
  graceBytes: INFLATE_GRACE_BYTES,
}

// Deflate grows at most 1032 times, so one slice never holds more than 34 MB unpacked. Smaller ones would be safer and
// slower: each costs a turn or two of the event loop.
const SLICE_BYTES = 32 * 1024

/**
 * Unpacks gzip, and refuses an archive whose content passes the size or the ratio allowed.
 *
 * The platform's DecompressionStream is fed by hand: in workerd it takes all input at once and keeps the whole output
 * (measured: 1.5 GB held for a 1.4 MB archive while five reads were made), so a bound on its output alone comes too late.
 * The next slice goes in only when nothing more comes out.
 */
export function inflateBounded(limits: InflateLimits = LIMITS): ReadableWritablePair<Uint8Array, Uint8Array> {
  const packed = new TransformStream<Uint8Array, Uint8Array>()
  return { writable: packed.writable, readable: inflate(packed.readable, limits) }
}

function inflate(packed: ReadableStream<Uint8Array>, limits: InflateLimits): ReadableStream<Uint8Array> {
  const source = packed.getReader()
  const inflater = new DecompressionStream('gzip')
  const into = inflater.writable.getWriter()
  const from = inflater.readable.getReader() as ReadableStreamDefaultReader<Uint8Array>
  // A failure shows at the reading end; here it would only be reported a second time.
  into.closed.catch(() => {})

  let waiting: Uint8Array = new Uint8Array(0)
  let taken = 0
  let given = 0
  let closed = false
  let reading: Promise<ReadableStreamReadResult<Uint8Array>> | null = null

  async function feed(): Promise<void> {
    const slice: Uint8Array[] = []
    let size = 0
    while (size < SLICE_BYTES) {
      if (waiting.length === 0) {
        const { done, value } = await source.read()
        if (done) break
        waiting = value
      }
      const part = waiting.subarray(0, SLICE_BYTES - size)
      waiting = waiting.subarray(part.length)
      slice.push(part)
      size += part.length
    }
    taken += size
    if (size > 0) into.write(joined(slice, size)).catch(() => {})
    if (size < SLICE_BYTES) {
      closed = true
      into.close().catch(() => {})
    }
  }

  // One turn of the event loop: output that is ready is delivered within it, so what is still awaited after a turn in
  // which nothing came needs more input.
  let turn: Promise<null> | null = null
  let readInTurn = false
  function quiet(): Promise<null> {
    if (turn) return turn
    readInTurn = false
    turn = new Promise((resolve) => setTimeout(() => resolve(null), 0))
    return turn
  }

  async function next(): Promise<ReadableStreamReadResult<Uint8Array>> {
    for (;;) {
      reading ??= from.read().catch(() => {
        throw new CsvRefused({ kind: 'archive_damaged' })
      })
      const result = closed ? await reading : await Promise.race([reading, quiet()])
      if (result) {
        reading = null
        readInTurn = true
        return result
      }
      turn = null
      if (!readInTurn) await feed()
    }
  }

  async function stop(reason: unknown): Promise<void> {
    await Promise.allSettled([from.cancel(reason), into.abort(reason), source.cancel(reason)])
  }

  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await next()
          if (done) return controller.close()
          given += value.length
          if (given > limits.maxBytes) throw new CsvRefused({ kind: 'file_too_large', limitBytes: limits.maxBytes })
          if (given > limits.graceBytes && given > taken * limits.maxRatio) {
            throw new CsvRefused({ kind: 'inflates_too_much', limitRatio: limits.maxRatio })
          }
          controller.enqueue(value)
        } catch (cause) {
          controller.error(cause)
          await stop(cause)
        }
      },
      cancel: stop,
    },
    { highWaterMark: 0 },
  )
}

// A copy, since the source may use its buffers again.
function joined(parts: readonly Uint8Array[], size: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(size)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/** Lets a plain file through, and refuses it once it passes the size allowed. */
export function boundBytes(limitBytes: number = MAX_CSV_BYTES): TransformStream<Uint8Array, Uint8Array> {
  let passed = 0
  return new TransformStream<Uint8Array, Uint8Array>({
    transform(bytes, controller) {
      passed += bytes.length
      if (passed > limitBytes) throw new CsvRefused({ kind: 'file_too_large', limitBytes })
      controller.enqueue(bytes)
    },
  })
}
