import type { Text } from '@codemirror/state'
import type { SyntaxNode, SyntaxNodeRef, Tree } from '@lezer/common'
import { safeAddress } from './address'
import { prefixOf } from './lines'

/** How a piece of the text is to look. Classes are of a line, or of letters in it. */
export type Drawn =
  | { readonly as: 'line'; readonly at: number; readonly look: string }
  | { readonly as: 'letters'; readonly from: number; readonly to: number; readonly look: string }
  | { readonly as: 'link'; readonly from: number; readonly to: number; readonly address: string }
  | ({ readonly from: number; readonly to: number } & Instead)

/** What stands there in place of letters: nothing, or what they mean. */
export type Instead =
  | { readonly as: 'nothing' }
  | { readonly as: 'item'; readonly sign: string }
  | { readonly as: 'box'; readonly isTicked: boolean; readonly words: string }

export interface Stretch {
  readonly from: number
  readonly to: number
}

const LOOKS: Readonly<Record<string, string>> = {
  StrongEmphasis: 'md-strong',
  Emphasis: 'md-em',
  Strikethrough: 'md-strike',
  InlineCode: 'md-tt',
}
const DEEPEST = 6

/** How a part of the text looks to somebody who has this selected; nothing is selected for who is not in the text. */
export function drawnIn(tree: Tree, doc: Text, part: Stretch, selected: readonly Stretch[]): Drawn[] {
  const out: Drawn[] = []
  const counts = new Map<number, number>()
  const isTouched = ({ from, to }: Stretch) => selected.some((one) => one.from <= to && one.to >= from)
  const isLineTouched = (at: number) => isTouched(doc.lineAt(at))
  const look = (at: number, words: string) => out.push({ as: 'line', at: doc.lineAt(at).from, look: words })
  const letters = (from: number, to: number, words: string) =>
    from < to && out.push({ as: 'letters', from, to, look: words })
  // Only letters of one line can go: the lines are as everybody has them.
  const hide = (from: number, to: number) =>
    from < to && to <= doc.lineAt(from).to && out.push({ as: 'nothing', from, to })
  /** Past the one space that belongs to a mark. */
  const pastSpace = (to: number) => (doc.sliceString(to, to + 1) === ' ' ? to + 1 : to)

  function heading(node: SyntaxNode, level: number): void {
    look(node.from, `md-h${Math.min(level, 3)}`)
    const [open, close] = node.getChildren('HeaderMark')
    if (!open) return
    const line = doc.lineAt(node.from)
    const words = doc.sliceString(open.to, close?.from ?? node.to)
    const start = open.to + (words.length - words.trimStart().length)
    // Without words there would be nothing to see.
    if (words.trim() === '' || isTouched(line)) return void letters(open.from, open.to, 'md-mark')
    hide(open.from, start)
    if (close) hide(close.from - (words.length - words.trimEnd().length), close.to)
  }

  function item(node: SyntaxNode): void {
    const mark = node.getChild('ListMark')
    if (!mark) return
    const line = doc.lineAt(mark.from)
    const before = doc.sliceString(line.from, mark.from)
    const from = before.trim() === '' ? line.from : mark.from
    const prefix = prefixOf(doc.sliceString(mark.from, line.to))
    const to = mark.from + Math.max(prefix.end, mark.to - mark.from)
    const isTicked = prefix.kind === 'task' && doc.sliceString(mark.from, line.to)[prefix.tick] !== ' '
    look(mark.from, `md-item md-deep-${Math.min(depthOf(node), DEEPEST)}${isTicked ? ' md-done' : ''}`)
    if (selected.some((one) => one.from < to && one.to >= from)) return void letters(from, to, 'md-raw')
    if (to > line.to || from >= to) return
    if (prefix.kind === 'task') out.push({ as: 'box', from, to, isTicked, words: doc.sliceString(to, line.to).trim() })
    else out.push({ as: 'item', from, to, sign: signOf(node, doc.sliceString(mark.from, mark.to)) })
  }

  /** Numbers are as the list counts, whatever is written: who adds an item in the middle changes no other line. */
  function signOf(node: SyntaxNode, mark: string): string {
    const list = node.parent
    const first = list?.getChild('ListItem')?.getChild('ListMark')
    if (list?.name !== 'OrderedList' || !first) return '•'
    if (!counts.has(node.from)) {
      let count = Number.parseInt(doc.sliceString(first.from, first.to), 10)
      for (const one of list.getChildren('ListItem')) counts.set(one.from, count++)
    }
    return `${counts.get(node.from)}${mark.slice(-1)}`
  }

  function fence(node: SyntaxNode): void {
    const [open, close] = node.getChildren('CodeMark')
    // Not closed yet: what others wrote beneath it is not code for that.
    if (!open || !close) return
    const [first, last] = [doc.lineAt(node.from), doc.lineAt(node.to)]
    const [start, end] = [Math.max(node.from, part.from), Math.min(node.to, part.to)]
    for (let at = doc.lineAt(start).number; at <= doc.lineAt(end).number; at++) {
      const line = doc.line(at)
      const edge = line.from === first.from ? ' md-fence md-first' : line.from === last.from ? ' md-fence md-last' : ''
      look(line.from, `md-code${edge}`)
    }
    if (isTouched(node)) return
    hide(open.from, first.to)
    hide(close.from, close.to)
  }

  /** A mark around words; it is seen by who is in them. */
  function around(node: SyntaxNode, marks: string): void {
    letters(node.from, node.to, LOOKS[node.name] ?? '')
    for (const mark of node.getChildren(marks))
      if (isTouched(node)) letters(mark.from, mark.to, 'md-mark')
      else hide(mark.from, mark.to)
  }

  function link(node: SyntaxNode): void {
    const [open, close] = node.getChildren('LinkMark')
    const url = node.getChild('URL')
    const address = url && safeAddress(doc.sliceString(url.from, url.to))
    if (!open || !close || !address || doc.sliceString(open.to, close.from).trim() === '') return
    // In two lines as it is written: it stays as it is.
    if (doc.lineAt(node.from).to < node.to) return
    if (isTouched(node)) {
      letters(open.to, close.from, 'md-link')
      letters(open.from, open.to, 'md-mark')
      letters(close.from, node.to, 'md-mark')
    } else {
      hide(open.from, open.to)
      out.push({ as: 'link', from: open.to, to: close.from, address })
      hide(close.from, node.to)
    }
  }

  function bare(node: SyntaxNodeRef): void {
    if (node.node.parent?.name === 'Link') return
    const address = safeAddress(doc.sliceString(node.from, node.to))
    if (!address) return
    if (isTouched(node)) letters(node.from, node.to, 'md-link')
    else out.push({ as: 'link', from: node.from, to: node.to, address })
  }

  function quoted(node: SyntaxNodeRef): void {
    look(node.from, 'md-quote')
    if (isLineTouched(node.from)) letters(node.from, node.to, 'md-mark')
    else hide(node.from, pastSpace(node.to))
  }

  tree.iterate({
    from: part.from,
    to: part.to,
    enter: (ref) => {
      const level = /^ATXHeading(\d)$/.exec(ref.name)?.[1]
      if (level) heading(ref.node, Number(level))
      else if (ref.name === 'ListItem') item(ref.node)
      else if (ref.name === 'FencedCode') fence(ref.node)
      else if (ref.name === 'Link') link(ref.node)
      else if (ref.name === 'URL') bare(ref)
      else if (ref.name === 'QuoteMark') quoted(ref)
      else if (ref.name === 'InlineCode') around(ref.node, 'CodeMark')
      else if (ref.name === 'Strikethrough') around(ref.node, 'StrikethroughMark')
      else if (ref.name in LOOKS) around(ref.node, 'EmphasisMark')
      else if (ref.name === 'Escape' && !isLineTouched(ref.from)) hide(ref.from, ref.from + 1)
      else if (ref.name === 'HorizontalRule' && !isLineTouched(ref.from)) {
        look(ref.from, 'md-rule')
        hide(ref.from, ref.to)
      }
    },
  })
  return out
}

function depthOf(node: SyntaxNode): number {
  let depth = 0
  for (let up: SyntaxNode | null = node; up; up = up.parent) if (up.name === 'ListItem') depth++
  return depth
}
