export type CsvCell = string | number | bigint | boolean | null | undefined

export interface WriteOptions {
  readonly delimiter?: ',' | ';' | '\t' | '|'
  /** A mark for spreadsheets that take UTF-8 for Latin-1 without it. */
  readonly bom?: boolean
  /** Off only for files no spreadsheet will open. */
  readonly formulaSafe?: boolean
}

// A spreadsheet runs a cell that begins like this (OWASP, CSV injection), in the full-width forms too. Quotes before it
// are counted in, so that guarding can be undone exactly.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is guarded against
const FORMULA = /^'*[=+\-@\t\r\n\u0000＝＋－＠]/
const NUMBER = /^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i

/** Puts a quote before text that a spreadsheet would run. Numbers stay numbers. */
export function guarded(text: string): string {
  return FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text
}

/** Text as it was before it was guarded, so that an exported file can be imported again. */
export function unguarded(text: string): string {
  return text.charCodeAt(0) === 39 && FORMULA.test(text) ? text.slice(1) : text
}

/** One record with its line end, as RFC 4180 has it. */
export function csvRow(cells: readonly CsvCell[], { delimiter = ',', formulaSafe = true }: WriteOptions = {}): string {
  let line = ''
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i]
    let text = cell === null || cell === undefined ? '' : typeof cell === 'string' ? cell : String(cell)
    if (formulaSafe && typeof cell === 'string') text = guarded(text)
    if (needsQuotes(text, delimiter)) text = `"${text.replaceAll('"', '""')}"`
    line += i === 0 ? text : delimiter + text
  }
  // A lone empty cell would be a blank line, which is no record.
  return `${cells.length === 1 && line === '' ? '""' : line}\r\n`
}

function needsQuotes(text: string, delimiter: string): boolean {
  // A mark at the start of a file is taken for a byte order mark, unless a quote comes first.
  return (
    text.includes('"') ||
    text.includes('\n') ||
    text.includes('\r') ||
    text.includes(delimiter) ||
    text.startsWith('\uFEFF')
  )
}

const FLUSH_CHARS = 64 * 1024 // rows are short and a piece of a stream is dear

/** A stream of records to the bytes of a CSV. */
export function writeCsv(options: WriteOptions = {}): TransformStream<readonly CsvCell[], Uint8Array> {
  const encoder = new TextEncoder()
  let held = options.bom ? '\uFEFF' : ''
  return new TransformStream<readonly CsvCell[], Uint8Array>({
    transform(cells, controller) {
      held += csvRow(cells, options)
      if (held.length < FLUSH_CHARS) return
      controller.enqueue(encoder.encode(held))
      held = ''
    },
    flush(controller) {
      if (held !== '') controller.enqueue(encoder.encode(held))
    },
  })
}
