import { type Change, type Edit, edited, insert, remove, type Spot } from './edit'
import { insideOf, isList, type Line, lineAt, linesIn, type Prefix, prefixOf } from './lines'

export type LineKind = 'bullet' | 'number' | 'task' | 'quote' | 'heading'

/** Enter at the end of an item begins the next one; in an item without words it leaves the list, a level at a time. */
export function continueList(spot: Spot): Edit | undefined {
  const { text, from, to } = spot
  const line = lineAt(text, from)
  const prefix = prefixOf(line.text)
  if ((!isList(prefix) && prefix.kind !== 'quote') || from < line.from + prefix.end) return undefined
  if (line.text.slice(prefix.end).trim() === '' && from === to) {
    const lifted = isList(prefix) && prefix.indent > 0 ? nest(spot, -1) : undefined
    return lifted ?? edited(spot, [remove(line.from, line.to)])
  }
  const next = `\n${' '.repeat(prefix.indent)}${following(prefix)}`
  const at = from + next.length
  return { changes: [{ from, to, insert: next }], from: at, to: at }
}

function following({ kind, mark }: Prefix): string {
  if (kind === 'quote') return `${mark} `
  const next = mark.replace(/\d+/, (number) => String(Number(number) + 1))
  return `${next} ${kind === 'task' ? '[ ] ' : ''}`
}

/** Backspace where the words of an item begin takes away what makes it one. */
export function leaveList(spot: Spot): Edit | undefined {
  const line = lineAt(spot.text, spot.from)
  const prefix = prefixOf(line.text)
  if (prefix.kind === 'none' || spot.from !== spot.to || spot.from !== line.from + prefix.end) return undefined
  return edited(spot, [remove(line.from, spot.from)])
}

export function isInList({ text, from, to }: Spot): boolean {
  return linesIn(text, from, to).some((line) => isList(prefixOf(line.text)))
}

/** Makes the items a level deeper, or less deep, with all that is in them; nothing where that makes no sense. */
export function nest(spot: Spot, by: 1 | -1): Edit | undefined {
  const { text, from, to } = spot
  const touched = linesIn(text, from, to)
  const first = touched.find((line) => isList(prefixOf(line.text)))
  const last = touched.at(-1)
  if (!first || !last) return undefined
  const { indent } = prefixOf(first.text)
  const shift = (by === 1 ? deeper(text, first, indent) : lessDeep(text, first, indent)) - indent
  if (shift === 0) return undefined
  const lines = [...touched.filter((line) => line.from >= first.from), ...inside(text, last)]
  const changes = lines.flatMap((line): Change[] => {
    if (line.text.trim() === '') return []
    if (shift > 0) return [insert(line.from, ' '.repeat(shift))]
    const spaces = line.text.length - line.text.trimStart().length
    return [remove(line.from, line.from + Math.min(spaces, -shift))].filter((one) => one.from < one.to)
  })
  return changes.length > 0 ? edited(spot, [...changes, ...fromOne(text, first, indent + shift)]) : undefined
}

/** An item that begins a list begins it with one. */
function fromOne(text: string, { from, text: words }: Line, indent: number): Change[] {
  const { kind, indent: was, mark } = prefixOf(words)
  if (kind !== 'number' || indent < was || prefixOf(lineAt(text, from - 1).text).indent >= indent) return []
  return [{ from: from + was, to: from + was + mark.length - 1, insert: '1' }]
}

/** Beneath the item before it. */
function deeper(text: string, { from }: Line, indent: number): number {
  for (const above of linesAbove(text, from)) {
    const prefix = prefixOf(above.text)
    if (!isList(prefix) && above.text.trim() !== '' && !above.text.startsWith(' ')) break
    if (isList(prefix) && prefix.indent < indent) break
    if (isList(prefix) && prefix.indent < insideOfLevel(indent, prefix)) return insideOf(prefix)
  }
  return indent
}

