import * as Y from 'yjs'
import { DESCRIPTION } from '../../../../durable-objects/task-room/messages'
import { wordsOf } from './edits'
import type { KnownText, RefusedText, UnsentText, WhyRefused } from './kept-text'
import { OwnEdits } from './own-edits'
import type { TextOf, TextPorts } from './text-ports'

/** The origin of whatever comes into a document from this device and not from a person in this tab. */
export const DEVICE = 'device'

/** What this device keeps of one document: as it was last seen, and what was written here that the room does not have. */
export class TextCopy {
  /** Of this tab. */
  readonly own: OwnEdits
  private readonly of: TextOf
  private readonly ports: TextPorts
  private readonly doc: Y.Doc
  /** Of other tabs, gone or not, that the room was given by this one. */
  private others: readonly UnsentText[] = []
  // Sent in the background by nobody who knew the rest of the text: what is written down of it holds them.
  private pieces: readonly string[] = []

  constructor(of: TextOf, ports: TextPorts, doc: Y.Doc, onSaved: () => void) {
    this.of = of
    this.ports = ports
    this.doc = doc
    this.own = new OwnEdits(
      ports.newId(),
      ports.keeper,
      () => ({ taskId: of.taskId, title: of.title(), at: this.now() }),
      onSaved,
    )
  }

  /** The room was given all of it. */
  get isEmpty(): boolean {
    return this.own.isEmpty && this.others.length === 0
  }

  async known(): Promise<KnownText | undefined> {
    return this.ports.keeper?.known(this.of.taskId).catch(() => undefined)
  }

  /** Written on this device into this text, and not known to be with the room. */
  async unsent(): Promise<readonly UnsentText[]> {
    const all = (await this.ports.keeper?.unsent().catch(() => [])) ?? []
    return all.filter(({ taskId }) => taskId === this.of.taskId)
  }

  /** The document begins with it. */
  begin(known: KnownText | undefined, unsent: readonly UnsentText[]): void {
    for (const update of known?.updates ?? []) Y.applyUpdate(this.doc, update, DEVICE)
    this.pieces = known?.pieces ?? []
    this.take(unsent)
    this.own.adopt(unsent.map(({ update }) => update))
  }

  /** Takes in what other tabs left, and answers what of it was new. */
  take(unsent: readonly UnsentText[]): readonly Uint8Array[] {
    this.others = unsent.filter(({ id }) => id !== this.own.id)
    const gained: Uint8Array[] = []
    const gain = (update: Uint8Array) => void gained.push(update)
    this.doc.on('update', gain)
    for (const { update } of this.others) Y.applyUpdate(this.doc, update, DEVICE)
    this.doc.off('update', gain)
    return gained
  }

  /** Writes down what the text is now. */
  async write(mayEdit: boolean): Promise<void> {
    const { pieces } = this
    const update = Y.encodeStateAsUpdate(this.doc)
    await this.ports.keeper?.know({ taskId: this.of.taskId, update, mayEdit, pieces })
    if (this.pieces === pieces) this.pieces = []
  }

  /** Removes what was only kept until the room had it. */
  async settle(): Promise<void> {
    const { others } = this
    await this.own.settle(others)
    if (this.others === others) this.others = []
  }

  /** Keeps what was not taken for whoever wrote it, in the place of what was to be sent. */
  async refuse(because: WhyRefused): Promise<RefusedText> {
    const { ports, own } = this
    const { taskId, title } = this.of
    await own.rest()
    const text = this.doc.getText(DESCRIPTION)
    // Who may still see it has all of it as they left it; who may not, what they wrote themselves.
    const words = because === 'access_lost' ? wordsOf(text, own.update) : text.toString()
    const refused = { id: ports.newId(), taskId, title: title(), because, words, at: this.now() }
    await ports.keeper?.refuse(refused, [{ id: own.id }, ...this.others]).catch(() => {})
    await this.forget()
    return refused
  }

  async forget(): Promise<void> {
    await this.ports.keeper?.forget(this.of.taskId).catch(() => {})
  }

  /** Another document takes this one's place: what others left is no longer its to remove. */
  leave(): void {
    this.others = []
  }

  private now(): string {
    return new Date(this.ports.now()).toISOString()
  }
}
