import type { Tree } from '@lezer/common'
import type { Spot } from './edit'
import { prefixOf } from './lines'
import { around } from './marks'

/** What the caret stands in, or all that is selected does. */
export type Format = 'bold' | 'italic' | 'strike' | 'code' | 'link' | 'heading' | 'bullet' | 'number' | 'task' | 'quote'

const NODES = [
  ['bold', 'StrongEmphasis'],
  ['italic', 'Emphasis'],
  ['strike', 'Strikethrough'],
  ['code', 'InlineCode'],
  ['link', 'Link'],
] as const

export function formatsAt(tree: Tree, line: string, spot: Pick<Spot, 'from' | 'to'>): Format[] {
  const { kind } = prefixOf(line)
  const marks = NODES.flatMap(([format, node]) => (around(tree, spot, node) ? [format] : []))
  return kind === 'none' ? marks : [...marks, kind]
}
