import { Refusal, Unreachable } from '../api/problems'
import type { Ports } from './ports'
import type { Rows } from './rows'

const AT_ONCE = 100 // what the server answers in one question
const FIRST_PAUSE_MS = 1000
const LONGEST_PAUSE_MS = 30_000

export interface TaskTaker {
  list(tasks: readonly Rows['tasks'][], seq: number): void
  parts(parts: readonly Rows['taskParts'][]): void
  /** Those that the device keeps. */
  kept(): ReadonlySet<string>
}

/**
 * Fetches tasks, and what belongs to them, whenever something about them changed. One question at a time: of two, the
 * older answer could come last. What could not be asked stays due.
 */
export class TaskFetcher {
  private readonly ports: Pick<Ports, 'server' | 'after'>
  private readonly take: TaskTaker
  private readonly due = new Set<string>()
  private isListDue = false
  private isAsking = false
  private isRunning = false
  private signal = AbortSignal.abort()
  private failures = 0
  private forgetRetry = () => {}

  constructor(ports: Pick<Ports, 'server' | 'after'>, take: TaskTaker) {
    this.ports = ports
    this.take = take
  }

  /** Nothing is due, or it is for another tab to ask. */
  get isIdle(): boolean {
    return this.signal.aborted || (!this.isListDue && this.due.size === 0 && !this.isAsking)
  }

  /** Whoever leads asks; until `signal` says otherwise. */
  begin(signal: AbortSignal): void {
    this.signal = signal
    this.due.clear()
    this.isListDue = false
  }

  /** These became different; with `list` perhaps also which of them are whose. */
  changed(ids: Iterable<string>, list: boolean): void {
    if (this.signal.aborted) return
    const kept = this.take.kept()
    // Those that are not kept may be after the list is asked for.
    for (const id of ids) if (list || kept.has(id)) this.due.add(id)
    this.isListDue ||= list
    if (!this.isIdle) this.soon()
  }

  /** Any of them may have, and others may be theirs now. */
  allChanged(): void {
    this.changed(this.take.kept(), true)
  }

  soon(): void {
    if (this.signal.aborted) return
    this.forgetRetry()
    if (!this.isRunning) void this.run()
  }

  private async run(): Promise<void> {
    const { signal } = this
    this.isRunning = true
    try {
      while (!signal.aborted && (this.isListDue || this.due.size > 0)) {
        if (this.isListDue) await this.fetchList(signal)
        else await this.fetchParts(signal)
      }
      this.failures = 0
    } catch (error) {
      if (signal.aborted) return
      const pause = Math.min(FIRST_PAUSE_MS * 2 ** this.failures++, LONGEST_PAUSE_MS)
      this.forgetRetry = this.ports.after(pause, () => this.soon())
      if (!(error instanceof Unreachable) && !(error instanceof Refusal)) throw error
    } finally {
      // In the very step that found that nothing is due: what is due after it is asked for anew.
      this.isRunning = false
      // The lead was lost and taken again while something was asked.
      if (signal !== this.signal) this.soon()
    }
  }

  private async fetchList(signal: AbortSignal): Promise<void> {
    this.isListDue = false
    try {
      const { rows, seq } = await this.asking(this.ports.server.tasks(signal))
      if (signal.aborted) return
      const kept = new Set<string>(rows.map(({ id }) => id))
      for (const id of this.due) if (!kept.has(id)) this.due.delete(id)
      this.take.list(rows, seq)
    } catch (error) {
      this.isListDue = true
      throw error
    }
  }

  private async fetchParts(signal: AbortSignal): Promise<void> {
    const asked = [...this.due].slice(0, AT_ONCE)
    for (const id of asked) this.due.delete(id)
    try {
      const parts = await this.asking(this.ports.server.taskParts(asked, signal))
      if (!signal.aborted) this.take.parts(parts)
    } catch (error) {
      for (const id of asked) this.due.add(id)
      throw error
    }
  }

  private async asking<T>(question: Promise<T>): Promise<T> {
    this.isAsking = true
    try {
      return await question
    } finally {
      this.isAsking = false
    }
  }
}