// An item that stands less than a level deeper is of the same level.
const insideOfLevel = (indent: number, prefix: Prefix) => Math.min(indent + 2, insideOf(prefix))

/** Beside the item it stands in. */
function lessDeep(text: string, { from }: Line, indent: number): number {
  for (const above of linesAbove(text, from)) {
    const prefix = prefixOf(above.text)
    if (isList(prefix) && prefix.indent < indent) return prefix.indent
  }
  return 0
}

function* linesAbove(text: string, from: number): Generator<Line> {
  for (let at = from - 1; at >= 0; ) {
    const line = lineAt(text, at)
    yield line
    at = line.from - 1
  }
}

/** The lines that stand in the item of this one. */
function inside(text: string, { to, text: words }: Line): Line[] {
  const { indent, kind } = prefixOf(words)
  const lines: Line[] = []
  if (kind === 'none') return lines
  for (let at = to + 1; at <= text.length; ) {
    const line = lineAt(text, at)
    if (line.text.length - line.text.trimStart().length <= indent) break
    lines.push(line)
    at = line.to + 1
  }
  return lines
}

/** Makes lines items, quotes or headings, or plain again where all of them are. */
export function toggleLines(spot: Spot, kind: LineKind, level = 1): Edit {
  const touched = linesIn(spot.text, spot.from, spot.to)
  const written = touched.filter((line) => line.text.trim() !== '')
  const lines = written.length > 0 ? written : touched.slice(0, 1)
  const isOf = ({ text }: Line) => {
    const prefix = prefixOf(text)
    return prefix.kind === kind && (kind !== 'heading' || prefix.mark.length === level)
  }
  if (lines.every(isOf))
    return edited(
      spot,
      lines.map(({ from, text }) => {
        const { indent, mark, tick: box, end } = prefixOf(text)
        // The mark and its one space: what is written after them is as it was.
        return remove(from + indent, from + Math.min(end, (box === -1 ? indent + mark.length : box + 2) + 1))
      }),
    )
  const changes = lines.flatMap((line, at): Change[] => {
    if (isOf(line)) return []
    const prefix = prefixOf(line.text)
    const start = line.from + (isList(prefix) ? prefix.indent : 0)
    // A quote may hold anything; the others take each other's place.
    const end = kind === 'quote' ? start : Math.max(start, line.from + prefix.end)
    return [{ from: start, to: end, insert: begins(kind, at, level) }]
  })
  return edited(spot, changes)
}

function begins(kind: LineKind, at: number, level: number): string {
  if (kind === 'heading') return `${'#'.repeat(level)} `
  return { bullet: '- ', number: `${at + 1}. `, task: '- [ ] ', quote: '> ' }[kind]
}

/** The next size of heading, and after the smallest none. */
export function cycleHeading(spot: Spot): Edit {
  const { kind, mark } = prefixOf(lineAt(spot.text, spot.from).text)
  const level = kind === 'heading' ? mark.length : 0
  return level >= 3 ? toggleLines(spot, 'heading', level) : toggleLines(spot, 'heading', level + 1)
}

/** Ticks the boxes, or unticks them where all are. */
export function tick(spot: Spot): Edit | undefined {
  const boxes = linesIn(spot.text, spot.from, spot.to).flatMap(({ from, text }) => {
    const [lead = ''] = /^[ \t]*(?:> ?)*/.exec(text) ?? []
    const { tick: at } = prefixOf(text.slice(lead.length))
    return at === -1 ? [] : [from + lead.length + at]
  })
  if (boxes.length === 0) return undefined
  const isDone = boxes.every((at) => spot.text[at] !== ' ')
  const changes = boxes
    .filter((at) => (spot.text[at] !== ' ') === isDone)
    .map((at) => ({ from: at, to: at + 1, insert: isDone ? ' ' : 'x' }))
  return { ...edited(spot, changes), from: spot.from, to: spot.to }
}
