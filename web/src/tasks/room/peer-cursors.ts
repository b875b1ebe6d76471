import { type Extension, type Range, RangeSet } from '@codemirror/state'
import {
  Decoration,
  type DecorationSet,
  type EditorView,
  ViewPlugin,
  type ViewUpdate,
  WidgetType,
} from '@codemirror/view'
import * as Y from 'yjs'
import type { Seen } from './markdown/live-markdown'
import { type PeerColour, type PresenceState, peersIn } from './presence'
import type { SharedText } from './shared-text'

class Caret extends WidgetType {
  readonly name: string
  readonly colour: PeerColour

  /** Where its person has put it; it is the same as long as only the text around it moves. */
  readonly place: string

  constructor(name: string, colour: PeerColour, place: string) {
    super()
    this.name = name
    this.colour = colour
    this.place = place
  }

  override eq(other: Caret): boolean {
    return other.name === this.name && other.colour === this.colour && other.place === this.place
  }

  override toDOM(): HTMLElement {
    const caret = document.createElement('span')
    caret.className = `peer peer-${this.colour}`
    // Drawn by the style, so that it is no part of what is read out or taken along: who is here is said above the text.
    caret.dataset.name = this.name.split(' ')[0] ?? this.name
    return caret
  }

  // Whoever clicks on it means the text.
  override ignoreEvent(): boolean {
    return false
  }
}

/**
 * Shows where the others are in the text, and tells them where this person is. Letters may be there without being
 * seen, as the marks of Markdown are: who stands among them is shown beside them.
 */
export function peerCursors(shared: SharedText, me: string, seen: Seen): Extension {
  const { text, present } = shared
  const { awareness } = present

  class Cursors {
    decorations: DecorationSet
    private readonly view: EditorView
    private readonly follow = (_: unknown, origin: unknown) => {
      if (origin !== 'local') this.view.dispatch({})
    }

    constructor(view: EditorView) {
      this.view = view
      this.decorations = cursorsIn(view)
      awareness.on('change', this.follow)
    }

    update(update: ViewUpdate): void {
      if (update.selectionSet || update.focusChanged || update.docChanged) this.tell(update.view)
      this.decorations = cursorsIn(update.view)
    }

    destroy(): void {
      awareness.off('change', this.follow)
      if (present.state?.cursor) present.set({ cursor: null })
    }

    private tell(view: EditorView): void {
      if (!view.hasFocus) {
        if (present.state?.cursor) present.set({ cursor: null })
        return
      }
      const { anchor, head } = view.state.selection.main
      const cursor = { anchor: placeAt(anchor), head: placeAt(head) }
      if (JSON.stringify(cursor) !== JSON.stringify(present.state?.cursor)) present.set({ cursor })
    }
  }

  // Sticks to the letter before it, so that a caret stays at the end of what its person has just written.
  const placeAt = (index: number) =>
    Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(text, index, index === 0 ? 0 : -1))
  const indexOf = (place: unknown) =>
    Y.createAbsolutePositionFromRelativePosition(Y.createRelativePositionFromJSON(place), shared.doc)

  function cursorsIn(view: EditorView): DecorationSet {
    const states = awareness.getStates() as ReadonlyMap<number, PresenceState>
    const colours = new Map(peersIn(states, me).map(({ userId, colour }) => [userId, colour]))
    const shown: Range<Decoration>[] = []
    for (const [client, { user, cursor }] of states) {
      if (client === awareness.clientID || !user || !cursor) continue
      const [anchor, head] = [indexOf(cursor.anchor), indexOf(cursor.head)]
      if (anchor?.type !== text || head?.type !== text) continue
      const limit = (index: number) => Math.min(index, view.state.doc.length)
      const [from, to] = [limit(Math.min(anchor.index, head.index)), limit(Math.max(anchor.index, head.index))]
      const colour = colours.get(user.userId) ?? 1
      if (from < to) shown.push(Decoration.mark({ class: `peer-sel peer-${colour}` }).range(from, to))
      const side = head.index > anchor.index ? -1 : 1
      shown.push(
        Decoration.widget({ widget: new Caret(user.name, colour, JSON.stringify(cursor.head)), side }).range(
          seen(view, limit(head.index)),
        ),
      )
    }
    return RangeSet.of(shown, true)
  }

  return ViewPlugin.fromClass(Cursors, { decorations: (cursors) => cursors.decorations })
}
