import { type HeardPage, readCarried } from './changes'

/** What a commit brought along, if it did: read when it is first asked for, and once for all who ask. */
export type Brought = () => ReturnType<typeof readCarried>

export function brought(news: string | null): Brought {
  let read: ReturnType<typeof readCarried> | undefined
  return () => {
    if (read === undefined) read = news === null ? null : readCarried(news)
    return read
  }
}

/** Pages that commits brought along: none is to be read by whoever has told of all before it, and of no more. */
export class Carried {
  private readonly pages = new Map<number, HeardPage>()
  // The newest change that somebody said there is.
  private newest = 0

  note(seq: number, brought: Brought): void {
    const carried = brought()
    this.newest = Math.max(this.newest, seq)
    if (carried) this.pages.set(carried.since, carried.page)
  }

  /** The page that follows what was told. It is given once, and what was told by other ways is forgotten. */
  after(told: number): HeardPage | undefined {
    const next = this.pages.get(told)
    for (const [since, { seq }] of this.pages) if (since === told || seq <= told) this.pages.delete(since)
    return next
  }

  /** Whether somebody spoke of a newer change. */
  hasMoreThan(told: number): boolean {
    return told < this.newest
  }
}
