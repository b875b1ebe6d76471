import type { Currency } from '../../../../../worker/kernel/money'
import { createDecoder } from '../../../../../worker/sales/domain/csv/decode'
import type { ColumnTarget, Conventions, Dialect } from '../../../../../worker/sales/domain/csv/mapping'
import { type CsvRecord, parseCsv } from '../../../../../worker/sales/domain/csv/parse'
import { type CsvChunk, createSplitter } from '../../../../../worker/sales/domain/csv/split'

export const EUR = 'EUR' as Currency

export const conventions: Conventions = {
  dateOrder: 'dmy',
  decimals: 'point',
  currency: EUR,
  customerWhenBlank: null,
}

export const commas: Dialect = { delimiter: ',', header: true, sepLine: false }

export function field(name: Extract<ColumnTarget, { kind: 'field' }>['field']): ColumnTarget {
  return { kind: 'field', field: name }
}

export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text) as Uint8Array<ArrayBuffer>
}

/** Windows-1252 as far as Latin-1 goes. */
export function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0))
}

export function utf16(text: string, order: 'le' | 'be', mark = true): Uint8Array {
  const marked = mark ? `\uFEFF${text}` : text
  const bytes = new Uint8Array(marked.length * 2)
  const view = new DataView(bytes.buffer)
  for (let i = 0; i < marked.length; i++) view.setUint16(i * 2, marked.charCodeAt(i), order === 'le')
  return bytes
}

/** Cuts at the places given, wherever they fall. */
export function cutAt<T extends { length: number; slice(from: number, to?: number): T }>(
  whole: T,
  places: number[],
): T[] {
  const cuts = [...new Set(places.map((place) => place % (whole.length + 1)))].sort((a, b) => a - b)
  return [0, ...cuts].map((from, i) => whole.slice(from, cuts[i] ?? whole.length))
}

export function decodeInPieces(pieces: readonly Uint8Array[]): string {
  const decoder = createDecoder()
  return pieces.map((piece) => decoder.push(piece)).join('') + decoder.end()
}

export function cellsOf(text: string, delimiter: Dialect['delimiter'] = ','): string[][] {
  return recordsOf(text, delimiter).map(({ cells }) => [...cells])
}

export function recordsOf(text: string, delimiter: Dialect['delimiter'] = ',', firstRow = 1): CsvRecord[] {
  const parsed = parseCsv(text, { delimiter, firstRow })
  if (!parsed.ok) throw new Error(`refused: ${parsed.error.kind}`)
  return parsed.value
}

export function chunksOf(pieces: readonly string[], dialect: Dialect, chunkBytes: number): CsvChunk[] {
  const chunks: CsvChunk[] = []
  const splitter = createSplitter(dialect, (chunk) => chunks.push(chunk), chunkBytes)
  for (const piece of pieces) if (splitter.push(piece)) throw new Error('refused')
  if (splitter.end()) throw new Error('refused')
  return chunks
}

export function streamOf<T>(pieces: readonly T[]): ReadableStream<T> {
  return new ReadableStream<T>({
    start(controller) {
      for (const piece of pieces) controller.enqueue(piece)
      controller.close()
    },
  })
}

export async function collect<T>(stream: ReadableStream<T>): Promise<T[]> {
  const all: T[] = []
  const reader = stream.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return all
    all.push(value)
  }
}
