import { err, type Result } from '../../worker/kernel/result'
import type { Clients } from './clients'
import type { Kept } from './kept'
import type { Refusal } from './messages'
import { type News, SharedText, Spoiled } from './shared-text'

/** The text of a room in memory: only a cache of what is kept. */
export class LiveText {
  private readonly kept: Kept
  private readonly clients: Clients
  private text: SharedText | undefined

  constructor(kept: Kept, clients: Clients) {
    this.kept = kept
    this.clients = clients
  }

  /** As it is; undefined before anything was fetched from Postgres. */
  now(): SharedText | undefined {
    const kept = this.text ? null : this.kept.load()
    if (kept) this.text = new SharedText(kept)
    return this.text
  }

  get inMemory(): SharedText | undefined {
    return this.text
  }

  /** Not if an edit has spoiled it since: it is to be read anew. */
  isStill(text: SharedText): boolean {
    return this.text === text
  }

  /** Takes in an edit of somebody who may write; it is still to be kept. */
  take(text: SharedText, userId: string, update: Uint8Array): Result<News, Refusal> {
    try {
      return text.take(update, this.clients.of(userId))
    } catch (error) {
      if (!(error instanceof Spoiled)) throw error
      this.text = undefined
      return err('not_understood')
    }
  }

  /** Keeps what was taken. */
  keep(text: SharedText, wrote: readonly { userId: string; update: Uint8Array }[], now: number): void {
    if (wrote.length > 0) this.kept.add(wrote, now)
    if (this.isStill(text)) this.kept.foldInto(() => text.state())
  }

  /** Takes in and keeps what Postgres had, and answers what of it was new. */
  takeIn(text: SharedText, updates: readonly Uint8Array[]): Uint8Array[] {
    const news = updates.flatMap((update) => text.apply(update) ?? [])
    this.kept.append(news)
    this.text = text
    return news
  }

  forget(): void {
    this.text = undefined
  }
}
