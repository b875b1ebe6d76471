import { insertNewline, standardKeymap } from '@codemirror/commands'
import { Compartment, EditorState, type Extension, Prec } from '@codemirror/state'
import { EditorView, keymap, placeholder } from '@codemirror/view'
import { yCollab, ySyncAnnotation, yUndoManagerKeymap } from 'y-codemirror.next'
import { MAX_DESCRIPTION } from '../../../../durable-objects/task-room/messages'
import type { Format } from './markdown/active'
import { type Command, type OneStep, run } from './markdown/commands'
import { liveMarkdown } from './markdown/live-markdown'
import { writing } from './markdown/writing'
import { peerCursors } from './peer-cursors'
import type { SharedText } from './shared-text'

export interface EditorOptions {
  readonly label: string
  readonly me: string
  readonly mayEdit: boolean
  readonly onLeave: () => void
  /** Somebody writes more than a description holds. */
  readonly onTooLong: () => void
  /** What the caret stands in by now. */
  readonly onFormats: (formats: readonly Format[]) => void
}

export interface TextEditor {
  setMayEdit(mayEdit: boolean): void
  run(command: Command): void
  focus(): void
  destroy(): void
}

// Colours and type come from outside through the custom properties and by inheritance.
const look = EditorView.theme({
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'inherit', lineHeight: 'inherit', overflow: 'visible', overflowAnchor: 'auto' },
  '.cm-content': { padding: '0', caretColor: 'var(--ink-1)' },
  '.cm-line': { padding: '0' },
  '.cm-placeholder': { color: 'var(--ink-3)' },
  '.peer': {
    position: 'relative',
    borderLeft: '2px solid var(--peer)',
    margin: '0 -1px',
  },
  // Said while somebody moves and a little longer: it stands over the line before, which is there to be read.
  '@keyframes peer-rest': { to: { opacity: '0' } },
  '.peer:not(:hover)::after': { animation: 'peer-rest 0s 6s forwards' },
  '.peer::after': {
    content: 'attr(data-name)',
    position: 'absolute',
    left: '-2px',
    bottom: 'calc(100% - 2px)',
    padding: '0 4px',
    borderRadius: '3px 3px 3px 0',
    background: 'var(--peer)',
    color: 'var(--surface-3)',
    font: '600 11px / 14px var(--font)',
    whiteSpace: 'nowrap',
    textIndent: '0',
    userSelect: 'none',
    pointerEvents: 'none',
    zIndex: '1',
  },
  '.peer-sel': { background: 'var(--peer-soft)', boxShadow: '0 1px var(--peer)' },
  ...Object.fromEntries(
    [1, 2, 3, 4].map((colour) => [
      `.peer-${colour}`,
      { '--peer': `var(--peer-${colour})`, '--peer-soft': `var(--peer-${colour}-soft)` },
    ]),
  ),
})

/** Puts an editor of the text into the host, in a tree of its own: there its styles keep to the security policy. */
export function mountEditor(host: HTMLElement, shared: SharedText, options: EditorOptions): TextEditor {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' })
  const rights = new Compartment()
  const step: OneStep = (on, change) => {
    shared.undo.stopCapturing()
    on.dispatch(change)
    shared.undo.stopCapturing()
  }
  const live = liveMarkdown(step)
  const view: EditorView = new EditorView({
    root,
    parent: root as unknown as HTMLElement,
    state: EditorState.create({
      doc: shared.text.toString(),
      extensions: [
        Prec.highest(EditorView.domEventHandlers({ keydown: redo })),
        // The text is as everybody else counts it, letter by letter.
        EditorState.lineSeparator.of('\n'),
        EditorView.lineWrapping,
        rights.of(rightsTo(options)),
        keymap.of([
          { key: 'Escape', run: leave },
          { key: 'Mod-Enter', run: leave },
        ]),
        writing(step, options.onFormats),
        keymap.of([
          { key: 'Enter', run: insertNewline, shift: insertNewline },
          ...yUndoManagerKeymap,
          ...standardKeymap,
        ]),
        EditorView.clipboardInputFilter.of((pasted) =>
          pasted.replace(/\r\n?/g, '\n').replaceAll('\0', '').toWellFormed(),
        ),
        EditorState.changeFilter.of((transaction) => {
          if (transaction.annotation(ySyncAnnotation)) return true
          const { length } = transaction.newDoc
          if (length <= MAX_DESCRIPTION || length <= transaction.startState.doc.length) return true
          options.onTooLong()
          return false
        }),
        // Its own colours for cursors would be written into the page as styles, which the security policy forbids.
        yCollab(shared.text, null, { undoManager: shared.undo }),
        live.extension,
        // After it: it has to know what is not to be seen.
        peerCursors(shared, options.me, live.seen),
        look,
      ],
    }),
  })
  function redo(event: KeyboardEvent): boolean {
    if (redoes(event)) shared.undo.redo()
    return redoes(event)
  }
  function leave(): boolean {
    view.contentDOM.blur()
    options.onLeave()
    return true
  }
  return {
    setMayEdit: (mayEdit) => view.dispatch({ effects: rights.reconfigure(rightsTo({ ...options, mayEdit })) }),
    run: (command) => void run(view, step, command),
    focus: () => view.focus(),
    destroy: () => view.destroy(),
  }
}

/** With Caps Lock the shifted letter is a small one, which the keymap takes for the key without Shift: for undo. */
function redoes(event: KeyboardEvent): boolean {
  return (event.ctrlKey || event.metaKey) && event.shiftKey && !event.altKey && event.key.toLowerCase() === 'z'
}

function rightsTo({ label, mayEdit }: Pick<EditorOptions, 'label' | 'mayEdit'>): Extension {
  return [
    EditorView.editable.of(mayEdit),
    EditorState.readOnly.of(!mayEdit),
    placeholder(mayEdit ? `Add a ${label.toLowerCase()}` : `No ${label.toLowerCase()}`),
    EditorView.contentAttributes.of({
      role: 'textbox',
      'aria-multiline': 'true',
      'aria-label': label,
      'aria-readonly': String(!mayEdit),
      tabindex: '0',
      spellcheck: 'true',
      autocorrect: 'on',
      autocapitalize: 'sentences',
    }),
  ]
}
