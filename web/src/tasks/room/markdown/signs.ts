import { type EditorView, WidgetType } from '@codemirror/view'
import { plainWords } from '../../plain-words'

/** What an item of a list begins with. */
export class Sign extends WidgetType {
  readonly sign: string

  constructor(sign: string) {
    super()
    this.sign = sign
  }

  override eq(other: Sign): boolean {
    return other.sign === this.sign
  }

  override toDOM(): HTMLElement {
    const sign = document.createElement('span')
    sign.className = this.sign === '•' ? 'md-sign md-dot' : 'md-sign'
    sign.textContent = this.sign
    return sign
  }

  // Whoever clicks on it means the text.
  override ignoreEvent(): boolean {
    return false
  }
}

export type Tick = (view: EditorView, at: number) => void

/** A box to be ticked, by whoever may write. It takes no focus: the text is where one was, or is not begun by it. */
export class Box extends WidgetType {
  readonly isTicked: boolean
  readonly words: string
  readonly isFixed: boolean
  private readonly tick: Tick

  constructor(isTicked: boolean, words: string, isFixed: boolean, tick: Tick) {
    super()
    this.isTicked = isTicked
    this.words = words
    this.isFixed = isFixed
    this.tick = tick
  }

  override eq(other: Box): boolean {
    return other.isTicked === this.isTicked && other.words === this.words && other.isFixed === this.isFixed
  }

  override toDOM(view: EditorView): HTMLElement {
    const box = document.createElement('span')
    box.className = 'md-box'
    box.setAttribute('role', 'checkbox')
    box.appendChild(document.createElement('i'))
    box.addEventListener('mousedown', (event) => event.preventDefault())
    box.addEventListener('click', () => this.tick(view, view.posAtDOM(box)))
    this.updateDOM(box)
    return box
  }

  override updateDOM(box: HTMLElement): true {
    box.setAttribute('aria-checked', String(this.isTicked))
    box.setAttribute('aria-disabled', String(this.isFixed))
    box.setAttribute('aria-label', plainWords(this.words) || 'To do')
    return true
  }

  override ignoreEvent(): boolean {
    return true
  }
}
