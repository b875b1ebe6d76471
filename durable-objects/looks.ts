const FIRST_RETRY_MS = 500
const LONGEST_RETRY_MS = 30_000

/** Looks one after the other. Whoever asks while a look is under way is answered by the one after it. */
export class Looks {
  private readonly look: () => Promise<void>
  private readonly failed: (error: unknown, retryIn: number) => Promise<void> | void
  private running: Promise<void> | undefined
  private isAsked = false
  private failures = 0

  /** `failed` is told in how many milliseconds to ask again, later with each time in a row. */
  constructor(look: () => Promise<void>, failed: (error: unknown, retryIn: number) => Promise<void> | void) {
    this.look = look
    this.failed = failed
  }

  /** Never fails: resolves when a look that began after this is over, or was put off. */
  ask(): Promise<void> {
    this.isAsked = true
    this.running ??= this.untilNobodyAsks()
    return this.running
  }

  /** The look under way is to be followed by another, whoever asked for it. */
  again(): void {
    this.isAsked = true
  }

  private async untilNobodyAsks(): Promise<void> {
    try {
      while (this.isAsked) {
        this.isAsked = false
        await this.look()
      }
      this.failures = 0
    } catch (error) {
      await this.failed(error, Math.min(FIRST_RETRY_MS * 2 ** this.failures++, LONGEST_RETRY_MS))
    } finally {
      // In the very step that found that nobody asks: whoever asks after it begins another.
      this.running = undefined
    }
  }
}
