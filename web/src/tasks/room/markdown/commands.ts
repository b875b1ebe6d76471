import { syntaxTree } from '@codemirror/language'
import type { EditorState, TransactionSpec } from '@codemirror/state'
import type { EditorView } from '@codemirror/view'
import type { Edit, Spot } from './edit'
import { continueList, cycleHeading, isInList, type LineKind, leaveList, nest, tick, toggleLines } from './lists'
import { linkOver, type Mark, toggleLink, toggleMark } from './marks'

export type Command = Mark | LineKind | 'link' | 'tick' | 'heading-1' | 'heading-2' | 'heading-3'

/** What each command does with a text. */
const EDITS: Readonly<Record<Command, (spot: Spot) => Edit | undefined>> = {
  bold: (spot) => toggleMark(spot, 'bold'),
  italic: (spot) => toggleMark(spot, 'italic'),
  strike: (spot) => toggleMark(spot, 'strike'),
  code: (spot) => toggleMark(spot, 'code'),
  link: toggleLink,
  heading: cycleHeading,
  'heading-1': (spot) => toggleLines(spot, 'heading', 1),
  'heading-2': (spot) => toggleLines(spot, 'heading', 2),
  'heading-3': (spot) => toggleLines(spot, 'heading', 3),
  bullet: (spot) => toggleLines(spot, 'bullet'),
  number: (spot) => toggleLines(spot, 'number'),
  task: (spot) => toggleLines(spot, 'task'),
  quote: (spot) => toggleLines(spot, 'quote'),
  tick,
}

/** A change of the text that undo takes back by itself, with nothing that was typed before or is typed after. */
export type OneStep = (view: EditorView, change: TransactionSpec) => void

export function spotOf({ doc, selection }: EditorState): Spot {
  return { text: doc.toString(), from: selection.main.from, to: selection.main.to }
}

export function run(view: EditorView, step: OneStep, command: Command): boolean {
  return perform(view, step, EDITS[command])
}

export function linkTo(view: EditorView, step: OneStep, address: string): boolean {
  return perform(view, step, (spot) => linkOver(spot, address))
}

/** In a list Tab is of the list even where no item can go deeper: nobody leaves the text by pressing it twice. */
export function nestBy(view: EditorView, step: OneStep, by: 1 | -1): boolean {
  if (view.state.readOnly || isInCode(view.state) || !isInList(spotOf(view.state))) return false
  perform(view, step, (spot) => nest(spot, by))
  return true
}

/** Enter and Backspace, where they mean the list. They belong to the typing around them. */
export function typed(view: EditorView, key: 'Enter' | 'Backspace'): boolean {
  if (isInCode(view.state)) return false
  return perform(view, (on, change) => on.dispatch(change), key === 'Enter' ? continueList : leaveList)
}

export function isInCode(state: EditorState): boolean {
  for (let node = syntaxTree(state).resolveInner(state.selection.main.from, -1); node.parent; node = node.parent)
    if (node.name === 'FencedCode') return true
  return false
}

function perform(view: EditorView, step: OneStep, decide: (spot: Spot) => Edit | undefined): boolean {
  if (view.state.readOnly) return false
  const edit = decide(spotOf(view.state))
  if (!edit) return false
  step(view, {
    changes: [...edit.changes],
    selection: { anchor: edit.from, head: edit.to },
    scrollIntoView: true,
    userEvent: 'input',
  })
  return true
}
