import type { Keeper } from './ports'

/** Writes to the device's disk, one thing after the other. */
export class Writing {
  private readonly keeper: Keeper | undefined
  private readonly onFull: () => void
  private last: Promise<void> = Promise.resolve()

  constructor(keeper: Keeper | undefined, onFull: () => void) {
    this.keeper = keeper
    this.onFull = onFull
  }

  /** The server has every row: a disk that is full costs the next start, nothing else. */
  write(change: (keeper: Keeper) => Promise<void>): void {
    const { keeper } = this
    if (keeper) this.last = this.last.then(() => change(keeper)).catch(() => this.onFull())
  }

  /** After all that was asked for until now is written, or was in vain. */
  afterwards(run: () => void): void {
    void this.last.then(run)
  }
}
