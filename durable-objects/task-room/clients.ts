import type { Crowd } from './crowd'
import type { Kept } from './kept'
import type { SharedText } from './shared-text'

/** Whose the clients are by which a text is written: nobody goes on where somebody else's client stopped. */
export class Clients {
  private readonly kept: Kept
  private readonly crowd: Crowd
  // Only a cache of what is kept: all of it, once it was asked for.
  private owners: Map<number, string> | undefined

  constructor(kept: Kept, crowd: Crowd) {
    this.kept = kept
    this.crowd = crowd
  }

  /** Which clients somebody may write by: their own, and those of whom nobody knows whose they are. */
  of(userId: string): (client: number) => boolean {
    return (client) => (this.ownerOf(client) ?? this.crowd.whoWritesBy(client) ?? userId) === userId
  }

  /**
   * A client by which something was written stays with whoever is here by it. Others may bring what it wrote back to a
   * room that lost it, without becoming it.
   */
  claim(client: number, text: SharedText | undefined): void {
    if (!text?.isBy(client) || this.ownerOf(client) !== undefined) return
    const userId = this.crowd.whoWritesBy(client)
    if (userId === undefined) return
    this.kept.own(client, userId)
    this.owners?.set(client, userId)
  }

  forget(): void {
    this.owners = undefined
  }

  private ownerOf(client: number): string | undefined {
    this.owners ??= this.kept.owners()
    return this.owners.get(client)
  }
}
