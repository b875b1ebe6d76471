import { syntaxTree } from '@codemirror/language'
import type { Extension } from '@codemirror/state'
import { EditorView, type KeyBinding, keymap } from '@codemirror/view'
import { type Format, formatsAt } from './active'
import { isAddress, safeAddress } from './address'
import { type Command, isInCode, linkTo, nestBy, type OneStep, run, typed } from './commands'
import { isList, prefixOf } from './lines'
import { follow } from './live-markdown'
import { around } from './marks'

const KEYS: readonly (readonly [string, Command])[] = [
  ['Mod-b', 'bold'],
  ['Mod-i', 'italic'],
  ['Mod-Shift-x', 'strike'],
  ['Mod-e', 'code'],
  ['Mod-k', 'link'],
  ['Mod-Shift-7', 'number'],
  ['Mod-Shift-8', 'bullet'],
  ['Mod-Shift-9', 'task'],
  ['Mod-Shift-Enter', 'tick'],
]

/** Keys, pasting and typing as everywhere one writes; and what of it the caret stands in. */
export function writing(step: OneStep, onFormats: (formats: readonly Format[]) => void): Extension {
  let told = ''
  return [
    keymap.of([
      ...KEYS.map(([key, command]): KeyBinding => ({ key, run: (view) => run(view, step, command) })),
      { key: 'Enter', run: (view) => typed(view, 'Enter') },
      { key: 'Backspace', run: (view) => typed(view, 'Backspace') },
      { key: 'Tab', run: (view) => nestBy(view, step, 1), shift: (view) => nestBy(view, step, -1) },
      { key: 'Alt-Enter', run: followHere },
      { key: 'Home', run: (view) => toWords(view, false), shift: (view) => toWords(view, true) },
      { mac: 'Cmd-ArrowLeft', run: (view) => toWords(view, false), shift: (view) => toWords(view, true) },
    ]),
    EditorView.domEventHandlers({
      paste: (event, view) => {
        const pasted = event.clipboardData?.getData('text/plain').trim() ?? ''
        return isAddress(pasted) && linkTo(view, step, pasted)
      },
    }),
    EditorView.inputHandler.of((view, from, to, typed) => {
      const line = view.state.doc.lineAt(from)
      const begins = typed === '`' && from === to && from === line.to && /^ {0,3}``$/.test(line.text)
      if (!begins || view.state.readOnly || isInCode(view.state)) return false
      // Closed from the start: what others wrote beneath it does not become code meanwhile.
      view.dispatch({
        changes: { from, insert: '`\n```' },
        selection: { anchor: from + 1 },
        userEvent: 'input.type',
      })
      return true
    }),
    EditorView.updateListener.of(({ state }) => {
      const { from, to, head } = state.selection.main
      const formats = formatsAt(syntaxTree(state), state.doc.lineAt(head).text, { from, to })
      if (formats.join() === told) return
      told = formats.join()
      onFormats(formats)
    }),
  ]
}

/** An item begins where its words do; pressed again it is the line that is meant. */
function toWords(view: EditorView, selects: boolean): boolean {
  const { main } = view.state.selection
  const line = view.state.doc.lineAt(main.head)
  const prefix = prefixOf(line.text)
  const start = line.from + prefix.end
  const goesTo = view.moveToLineBoundary(main, false).head
  if (!isList(prefix) || main.head <= start || goesTo >= start) return false
  view.dispatch({ selection: { anchor: selects ? main.anchor : start, head: start }, scrollIntoView: true })
  return true
}

/** Goes where the link leads in which the caret stands. */
function followHere({ state }: EditorView): boolean {
  const spot = state.selection.main
  const tree = syntaxTree(state)
  const url = around(tree, spot, 'Link')?.getChild('URL') ?? around(tree, spot, 'URL')
  const address = url && safeAddress(state.sliceDoc(url.from, url.to))
  if (address) follow(address)
  return address !== undefined
}
