import type { Ports } from './ports'

const FIRST_PAUSE_MS = 1000
const LONGEST_PAUSE_MS = 30_000

/** What failed is tried again after a pause, longer with each time in a row; half of it by chance, so that not all come at once. */
export class Pauses {
  private readonly ports: Pick<Ports, 'after' | 'random'>
  private failures = 0
  private cancel = () => {}

  constructor(ports: Pick<Ports, 'after' | 'random'>) {
    this.ports = ports
  }

  again(run: () => void): void {
    this.cancel()
    const pause = Math.min(FIRST_PAUSE_MS * 2 ** this.failures++, LONGEST_PAUSE_MS)
    this.cancel = this.ports.after(pause * (0.5 + this.ports.random() / 2), run)
  }

  /** It came about: the next time is the first again. */
  succeeded(): void {
    this.failures = 0
    this.cancel()
  }

  forget(): void {
    this.cancel()
  }
}
