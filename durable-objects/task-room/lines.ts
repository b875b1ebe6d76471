import type { Mark } from './crowd'

const MOST = 1000 // lines: whoever was cut comes back soon

/**
 * How far what came by a line was kept, for whoever is cut before they are told. Only in memory: after a rest it is not
 * known, and they do not learn whether it was they who removed what is gone.
 */
export class Lines {
  private readonly kept = new Map<string, number>()

  keep(mark: Mark, number: number): void {
    const key = keyOf(mark)
    if (key === null) return
    if (this.kept.size >= MOST && !this.kept.has(key)) this.kept.delete(this.kept.keys().next().value ?? '')
    this.kept.set(key, number)
  }

  keptOf(mark: Mark): number | undefined {
    const key = keyOf(mark)
    return key === null ? undefined : this.kept.get(key)
  }

  /** The text is gone, and with it what came by them. */
  forget(): void {
    this.kept.clear()
  }
}

// Nobody learns by another's line what became of it.
function keyOf({ line, userId }: Mark): string | null {
  return line ? `${userId} ${line}` : null
}
