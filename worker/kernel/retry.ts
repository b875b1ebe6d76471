const FIRST_DELAY_SECONDS = 5
const LONGEST_DELAY_SECONDS = 15 * 60

/** Seconds to wait before another try, doubling with each: a database that is away needs time, not pressure. */
export function retryDelay(attempts: number): number {
  return Math.min(FIRST_DELAY_SECONDS * 2 ** Math.max(0, attempts - 1), LONGEST_DELAY_SECONDS)
}

/** Thrown by a handler that knows when another try makes sense: it is not at fault, who it depends on is busy. */
export class Later extends Error {
  readonly delaySeconds: number

  constructor(delaySeconds: number, message: string) {
    super(message)
    this.delaySeconds = delaySeconds
  }
}
