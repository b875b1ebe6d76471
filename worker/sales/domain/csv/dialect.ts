import { hasHeader } from './header'
import type { Dialect } from './mapping'
import { parseCsv } from './parse'

type Delimiter = Dialect['delimiter']
const DELIMITERS: readonly Delimiter[] = [',', ';', '\t', '|'] // the commonest first: it wins a tie
const ROWS = 100
const CHARS = 256 * 1024

/** How a file is cut, judged by the beginning of its text. */
export function sniffDialect(sample: string, last: boolean): Dialect {
  const whole = last && sample.length <= CHARS
  const text = sample.slice(0, CHARS)
  const hint = /^sep=(.)\r?\n/i.exec(text)?.[1]
  const sepLine = hint !== undefined
  const delimiter = DELIMITERS.find((candidate) => candidate === hint) ?? bestDelimiter(text, sepLine, whole)
  const records = recordsOf(text, delimiter, sepLine, whole)
  const [first, ...below] = records
  return { delimiter, sepLine, header: first === undefined || hasHeader(first, below) }
}

function bestDelimiter(text: string, sepLine: boolean, whole: boolean): Delimiter {
  let best: Delimiter = ','
  let bestScore = 0
  for (const delimiter of DELIMITERS) {
    const score = scoreOf(recordsOf(text, delimiter, sepLine, whole).map((cells) => cells.length))
    if (score > bestScore) {
      best = delimiter
      bestScore = score
    }
  }
  return best
}

// The delimiter that makes the most columns of the most even rows. One the first row lacks is inside values: the comma of
// "1,50" in a file of semicolons.
function scoreOf(widths: readonly number[]): number {
  const counts = new Map<number, number>()
  for (const width of widths) counts.set(width, (counts.get(width) ?? 0) + 1)
  const [usual, times] = [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [1, 0]
  if (usual < 2) return 0
  const even = times / widths.length
  return even * Math.log2(usual + 1) * (widths[0] === usual ? 1 : 0.3)
}

function recordsOf(
  text: string,
  delimiter: Delimiter,
  sepLine: boolean,
  last: boolean,
): readonly (readonly string[])[] {
  const records = parseCsv(text, { delimiter, sepLine, limit: ROWS, last })
  return records.ok ? records.value.map(({ cells }) => cells) : []
}
