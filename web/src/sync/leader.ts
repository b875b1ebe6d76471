/** What of the browser's locks we use. */
export interface Locks {
  request(name: string, options: { steal?: boolean; signal?: AbortSignal }, run: () => Promise<void>): Promise<unknown>
}

export interface LeaderPorts {
  readonly locks: Locks | undefined
  after(ms: number, run: () => void): () => void
  /** Asks the other tabs whether the one that leads is awake; it answers by `heard`. */
  ask(): void
  /** Whether this tab is looked at: only such a one takes over. */
  isSeen(): boolean
}

const ASK_EVERY_MS = 10_000
const ANSWER_WITHIN_MS = 3000

/**
 * Lets one tab lead: it alone holds the socket and sends what waits. A tab that closes gives the lead back by itself; one
 * that is frozen does not, and is found out by its silence.
 */
export class Leadership {
  private readonly ports: LeaderPorts
  private readonly name: string
  private readonly lead: () => () => void
  private leads = false
  private stepDown: (() => void) | undefined
  private release: (() => void) | undefined
  private readonly gone = new AbortController()
  private forget = () => {}

  /** `lead` begins to lead, and answers how to stop. */
  constructor(name: string, ports: LeaderPorts, lead: () => () => void) {
    this.name = name
    this.ports = ports
    this.lead = lead
  }

  get isLeader(): boolean {
    return this.leads
  }

  start(): void {
    // Without locks nobody can be asked: every tab leads itself, which costs sockets but loses nothing.
    if (!this.ports.locks) this.begin()
    else {
      this.compete({ signal: this.gone.signal })
      this.watch()
    }
  }

  /** The leader answered. */
  heard(): void {
    this.watch()
  }

  /** Gives the lead away for as long as this tab cannot do its work: the browser is about to freeze it. */
  pause(): void {
    this.end()
  }

  resume(): void {
    if (!this.isLeader && this.ports.locks) this.compete({ signal: this.gone.signal })
  }

  stop(): void {
    this.forget()
    this.gone.abort()
    this.end()
  }

  private compete(options: { steal?: boolean; signal?: AbortSignal }): void {
    if (this.gone.signal.aborted) return
    void this.ports.locks
      ?.request(this.name, options, () => {
        if (this.gone.signal.aborted || this.isLeader) return Promise.resolve()
        this.forget()
        this.begin()
        return new Promise<void>((resolve) => {
          this.release = resolve
        })
      })
      // Taken away by another tab that thought this one was gone.
      .catch(() => {
        if (!this.isLeader) return
        this.end()
        this.resume()
        this.watch()
      })
  }

  private begin(): void {
    this.leads = true
    this.stepDown = this.lead()
  }

  private end(): void {
    this.leads = false
    const { stepDown, release } = this
    this.stepDown = undefined
    this.release = undefined
    stepDown?.()
    release?.()
  }

  private watch(): void {
    this.forget()
    if (this.isLeader || this.gone.signal.aborted) return
    this.forget = this.ports.after(ASK_EVERY_MS, () => {
      if (!this.ports.isSeen()) return this.watch()
      this.ports.ask()
      this.forget = this.ports.after(ANSWER_WITHIN_MS, () => this.compete({ steal: true }))
    })
  }
}
