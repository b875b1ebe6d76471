import type { SyntaxNode, Tree } from '@lezer/common'
import { type Edit, edited, insert, remove, type Spot } from './edit'
import { linesIn, prefixOf } from './lines'
import { markdown } from './parser'

export type Mark = 'bold' | 'italic' | 'strike' | 'code'

const MARKS = {
  bold: { write: '**', node: 'StrongEmphasis' },
  italic: { write: '*', node: 'Emphasis' },
  strike: { write: '~~', node: 'Strikethrough' },
  code: { write: '`', node: 'InlineCode' },
} as const

const ADDRESS = 'https://'
const NAMELESS = 'link'

/** Puts a mark around what is selected, or the word where the caret stands, or takes it away where it is. */
export function toggleMark(spot: Spot, mark: Mark): Edit {
  const { write, node } = MARKS[mark]
  const tree = markdown.parse(spot.text)
  const parts = partsOf(spot).map((part) => within(spot.text, part, write.charAt(0)))
  const [first, last] = [parts[0], parts.at(-1)]
  if (!first || !last) return atCaret({ ...spot, to: spot.from }, tree, mark)
  // The words stay selected, without the spaces around them.
  const chosen = spot.from === spot.to ? spot : { ...spot, from: first.from, to: last.to }
  const found = parts.map((part) => {
    if (isWrapped(spot.text, part, mark)) return { part, around: [part.from - write.length, part.to] as const }
    const own = around(tree, part, node)
    const [open, close] = own ? [own.firstChild, own.lastChild] : []
    return { part, around: open && close && open !== close ? ([open.from, close.from] as const) : undefined }
  })
  // Each only once, though several lines may stand in it.
  if (found.every((one) => one.around)) {
    const starts = new Set(found.flatMap((one) => one.around ?? []))
    return edited(
      chosen,
      [...starts].toSorted((a, b) => a - b).map((at) => remove(at, at + write.length)),
    )
  }
  return edited(
    chosen,
    found.filter((one) => !one.around).flatMap(({ part }) => [insert(part.from, write), insert(part.to, write)]),
  )
}

/** For what is written next: between marks of its own, or on the other side of the mark where the caret stands at one. */
function atCaret(spot: Spot, tree: Tree, mark: Mark): Edit {
  const { text, from: at } = spot
  const { write, node } = MARKS[mark]
  const size = write.length
  // Nothing was written between them: they go again.
  if (isWrapped(text, { from: at, to: at }, mark)) return edited(spot, [remove(at - size, at + size)])
  const own = around(tree, spot, node)
  const [open, close] = own ? [own.firstChild, own.lastChild] : []
  if (!own || !open || !close || open === close)
    return { changes: [insert(at, write + write)], from: at + size, to: at + size }
  const beyond = new Map([
    [own.from, open.to],
    [own.to, close.from],
    [close.from, own.to],
  ]).get(at)
  if (beyond !== undefined) return { changes: [], from: beyond, to: beyond }
  return edited(spot, [remove(open.from, open.to), remove(close.from, close.to)])
}

/** A link on what is selected, its address to be written next; or, where there is one, its words alone. */
export function toggleLink(spot: Spot): Edit {
  const own = around(markdown.parse(spot.text), spot, 'Link')
  const [open, close] = own?.getChildren('LinkMark') ?? []
  if (own && open && close && own.getChild('URL'))
    return edited(spot, [remove(open.from, open.to), remove(close.from, own.to)])
  const [part = spot] = partsOf(spot)
  return linked(spot, part, ADDRESS)
}

/** Makes what is selected a link to the address that is pasted over it; nothing where that is no place for one. */
export function linkOver(spot: Spot, address: string): Edit | undefined {
  const parts = partsOf(spot)
  const [part] = parts
  if (!part || spot.from === spot.to || parts.length > 1) return undefined
  const tree = markdown.parse(spot.text)
  const isTaken = ['Link', 'URL', 'InlineCode', 'FencedCode'].some((node) => around(tree, part, node))
  if (isTaken) return undefined
  const edit = linked(spot, part, address)
  return { ...edit, from: edit.to + 1, to: edit.to + 1 }
}

/** What is written at both sides of the address; the address itself is selected. */
function linked({ text }: Spot, { from, to }: Part, address: string): Edit {
  const words = text.slice(from, to)
  const start = from + 1 + (words || NAMELESS).length + 2
  const tail = `](${address})`
  const changes = words ? [insert(from, '['), insert(to, tail)] : [insert(from, `[${NAMELESS}${tail}`)]
  return { changes, from: start, to: start + address.length }
}

/** The innermost of a kind that something stands in, its edges included. */
export function around(tree: Tree, { from, to }: Part, kind: string): SyntaxNode | undefined {
  for (const side of [1, -1] as const)
    for (let node: SyntaxNode | null = tree.resolveInner(from, side); node; node = node.parent)
      if (node.name === kind && node.from <= from && to <= node.to) return node
  return undefined
}

interface Part {
  readonly from: number
  readonly to: number
}

/** What of a selection takes a mark: the words of each line, since a mark ends where its line does. */
function partsOf({ text, from, to }: Spot): Part[] {
  if (from === to) {
    const [before] = /[\p{L}\p{N}_]*$/u.exec(text.slice(Math.max(0, from - 100), from)) ?? ['']
    const [after] = /^[\p{L}\p{N}_]*/u.exec(text.slice(from, from + 100)) ?? ['']
    // At the end of a word somebody goes on writing: what comes next is meant.
    return before && after ? [{ from: from - before.length, to: to + after.length }] : []
  }
  return linesIn(text, from, to).flatMap((line) => {
    const start = Math.max(from, line.from + prefixOf(line.text).end)
    const words = text.slice(start, Math.max(start, Math.min(to, line.to)))
    const lead = words.length - words.trimStart().length
    return words.trim() === '' ? [] : [{ from: start + lead, to: start + lead + words.trim().length }]
  })
}

/** Without the marks at its edges: whether they are selected as well or not, the same words are meant. */
function within(text: string, { from, to }: Part, letter: string): Part {
  const words = text.slice(from, to)
  const inner = words.replace(new RegExp(`^\\${letter}+(?=[^\\s\\${letter}])`), '')
  const core = inner.replace(new RegExp(`(?<=[^\\s\\${letter}])\\${letter}+$`), '')
  const start = from + words.length - inner.length
  return { from: start, to: start + core.length }
}

/** Whether the mark stands at both sides. Of stars, two are bold and one is italic: three are both. */
function isWrapped(text: string, { from, to }: Part, mark: Mark): boolean {
  const letter = MARKS[mark].write.charAt(0)
  let many = 0
  while (many < 4 && text[from - many - 1] === letter && text[to + many] === letter) many++
  return mark === 'italic' ? many % 2 === 1 : many >= MARKS[mark].write.length
}
