/** What a line of a list, a quote or a heading begins with. */
export interface Prefix {
  readonly kind: 'bullet' | 'number' | 'task' | 'quote' | 'heading' | 'none'
  /** The spaces before it, in characters. */
  readonly indent: number
  /** Where the words begin. */
  readonly end: number
  /** `-`, `12.`, `>`, `##`. */
  readonly mark: string
  /** Of a box, where between its brackets is written whether it is ticked. */
  readonly tick: number
}

const LIST = /^([ \t]*)([-*+]|\d{1,9}[.)]) +(?:\[([ xX])\](?: +|$))?/
// Just begun, and not followed by anything yet.
const EMPTY_LIST = /^([ \t]*)([-*+]|\d{1,9}[.)])$/
const QUOTE = /^([ \t]*)((?:> ?)+)/
const HEADING = /^([ \t]*)(#{1,6})(?: +|$)/

export function prefixOf(line: string): Prefix {
  const list = LIST.exec(line) ?? EMPTY_LIST.exec(line)
  if (list) {
    const [whole, { length: indent } = '', mark = '', box] = list
    const kind = box !== undefined ? 'task' : /\d/.test(mark) ? 'number' : 'bullet'
    return { kind, indent, end: whole.length, mark, tick: box === undefined ? -1 : whole.indexOf('[') + 1 }
  }
  for (const [kind, pattern] of [['quote', QUOTE] as const, ['heading', HEADING] as const]) {
    const found = pattern.exec(line)
    if (!found) continue
    const [whole, { length: indent } = '', mark = ''] = found
    return { kind, indent, end: whole.length, mark: mark.trim(), tick: -1 }
  }
  return { kind: 'none', indent: 0, end: 0, mark: '', tick: -1 }
}

export function isList({ kind }: Prefix): boolean {
  return kind === 'bullet' || kind === 'number' || kind === 'task'
}

/** The column at which what is nested in this line begins. */
export function insideOf({ indent, mark }: Prefix): number {
  return indent + mark.length + 1
}

export interface Line {
  readonly from: number
  readonly to: number
  readonly text: string
}

export function lineAt(text: string, at: number): Line {
  const from = text.lastIndexOf('\n', at - 1) + 1
  const end = text.indexOf('\n', at)
  const to = end === -1 ? text.length : end
  return { from, to, text: text.slice(from, to) }
}

/** The lines that a stretch touches, in order. */
export function linesIn(text: string, from: number, to: number): Line[] {
  const lines = [lineAt(text, from)]
  for (let last = lines[0]; last && last.to < to; ) {
    last = lineAt(text, last.to + 1)
    lines.push(last)
  }
  return lines
}
