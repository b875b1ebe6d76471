import { SNIFF_BYTES } from './limits'
import { refuseNotCsv, utf16Order } from './magic'
import { CsvRefused } from './refusals'

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'

/** Bytes in, text out, in order; whatever the pieces, the text is the same. */
export interface CsvDecoder {
  /** Null until enough bytes have been seen to tell. */
  readonly encoding: Encoding | null
  /** Characters that no encoding explains, shown as �. */
  readonly replaced: number
  push(bytes: Uint8Array): string
  end(): string
}

const NO_BYTES = new Uint8Array(0)
const NO_BOM = { ignoreBOM: true } // a mark is dropped here, at the start only; inside it is a character

/**
 * Text of a CSV: UTF-8 or UTF-16 by mark, UTF-8 when valid, else Windows-1252 (which Latin-1 files are read as).
 * A file that is plain ASCII for a long while is read as either until the first other byte tells.
 */
export function createDecoder(): CsvDecoder {
  let encoding: Encoding | null = null
  let held: Uint8Array = NO_BYTES // the head until it is judged, later an unfinished UTF-8 character
  let sawMultibyte = false
  let replaced = 0
  let loose: TextDecoder | null = null // takes over from strict UTF-8 once that has failed, or at once for the others
  const strict = new TextDecoder('utf-8', { ...NO_BOM, fatal: true })

  function decode(bytes: Uint8Array, last: boolean): string {
    if (loose) {
      const text = loose.decode(bytes, { stream: !last })
      replaced += count(text, '\uFFFD')
      return text
    }
    const whole = held.length === 0 ? bytes : concat(held, bytes)
    const complete = last ? whole.length : whole.length - unfinishedUtf8(whole)
    held = whole.slice(complete)
    return decodeUtf8(whole.subarray(0, complete), last)
  }

  function decodeUtf8(bytes: Uint8Array, last: boolean): string {
    try {
      const text = strict.decode(bytes)
      if (text.length !== bytes.length) sawMultibyte = true
      return text
    } catch {
      const { firstBad, multibyte } = examineUtf8(bytes, true)
      if (sawMultibyte || multibyte) return loosely('utf-8', bytes, last)
      return strict.decode(bytes.subarray(0, firstBad)) + loosely('windows-1252', bytes.subarray(firstBad), last)
    }
  }

  function loosely(as: Encoding, bytes: Uint8Array, last: boolean): string {
    encoding = as
    loose = new TextDecoder(as, NO_BOM)
    const rest = held.length === 0 ? bytes : concat(bytes, held)
    held = NO_BYTES
    return decode(rest, last)
  }

  function judge(head: Uint8Array, last: boolean): string {
    const order = utf16Order(head)
    held = NO_BYTES
    if (order) {
      const marked = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)
      return loosely(`utf-16${order}`, head.subarray(marked ? 2 : 0), last)
    }
    encoding = 'utf-8'
    const marked = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf
    if (marked) {
      sawMultibyte = true
      return decode(head.subarray(3), last)
    }
    const { bad, good } = examineUtf8(head, last)
    // Broken characters among more good ones are a damaged UTF-8 file: another encoding makes good ones by chance only.
    if (bad > 0) return loosely(good > bad ? 'utf-8' : 'windows-1252', head, last)
    return decode(head, last)
  }

  return {
    get encoding() {
      return encoding
    },
    get replaced() {
      return replaced
    },
    push(bytes) {
      if (encoding !== null) return decode(bytes, false)
      held = concat(held, bytes)
      // The head is always the same first bytes, so that how a file arrives cannot change how it is read.
      if (held.length < SNIFF_BYTES) return ''
      const rest = held.subarray(SNIFF_BYTES)
      return judge(held.subarray(0, SNIFF_BYTES), false) + decode(rest, false)
    },
    end() {
      return encoding === null ? judge(held, true) : decode(NO_BYTES, true)
    },
  }
}

/** A stream of bytes to a stream of text; fails with CsvRefused when the bytes are no text, or none. */
export function decodeCsv(onDone?: (decoder: CsvDecoder) => void): TransformStream<Uint8Array, string> {
  const decoder = createDecoder()
  let head: Uint8Array | null = NO_BYTES
  const check = () => {
    if (!head) return
    const refusal = refuseNotCsv(head)
    head = null
    if (refusal) throw new CsvRefused(refusal)
  }
  return new TransformStream<Uint8Array, string>({
    transform(bytes, controller) {
      if (head) {
        head = concat(head, bytes.subarray(0, SNIFF_BYTES - head.length))
        if (head.length >= SNIFF_BYTES) check()
      }
      const text = decoder.push(bytes)
      if (text !== '') controller.enqueue(text)
    },
    flush(controller) {
      check()
      const text = decoder.end()
      if (text !== '') controller.enqueue(text)
      onDone?.(decoder)
    },
  })
}

/** The text of bytes held whole, or of a file's first bytes when `last` is false. */
export function decodeWhole(bytes: Uint8Array, last = true): string {
  const decoder = createDecoder()
  const text = decoder.push(last ? bytes : bytes.subarray(0, bytes.length - unfinishedUtf8(bytes)))
  return last || decoder.encoding === null ? text + decoder.end() : text
}

/** How many bytes at the end begin a character whose rest has not come yet. */
function unfinishedUtf8(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back]!
    if (byte < 0x80) return 0
    if (byte >= 0xc0) return lengthOf(byte) > back ? back : 0
  }
  return 0
}

function lengthOf(lead: number): number {
  return lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2
}

// Finds what a decoder will not tell: where UTF-8 first breaks, and how much of it was right.
function examineUtf8(
  bytes: Uint8Array,
  last: boolean,
): { firstBad: number; bad: number; good: number; multibyte: boolean } {
  let firstBad = -1
  let bad = 0
  let good = 0
  let goodBefore = 0
  for (let i = 0; i < bytes.length; ) {
    const byte = bytes[i]!
    if (byte < 0x80) {
      i++
      continue
    }
    const length = sequenceLength(bytes, i)
    if (length === 'unfinished' && !last) break
    if (typeof length === 'number' && length > 0) {
      good++
      i += length
      continue
    }
    if (firstBad === -1) {
      firstBad = i
      goodBefore = good
    }
    bad++
    i = length === 'unfinished' ? bytes.length : i + 1
  }
  return { firstBad: firstBad === -1 ? bytes.length : firstBad, bad, good, multibyte: goodBefore > 0 }
}

// RFC 3629 §4: no overlong forms, no surrogates, nothing past U+10FFFF.
function sequenceLength(bytes: Uint8Array, at: number): number | 'unfinished' {
  const lead = bytes[at]!
  if (lead < 0xc2 || lead > 0xf4) return 0
  const length = lengthOf(lead)
  const low = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80
  const high = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf
  for (let k = 1; k < length; k++) {
    const next = bytes[at + k]
    if (next === undefined) return 'unfinished'
    if (next < (k === 1 ? low : 0x80) || next > (k === 1 ? high : 0xbf)) return 0
  }
  return length
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length)
  both.set(a)
  both.set(b, a.length)
  return both
}

function count(text: string, character: string): number {
  let found = 0
  for (let at = text.indexOf(character); at !== -1; at = text.indexOf(character, at + 1)) found++
  return found
}
