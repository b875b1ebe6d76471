import type { KnownText, RefusedText, SeenText, TextKeeper, UnsentText } from '../../web/src/tasks/room/kept-text'

/** A device's disk, as far as texts are kept on it. */
export class MemoryTexts implements TextKeeper {
  readonly texts = new Map<string, SeenText>()
  /** Brought here before anybody opened the text. */
  readonly fetched = new Map<string, Uint8Array>()
  /** Sent in the background. */
  sentAlone: readonly UnsentText[] = []
  readonly mine = new Map<string, UnsentText>()
  readonly notTaken = new Map<string, RefusedText>()
  isFull = false

  async known(taskId: string): Promise<KnownText | undefined> {
    const [seen, fetched] = [this.texts.get(taskId), this.fetched.get(taskId)]
    const updates = [seen?.update, fetched].filter((update) => update !== undefined)
    const sent = this.sentAlone.filter((one) => one.taskId === taskId)
    if (updates.length + sent.length === 0) return undefined
    const pieces = sent.map(({ id }) => id)
    return { updates: [...updates, ...sent.map(({ update }) => update)], pieces, mayEdit: seen?.mayEdit }
  }

  async know(text: SeenText): Promise<void> {
    this.texts.set(text.taskId, text)
    this.sentAlone = this.sentAlone.filter(({ taskId, id }) => taskId !== text.taskId || !text.pieces.includes(id))
  }

  async forget(taskId: string): Promise<void> {
    this.texts.delete(taskId)
  }

  async unsent(): Promise<readonly UnsentText[]> {
    return [...this.mine.values()]
  }

  async keepUnsent(text: UnsentText): Promise<void> {
    if (this.isFull) throw new Error('quota exceeded')
    this.mine.set(text.id, text)
  }

  async sent(texts: readonly Pick<UnsentText, 'id' | 'revision'>[]): Promise<void> {
    for (const { id, revision } of texts) if (this.mine.get(id)?.revision === revision) this.mine.delete(id)
  }

  async refused(): Promise<readonly RefusedText[]> {
    return [...this.notTaken.values()]
  }

  async refuse(text: RefusedText, unsent: readonly Pick<UnsentText, 'id'>[]): Promise<void> {
    this.notTaken.set(text.id, text)
    for (const { id } of unsent) this.mine.delete(id)
  }

  async giveUp(id: string): Promise<void> {
    this.notTaken.delete(id)
  }
}
