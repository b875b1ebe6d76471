import * as Y from 'yjs'
import { isWrittenIn } from './edits'
import type { TextKeeper, UnsentText } from './kept-text'

interface Edit {
  readonly update: Uint8Array
  /** By which the room acknowledges it; none before it was sent. */
  readonly number: number | undefined
}

/** What was written into one text in this tab and the room has not acknowledged: in memory, and on the device's disk. */
export class OwnEdits {
  readonly id: string
  private readonly keeper: TextKeeper | undefined
  private readonly describe: () => Omit<UnsentText, 'id' | 'update' | 'revision'>
  private readonly onSaved: () => void
  private waiting: readonly Edit[] = []
  private revision = 0
  private savedRevision = 0
  private saving: Promise<void> | undefined

  constructor(
    id: string,
    keeper: TextKeeper | undefined,
    describe: () => Omit<UnsentText, 'id' | 'update' | 'revision'>,
    onSaved: () => void,
  ) {
    this.id = id
    this.keeper = keeper
    this.describe = describe
    this.onSaved = onSaved
  }

  get isEmpty(): boolean {
    return this.waiting.length === 0
  }

  /** All of them are on the disk as well. */
  get isSaved(): boolean {
    return this.savedRevision === this.revision
  }

  get update(): Uint8Array {
    return Y.mergeUpdates(this.waiting.map(({ update }) => update))
  }

  /**
   * Those of which the room shows that they arrived, though it could not say so: it has what they wrote, and had what was
   * sent before it. Of what only removed something and was sent last nobody can tell.
   */
  arrivedWhere(stateVector: Uint8Array): Uint8Array {
    const sent = this.waiting.filter(({ number }) => number !== undefined)
    const last = sent.findLastIndex(({ update }) => isWrittenIn(update, stateVector))
    const others = this.waiting.filter(({ number, update }) => number === undefined && isWrittenIn(update, stateVector))
    return Y.mergeUpdates([...sent.slice(0, last + 1), ...others].map(({ update }) => update))
  }

  /** Begins with what earlier tabs left on the disk. */
  adopt(updates: readonly Uint8Array[]): void {
    this.waiting = [...this.waiting, ...updates.map((update) => ({ update, number: undefined }))]
  }

  add(update: Uint8Array, number: number | undefined): void {
    this.waiting = [...this.waiting, { update, number }]
    this.revision++
    this.saving ??= this.save().finally(() => {
      this.saving = undefined
    })
  }

  /** They go out as one now, or none is to go out at all. */
  replace(update: Uint8Array | undefined, number: number): void {
    this.waiting = update ? [{ update, number }] : []
  }

  kept(upTo: number): void {
    this.waiting = this.waiting.filter(({ number }) => number === undefined || number > upTo)
  }

  /** Removes from the disk what the room has by now. */
  async settle(others: readonly UnsentText[]): Promise<void> {
    await this.saving
    if (!this.isEmpty) return
    const own = this.savedRevision > 0 ? [{ id: this.id, revision: this.savedRevision }] : []
    if (own.length + others.length === 0) return
    await this.keeper?.sent([...own, ...others])
    this.onSaved()
  }

  /** Resolves when nothing is being written. */
  async rest(): Promise<void> {
    await this.saving
  }

  private async save(): Promise<void> {
    while (!this.isSaved && !this.isEmpty && this.keeper) {
      const { revision } = this
      try {
        await this.keeper.keepUnsent({ id: this.id, ...this.describe(), update: this.update, revision })
      } catch {
        // No room on the disk: it lasts as long as the tab, which says so.
        return
      }
      this.savedRevision = revision
      this.onSaved()
    }
  }
}
