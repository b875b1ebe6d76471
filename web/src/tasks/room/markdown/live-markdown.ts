import { defineLanguageFacet, Language, syntaxTree } from '@codemirror/language'
import type { EditorState, Extension, Range, Transaction } from '@codemirror/state'
import { Decoration, type DecorationSet, EditorView, ViewPlugin, type ViewUpdate } from '@codemirror/view'
import type { OneStep } from './commands'
import { type Drawn, drawnIn, type Stretch } from './drawn'
import { tick } from './lists'
import { markdownLook } from './look'
import { markdown } from './parser'
import { Box, Sign, type Tick } from './signs'

const language = new Language(defineLanguageFacet(), markdown, [], 'markdown')

const line = (look: string) => Decoration.line({ class: look })
const letters = (look: string) => Decoration.mark({ class: look })
const NOTHING = Decoration.replace({})

class Live {
  decorations!: DecorationSet
  /** What is not there to be seen. */
  private away: readonly Stretch[] = []
  private selected: readonly Stretch[]
  private isHeld = false
  private readonly view: EditorView
  private readonly tick: Tick
  private readonly release = () => {
    if (!this.isHeld) return
    this.isHeld = false
    this.view.dispatch({})
  }

  constructor(view: EditorView, tick: Tick) {
    this.view = view
    this.tick = tick
    this.selected = selectedIn(view)
    view.contentDOM.addEventListener('mousedown', this.hold)
    view.dom.ownerDocument.addEventListener('mouseup', this.release)
    this.draw(view)
  }

  update(update: ViewUpdate): void {
    const before = this.selected
    // While a mouse is held down nothing appears under it: the letters stay where they were pressed.
    if (this.isHeld) this.selected = before.map(({ from, to }) => mapped(update, from, to))
    else this.selected = selectedIn(update.view)
    const isNews =
      update.docChanged ||
      update.viewportChanged ||
      update.startState.readOnly !== update.state.readOnly ||
      syntaxTree(update.startState) !== syntaxTree(update.state) ||
      JSON.stringify(before) !== JSON.stringify(this.selected)
    if (isNews) this.draw(update.view)
  }

  destroy(): void {
    this.view.contentDOM.removeEventListener('mousedown', this.hold)
    this.view.dom.ownerDocument.removeEventListener('mouseup', this.release)
  }

  /** The nearest place to one in the text that can be seen. */
  seen(at: number): number {
    return this.away.find(({ from, to }) => from < at && at < to)?.to ?? at
  }

  private readonly hold = () => {
    this.isHeld = true
  }

  private draw(view: EditorView): void {
    const drawn = drawnIn(syntaxTree(view.state), view.state.doc, view.viewport, this.selected)
    this.away = drawn.flatMap((one) => (one.as === 'nothing' || one.as === 'item' || one.as === 'box' ? [one] : []))
    this.decorations = Decoration.set(
      drawn.map((one) => this.decorated(one, view.state)),
      true,
    )
  }

  private decorated(one: Drawn, { readOnly }: EditorState): Range<Decoration> {
    switch (one.as) {
      case 'line':
        return line(one.look).range(one.at)
      case 'letters':
        return letters(one.look).range(one.from, one.to)
      case 'link':
        return Decoration.mark({
          tagName: 'a',
          class: 'md-link',
          attributes: { href: one.address, target: '_blank', rel: 'noopener noreferrer' },
        }).range(one.from, one.to)
      case 'nothing':
        return NOTHING.range(one.from, one.to)
      case 'item':
        return Decoration.replace({ widget: new Sign(one.sign) }).range(one.from, one.to)
      case 'box':
        return Decoration.replace({ widget: new Box(one.isTicked, one.words, readOnly, this.tick) }).range(
          one.from,
          one.to,
        )
    }
  }
}

/** What is selected by who is in the text; for anybody else all of it is to be read. */
function selectedIn(view: EditorView): readonly Stretch[] {
  if (!view.hasFocus || view.state.readOnly) return []
  return view.state.selection.ranges.map(({ from, to }) => ({ from, to }))
}

function mapped({ changes }: ViewUpdate | Transaction, from: number, to: number): Stretch {
  return { from: changes.mapPos(from, 1), to: Math.max(changes.mapPos(from, 1), changes.mapPos(to, -1)) }
}

/** Shows Markdown as what it means, with its marks only where one is oneself. */
export function liveMarkdown(step: OneStep): { readonly extension: Extension; readonly seen: Seen } {
  const tickAt: Tick = (view, at) => {
    const edit = view.state.readOnly ? undefined : tick({ text: view.state.doc.toString(), from: at, to: at })
    if (edit) step(view, { changes: [...edit.changes], userEvent: 'input' })
  }
  const plugin = ViewPlugin.define((view) => new Live(view, tickAt), {
    decorations: ({ decorations }) => decorations,
  })
  return {
    extension: [language, plugin, EditorView.domEventHandlers({ mousedown: pressed, click: followed }), markdownLook],
    seen: (view, at) => view.plugin(plugin)?.seen(at) ?? at,
  }
}

export type Seen = (view: EditorView, at: number) => number

const linkAt = ({ target }: Event) =>
  target instanceof Element ? target.closest<HTMLAnchorElement>('a.md-link') : null

/** A link is followed where it is one; somebody who is in its words edits them. Readers' browsers do it themselves. */
function pressed(event: MouseEvent, view: EditorView): boolean {
  if (view.state.readOnly || event.button !== 0 || event.shiftKey || !linkAt(event)) return false
  event.preventDefault()
  return true
}

function followed(event: MouseEvent, view: EditorView): boolean {
  const link = linkAt(event)
  if (view.state.readOnly || event.button !== 0 || event.shiftKey || !link) return false
  event.preventDefault()
  follow(link.href)
  return true
}

export function follow(address: string): void {
  open(address, '_blank', 'noopener,noreferrer')
}
