import { MAX_COLUMNS, MAX_RECORD_CHARS } from './limits'
import type { CsvRefusal } from './refusals'

/**
 * Finds records in text that arrives in pieces.
 *
 * Our own rather than uDSV, which reads well-formed files only: it takes a cell of a short row from the line below,
 * knows one kind of line end per file, loses a quote that a piece ends on, and cannot say where a record ended, which
 * resuming needs. And the import rules let a domain use nothing but zod.
 */
export interface RecordScanner {
  push(text: string): CsvRefusal | null
  end(): CsvRefusal | null
}

export interface ScanOptions {
  readonly delimiter: string
  /** The row number of the first record, as a spreadsheet shows it. */
  readonly firstRow: number
  /** The text begins with a line such as `sep=;`, which spreadsheets obey and do not show. */
  readonly sepLine?: boolean
  /** False when only the places of records matter, which spares making their cells. */
  readonly cells?: boolean
}

/** A record lies in `text` from `start` to `end`, its line end included. `cells` is empty for a blank line. */
export interface Scanned {
  text: string
  start: number
  end: number
  row: number
  cells: string[]
  unclosedQuote: boolean
}

const QUOTE = 34
const CR = 13
const LF = 10
const SPACE = 32
const TAB = 9

const MORE = -1
const TOO_LONG = -2
const SMALL = 4096

/** Calls `visit` for every record, blank lines included; stops when it answers false. The object it is given is reused. */
export function createScanner(options: ScanOptions, visit: (record: Scanned) => false | undefined): RecordScanner {
  const delimiter = options.delimiter.charCodeAt(0)
  const record: Scanned = { text: '', start: 0, end: 0, row: options.firstRow - 1, cells: [], unclosedQuote: false }
  let kept = '' // the beginning of a record that has not ended yet
  let wanted = 0 // how long it must grow before another look, so that a long record in small pieces stays linear
  let hint = options.sepLine === true
  let stopped = false

  function run(text: string, final: boolean): CsvRefusal | null {
    let at = 0
    record.text = text
    while (at < text.length && !stopped) {
      const end = scanRecord(text, at, delimiter, final, options.cells !== false, record)
      if (end === TOO_LONG) {
        stopped = true
        return { kind: 'record_too_long', row: record.row + 1, limitChars: MAX_RECORD_CHARS }
      }
      if (end === MORE) break
      record.start = at
      record.end = end
      at = end
      if (hint) {
        hint = false
        continue
      }
      record.row++
      if (visit(record) === false) stopped = true
    }
    kept = at === 0 ? text : text.slice(at)
    wanted = kept.length > SMALL ? Math.min(kept.length * 2, MAX_RECORD_CHARS + 2) : 0
    return null
  }

  return {
    push(text) {
      if (stopped) return null
      kept = kept === '' ? text : kept + text
      return kept.length < wanted ? null : run(kept, false)
    },
    end() {
      return stopped ? null : run(kept, true)
    },
  }
}

/** Where the record that begins at `from` ends, or MORE, or TOO_LONG; its cells go into `out`. */
function scanRecord(
  text: string,
  from: number,
  delimiter: number,
  final: boolean,
  wantCells: boolean,
  out: Scanned,
): number {
  const cells: string[] = []
  out.cells = cells
  out.unclosedQuote = false
  const limit = from + MAX_RECORD_CHARS
  const stop = Math.min(text.length, limit)
  let at = from

  for (;;) {
    const opens = quoteAt(text, at, stop, delimiter)
    let cell: string | null = null
    let start = at
    if (opens !== -1) {
      const closes = closingQuote(text, opens + 1, stop)
      if (closes === MORE && !final && text.length <= limit) return MORE
      if (closes === MORE) {
        // Nothing closes it before the record would be too long or the file ends: the quote is a plain character of
        // this line, so that one slip costs one row and not the rest of the file.
        out.unclosedQuote = true
      } else {
        if (wantCells) {
          cell = text.slice(opens + 1, closes)
          if (cell.indexOf('"') !== -1) cell = cell.replaceAll('""', '"')
        }
        at = start = closes + 1
      }
    }
    let code = -1
    while (at < stop) {
      code = text.charCodeAt(at)
      if (code === delimiter || code === LF || code === CR) break
      at++
    }
    if (at >= stop) {
      if (text.length > limit) return TOO_LONG
      if (!final) return MORE
      code = -1
    }
    if (code === CR && at + 1 >= text.length && !final) return MORE // a line feed may follow in the next piece
    // One more than the columns allowed is enough to tell that there are too many.
    if (wantCells && cells.length <= MAX_COLUMNS) {
      // What follows a closing quote belongs to the cell, as spreadsheets have it; but blanks there are only padding.
      const tail = start === at ? '' : text.slice(start, at)
      cells.push(cell === null ? tail : tail.trim() === '' ? cell : cell + tail)
    }
    if (code === delimiter) {
      at++
      continue
    }
    if (code !== -1) at += code === CR && text.charCodeAt(at + 1) === LF ? 2 : 1
    if (opens === -1 && cells.length === 1 && cells[0] === '') cells.pop() // a blank line
    return at
  }
}

/** Where the opening quote of a cell stands, or -1: it may follow blanks, as in `a, "b"`. */
function quoteAt(text: string, from: number, stop: number, delimiter: number): number {
  let at = from
  while (at < stop) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) return at
    if ((code !== SPACE && code !== TAB) || code === delimiter) return -1
    at++
  }
  return -1
}

// At the very end of a piece a quote seems to close; then the cell has no end yet, and is looked at again with the next.
function closingQuote(text: string, from: number, stop: number): number {
  let at = from
  for (;;) {
    at = text.indexOf('"', at)
    if (at === -1 || at >= stop) return MORE
    if (text.charCodeAt(at + 1) !== QUOTE) return at
    at += 2
  }
}
