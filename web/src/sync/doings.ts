import { Refusal } from '../api/problems'
import type { Ended } from './drain'
import { ENTITIES } from './entities'
import { type Command, madeBefore, type Operation, patchesOf, SCHEMA } from './operation'
import type { Listener, Ports } from './ports'
import { anyView, type Views } from './views'

const PATIENCE_MS = 8000 // a network this slow is as good as none, for whoever stands there

/** What the engine does with what was done. */
export interface Sending {
  isReachable(): boolean
  /** Something waits: whichever tab leads sends it. */
  soon(): void
  atOnce(operation: Operation): Promise<unknown>
}

/** What was done on this device, as one tab shows it: laid over the rows while it waits, and told to whoever did it. */
export class Doings {
  operations: readonly Operation[] = []
  private readonly ports: Ports
  private readonly listener: Listener
  private readonly views: Views
  private readonly sending: Sending
  // What another tab says of them may come in any order.
  private readonly over = new Set<string>()
  private readonly waiting = new Map<string, { resolve(answer: unknown): void; reject(error: unknown): void }>()

  constructor(ports: Ports, listener: Listener, views: Views, sending: Sending) {
    this.ports = ports
    this.listener = listener
    this.views = views
    this.sending = sending
  }

  /** Resolves with the answer, or with nothing once it is kept on this device and the server is not to be reached. */
  async enqueue(id: string, command: Command): Promise<unknown> {
    const at = new Date(this.ports.now()).toISOString()
    const after = madeBefore(command, this.operations)
    const operation: Operation = { ...command, id, at, after, schema: SCHEMA, state: 'waiting' }
    const answered = new Promise<unknown>((resolve, reject) => this.waiting.set(id, { resolve, reject }))
    try {
      await this.ports.outbox.add(operation)
    } catch {
      // No room: what cannot be kept is sent at once, or refused while whoever did it still has it before them.
      this.waiting.delete(id)
      this.listener.onStorageFull()
      return this.sending.atOnce(operation).finally(() => this.show(operation, false))
    }
    await this.reread()
    this.ports.tell({ type: 'queued', operation })
    if (!this.sending.isReachable()) this.keepWaiting()
    else this.ports.after(PATIENCE_MS, () => this.settle(id, undefined))
    this.sending.soon()
    return answered
  }

  /** What another tab says was done there: unless it was heard sooner that it is over. */
  async heard(operation: Operation): Promise<void> {
    if (!this.over.has(operation.id)) this.show(operation, true)
    await this.reread()
  }

  /** Sends a refused operation again; over a conflict, what was written here replaces what somebody else has. */
  async retry(id: string): Promise<void> {
    const refused = this.operations.find((one) => one.id === id)
    if (refused?.state !== 'refused') return
    const { problem: _, conflict, sentVersion: __, ...rest } = refused
    const seen = conflict?.version !== undefined && { version: conflict.version }
    const basis = rest.basis && conflict && { ...rest.basis, ...seen, before: conflict.theirs }
    // An undo now takes back what stands there.
    const body = rest.body?.takesBack && conflict ? { ...rest.body, takesBack: conflict.theirs } : rest.body
    const operation: Operation = { ...rest, ...(basis && { basis }), ...(body && { body }), state: 'waiting' }
    await this.ports.outbox.replace(operation)
    this.show(operation, true)
    await this.reread()
    this.ports.tell({ type: 'queued', operation })
    this.sending.soon()
  }

  async discard(id: string): Promise<void> {
    const operation = this.operations.find((one) => one.id === id)
    if (!operation || (operation.state === 'waiting' && operation.sentVersion !== undefined)) return
    await this.ports.outbox.remove(id)
    this.show(operation, false)
    await this.reread()
    this.ports.tell({ type: 'reread' })
  }

  /** An operation is over: its effects give way to what came of it, and whoever waits is told. */
  async finish({ operation, answer }: Ended): Promise<void> {
    this.over.add(operation.id)
    this.show(operation, false)
    const waiting = this.waiting.get(operation.id)
    this.waiting.delete(operation.id)
    const isHere = waiting !== undefined || this.ports.isSeen()
    if ((operation.overwrote || operation.met?.overwrote) && isHere) this.listener.onOverwrote(operation)
    if ((operation.conflict || operation.met?.left) && isHere) this.listener.onMet(operation)
    if (operation.state === 'sent') waiting?.resolve(answer)
    else if (!waiting) {
      if (this.ports.isSeen() && !operation.conflict) this.listener.onRefused(operation)
    } else {
      // Whoever stands there is told and still has what they wrote; a conflict is kept to be looked at.
      const isAsked = operation.conflict !== undefined
      if (!isAsked) await this.ports.outbox.remove(operation.id)
      this.ports.tell({ type: 'reread' })
      const problem = operation.problem ?? { status: 0, kind: 'unexpected', title: 'It was refused' }
      waiting.reject(new Refusal({ ...problem, isAsked }))
    }
    await this.reread()
  }

  /** Lays it over the rows, or takes it off. */
  show(operation: Operation, isShown: boolean): void {
    for (const entity of ENTITIES) {
      const patches = patchesOf(operation, entity)
      if (patches.length === 0) continue
      const view = anyView(this.views, entity)
      if (isShown) view.begin({ operationId: operation.id, patches: patches as never })
      else view.end(operation.id)
    }
  }

  /** Reads what waits, also what was done before this tab opened, and shows it. */
  async reread(): Promise<void> {
    const all = await this.ports.outbox.all()
    const waiting = all.filter(({ state }) => state === 'waiting')
    const ids = new Set(waiting.map(({ id }) => id))
    // Another tab, or the service worker, may have ended some of them.
    for (const one of this.operations) if (one.state === 'waiting' && !ids.has(one.id)) this.show(one, false)
    for (const one of waiting) this.show(one, true)
    this.operations = all
    this.listener.onOperations(all)
  }

  /** Nobody is to wait for a network that is away: what they did is kept. */
  keepWaiting(): void {
    for (const id of [...this.waiting.keys()]) this.settle(id, undefined)
  }

  private settle(id: string, answer: unknown): void {
    this.waiting.get(id)?.resolve(answer)
    this.waiting.delete(id)
  }
}
