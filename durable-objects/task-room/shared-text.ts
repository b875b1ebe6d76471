import * as Y from 'yjs'
import { err, ok, type Result } from '../../worker/kernel/result'
import { readEdit } from './edits'
import { DESCRIPTION, MAX_DESCRIPTION, type Refusal } from './messages'

/** What of an edit was new, if anything, and by whose clients it was written. */
export interface News {
  readonly update: Uint8Array | null
  readonly clients: readonly number[]
}

/** The description of a task as everybody in its room shares it. */
export class SharedText {
  readonly doc: Y.Doc
  private news: Uint8Array | null = null

  constructor(updates: readonly Uint8Array[] = []) {
    this.doc = new Y.Doc()
    this.doc.getText(DESCRIPTION)
    Y.transact(this.doc, () => {
      for (const update of updates) Y.applyUpdate(this.doc, update)
    })
    this.doc.on('update', (update: Uint8Array) => {
      this.news = update
    })
  }

  get text(): string {
    return this.doc.getText(DESCRIPTION).toString()
  }

  /** Whether anything in it was written by this client. */
  isBy(client: number): boolean {
    return Y.getState(this.doc.store, client) > 0
  }

  /** All of it. */
  state(): Uint8Array {
    return Y.encodeStateAsUpdate(this.doc)
  }

  stateVector(): Uint8Array {
    return Y.encodeStateVector(this.doc)
  }

  /** What somebody lacks who has this much; null when that is no state vector. */
  since(stateVector: Uint8Array): Uint8Array | null {
    try {
      return Y.encodeStateAsUpdate(this.doc, stateVector)
    } catch {
      return null
    }
  }

  /** Takes in an edit whole of somebody who writes by these clients; or says why not at all. */
  take(update: Uint8Array, isTheirs: (client: number) => boolean): Result<News, Refusal> {
    const edit = readEdit(this.doc, update)
    // By another's client: what that one writes next would stand in the same place, and not be taken.
    if (!edit?.clients.every(isTheirs)) return err('not_understood')
    const { length } = this.doc.getText(DESCRIPTION)
    if (length + edit.added > MAX_DESCRIPTION) {
      // It may remove as much as it adds: only trying it tells.
      const tried = new SharedText([this.state(), update]).doc.getText(DESCRIPTION).length
      if (tried > MAX_DESCRIPTION && tried > length) return err('too_long')
    }
    return ok({ update: this.apply(update), clients: edit.clients })
  }

  /** Takes in what needs no looking at, and answers what of it was new. */
  apply(update: Uint8Array): Uint8Array | null {
    this.news = null
    try {
      Y.applyUpdate(this.doc, update)
    } catch (cause) {
      throw new Spoiled('an edit ended half way', { cause })
    }
    if (this.doc.store.pendingStructs || this.doc.store.pendingDs)
      throw new Spoiled('an edit waits for what is not there')
    return this.news
  }
}

/** An edit was no edit in a way that could not be seen before: the document is to be read anew. */
export class Spoiled extends Error {}

/** Several updates as one; there is at least one. */
export function merged(updates: readonly Uint8Array[]): Uint8Array {
  return updates.length === 1 ? updates[0]! : Y.mergeUpdates([...updates])
}
