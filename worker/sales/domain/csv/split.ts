import { CHUNK_BYTES } from './limits'
import type { Dialect } from './mapping'
import { type CsvRefusal, CsvRefused } from './refusals'
import { createScanner, type Scanned } from './scan'

/** Whole records as UTF-8, to be stored and worked through one at a time; the header is in none of them. */
export interface CsvChunk {
  readonly index: number
  readonly bytes: Uint8Array
  /** Where it begins in the chunks laid end to end. */
  readonly byteOffset: number
  /** The row number of its first record; blank lines count, so the next chunk begins at `firstRow + rows`. */
  readonly firstRow: number
  readonly rows: number
}

export interface CsvSplitter {
  push(text: string): CsvRefusal | null
  end(): CsvRefusal | null
}

const PIECE_CHARS = 64 * 1024 // text is encoded this much at a time, so that a chunk overshoots by one piece at most
const encoder = new TextEncoder()

/** Cuts a CSV at record boundaries into chunks of about `chunkBytes`. */
export function createSplitter(
  dialect: Dialect,
  emit: (chunk: CsvChunk) => void,
  chunkBytes: number = CHUNK_BYTES,
): CsvSplitter {
  let pieces: Uint8Array[] = []
  let size = 0
  let byteOffset = 0
  let index = 0
  const firstDataRow = dialect.header ? 2 : 1
  let firstRow = firstDataRow
  let rows = 0
  // Records taken and not encoded yet, as a span of the text being scanned.
  let span: { text: string; start: number; end: number } | null = null

  const pieceChars = Math.min(PIECE_CHARS, chunkBytes)
  const scanner = createScanner(
    { delimiter: dialect.delimiter, sepLine: dialect.sepLine, firstRow: 1, cells: false },
    (record) => {
      if (record.row >= firstDataRow) take(record)
      return undefined
    },
  )

  function take({ text, start, end }: Scanned): void {
    span ??= { text, start, end }
    span.end = end
    rows++
    if (span.end - span.start >= pieceChars) encodeSpan()
    if (size >= chunkBytes) cut()
  }

  function encodeSpan(): void {
    if (!span) return
    const piece = encoder.encode(span.text.slice(span.start, span.end))
    pieces.push(piece)
    size += piece.length
    span = null
  }

  function cut(): void {
    encodeSpan()
    if (rows === 0) return
    const bytes = new Uint8Array(size)
    let at = 0
    for (const piece of pieces) {
      bytes.set(piece, at)
      at += piece.length
    }
    emit({ index, bytes, byteOffset, firstRow, rows })
    index++
    byteOffset += size
    firstRow += rows
    pieces = []
    size = 0
    rows = 0
  }

  return {
    push(text) {
      const refusal = scanner.push(text)
      encodeSpan() // so that no text is kept between pushes
      return refusal
    },
    end() {
      const refusal = scanner.end()
      if (refusal) return refusal
      cut()
      return null
    },
  }
}

/** The splitter as a stream: text in, chunks out; fails with CsvRefused. */
export function splitIntoChunks(dialect: Dialect, chunkBytes: number = CHUNK_BYTES): TransformStream<string, CsvChunk> {
  let ready: CsvChunk[] = []
  const splitter = createSplitter(dialect, (chunk) => ready.push(chunk), chunkBytes)
  const pass = (refusal: CsvRefusal | null, controller: TransformStreamDefaultController<CsvChunk>) => {
    for (const chunk of ready) controller.enqueue(chunk)
    ready = []
    if (refusal) throw new CsvRefused(refusal)
  }
  return new TransformStream<string, CsvChunk>({
    transform: (text, controller) => pass(splitter.push(text), controller),
    flush: (controller) => pass(splitter.end(), controller),
  })
}
