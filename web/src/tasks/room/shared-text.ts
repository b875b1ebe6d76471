import * as Y from 'yjs'
import { DESCRIPTION, ROOM_VERSION, type RoomMessage } from '../../../../durable-objects/task-room/messages'
import { assertNever } from '../../../../worker/kernel/result'
import { deletionsIn, lackedBy, leaveDeleted, without, wordsOf } from './edits'
import type { RefusedText, UnsentText, WhyRefused } from './kept-text'
import { Line } from './line'
import { OwnEdits } from './own-edits'
import { PresentHere } from './present'
import type { Begins, TextListener, TextMessage, TextOf, TextPorts, TextState } from './text-ports'

const ROOM = 'room'
const DEVICE = 'device'
const SETTLE_MS = 500 // a copy written with every letter is written in vain

/** One task's text in one tab: kept on this device, sent to the room, and shown as everybody's edits make it. */
export class SharedText {
  doc = new Y.Doc()
  present: PresentHere
  undo: Y.UndoManager
  private readonly of: TextOf
  private readonly ports: TextPorts
  private readonly listener: TextListener
  private readonly line: Line
  private own: OwnEdits
  private state: TextState
  private lastNumber = 0
  /** The room has all that came before: edits go to it as they are made. */
  private isLive = false
  // Counted with every connection: what was begun for an earlier one is left.
  private connection = 0
  /** Of other tabs, gone or not, that the room was given by this one. */
  private others: readonly UnsentText[] = []
  // Sent in the background by nobody who knew the rest of the text: what is written down of it holds them.
  private pieces: readonly string[] = []
  private isStale = false
  private forgetSettling = () => {}
  private isClosed = false

  constructor(of: TextOf, ports: TextPorts, listener: TextListener) {
    this.of = of
    this.ports = ports
    this.listener = listener
    this.state = { line: 'connecting', isKnown: false, mayEdit: undefined, own: 'sent', ended: undefined }
    this.line = new Line(ports, {
      onOpen: () => this.hello(),
      onMessage: (message) => this.hear(message),
      onCut: (how) => this.cut(how),
      onEnd: (why) => void this.end(why),
    })
    this.own = this.noEdits()
    this.present = this.nobody()
    this.undo = this.begin()
  }

  get taskId(): string {
    return this.of.taskId
  }

  get text(): Y.Text {
    return this.doc.getText(DESCRIPTION)
  }

  get current(): TextState {
    return this.state
  }

  /** Shows what this device has and goes to the room. */
  async open(begins: Begins = 'somehow'): Promise<void> {
    const known = await this.ports.keeper?.known(this.taskId).catch(() => undefined)
    const unsent = await this.unsentHere()
    if (this.isClosed) return
    for (const update of known?.updates ?? []) Y.applyUpdate(this.doc, update, DEVICE)
    this.pieces = known?.pieces ?? []
    this.take(unsent)
    this.own.adopt(unsent.map(({ update }) => update))
    this.show({ isKnown: known !== undefined || begins !== 'somehow', mayEdit: known?.mayEdit })
    if (begins !== 'new') this.line.start()
  }

  /** The server knows the task by now. */
  connect(): void {
    if (!this.isClosed && !this.state.ended) this.line.start()
  }

  /** Somebody looks again, or the network may have come or gone. */
  check(): void {
    this.line.check()
    // Whoever was silent for a while is gone for the others.
    this.present.set({})
  }

  /** What another tab of the same person says. */
  onTab(message: TextMessage): void {
    if (message.type === 'waiting' || message.taskId !== this.taskId || this.isClosed) return
    if (message.type === 'edit') {
      // While this tab is with the room too, it comes from there: in order, and only if it is taken. Or not at all, if the
      // other tab is gone before it got there: what it kept is looked for a little later.
      if (this.isLive && message.isSent) {
        this.settleSoon()
        return
      }
      Y.applyUpdate(this.doc, message.update, DEVICE)
      if (this.isLive) this.send(message.update)
      return
    }
    // Its words are kept, but they are still in the text here, from which they must not be sent again.
    this.isStale = true
    if (this.own.isEmpty) this.renew()
  }

  /** Leaves the room; resolves when all of it is on the disk. */
  async close(): Promise<void> {
    if (this.isClosed) return
    this.isClosed = true
    this.present.leave()
    this.line.stop()
    this.forgetSettling()
    await this.settle()
    this.leaveDoc()
  }

  // --- the document -------------------------------------------------------------------------------------------------

  private begin(): Y.UndoManager {
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin === ROOM || origin === DEVICE) this.settleSoon()
      else this.wrote(update)
    })
    return new Y.UndoManager(this.text, { trackedOrigins: new Set() })
  }

  private nobody(): PresentHere {
    return new PresentHere(this.doc, {
      // The room hears of nobody it has not greeted; where we are is said once it has.
      say: (update) => this.state.line === 'live' && this.line.say({ kind: 'presence', update }),
      onOthers: (others) => {
        this.line.setCompany(others.size > 0)
        this.listener.onOthers(others)
      },
      after: (ms, run) => this.ports.after(ms, run),
    })
  }

  private noEdits(): OwnEdits {
    const { ports, of } = this
    return new OwnEdits(
      ports.newId(),
      ports.keeper,
      () => ({ taskId: of.taskId, title: of.title(), at: new Date(ports.now()).toISOString() }),
      () => {
        this.show({})
        ports.tell({ type: 'waiting' })
      },
    )
  }

  private leaveDoc(): void {
    this.undo.destroy()
    this.doc.destroy()
  }

  /** Leaves a document with what the room does not take, for the room's own. */
  private renew(): void {
    this.line.stop()
    this.present.leave()
    this.leaveDoc()
    this.connection++
    this.isLive = false
    this.isStale = false
    this.others = []
    this.pieces = []
    this.doc = new Y.Doc()
    this.own = this.noEdits()
    this.present = this.nobody()
    this.undo = this.begin()
    this.listener.onRenewed()
    this.show({ isKnown: false, line: 'connecting' })
    this.connect()
  }

  private wrote(update: Uint8Array): void {
    this.send(update)
    this.ports.tell({ type: 'edit', taskId: this.taskId, update, isSent: this.isLive })
  }

  private send(update: Uint8Array): void {
    const number = this.isLive ? ++this.lastNumber : undefined
    if (number !== undefined) this.line.say({ kind: 'edit', number, update })
    this.own.add(update, number)
    this.show({})
  }

  private take(unsent: readonly UnsentText[]): void {
    this.others = unsent.filter(({ id }) => id !== this.own.id)
    for (const { update } of this.others) Y.applyUpdate(this.doc, update, DEVICE)
  }

  private async unsentHere(): Promise<readonly UnsentText[]> {
    const all = (await this.ports.keeper?.unsent().catch(() => [])) ?? []
    return all.filter(({ taskId }) => taskId === this.taskId)
  }

  private settleSoon(): void {
    this.forgetSettling()
    if (!this.isClosed) this.forgetSettling = this.ports.after(SETTLE_MS, () => void this.settle())
  }

  /** Writes down what the text is now, and then removes what was only kept until the room had it. */
  async settle(): Promise<void> {
    const { taskId, state, own, pieces } = this
    if (!state.isKnown || state.ended) return
    if (this.isStale && own.isEmpty && !this.isClosed) return this.renew()
    try {
      const update = Y.encodeStateAsUpdate(this.doc)
      await this.ports.keeper?.know({ taskId, update, mayEdit: state.mayEdit ?? true, pieces })
      if (this.pieces === pieces) this.pieces = []
      if (own.isEmpty) await this.takeLeft()
      if (!own.isEmpty) return
      const { others } = this
      await own.settle(others)
      if (this.others === others) this.others = []
    } catch {
      // Everything it would have written is with the room, or kept already.
    }
  }

  /** A tab that is gone may have left what it wrote: the room has that already, or is given it now. */
  private async takeLeft(): Promise<void> {
    const { connection } = this
    if (!this.isLive || this.state.mayEdit === false) return
    const unsent = await this.unsentHere()
    if (connection !== this.connection || !this.isLive || this.isClosed) return
    const gained: Uint8Array[] = []
    const gain = (update: Uint8Array) => void gained.push(update)
    this.doc.on('update', gain)
    this.take(unsent)
    this.doc.off('update', gain)
    if (gained.length > 0) this.send(Y.mergeUpdates(gained))
  }

  // --- the room -----------------------------------------------------------------------------------------------------

  private hello(): void {
    this.connection++
    this.line.say({ kind: 'hello', version: ROOM_VERSION, stateVector: Y.encodeStateVector(this.doc) })
  }

  private hear(message: RoomMessage): void {
    switch (message.kind) {
      case 'state':
        void this.meet(message)
        break
      case 'edit':
        leaveDeleted(this.undo, deletionsIn(message.update))
        Y.applyUpdate(this.doc, message.update, ROOM)
        break
      case 'presence':
        this.present.hear(message.update)
        break
      case 'kept':
        this.own.kept(message.number)
        this.show({})
        if (this.own.isEmpty) this.settleSoon()
        break
      case 'refused':
        void this.refuse(message.because)
        break
      case 'rights':
        this.show({ mayEdit: message.mayEdit })
        break
      default:
        assertNever(message)
    }
  }

  private async meet({ mayEdit, stateVector, update }: Extract<RoomMessage, { kind: 'state' }>): Promise<void> {
    const { connection } = this
    // What was deleted here while away, and is deleted there as well, somebody else has deleted.
    const own = without(deletionsIn(this.own.update), deletionsIn(this.own.arrivedWhere(stateVector)))
    leaveDeleted(this.undo, without(own, without(own, deletionsIn(update))))
    Y.applyUpdate(this.doc, update, ROOM)
    this.show({ line: 'live', isKnown: true, mayEdit })
    this.present.set({})
    // Tabs that are gone may have left something since.
    const unsent = await this.unsentHere()
    if (connection !== this.connection || this.isClosed) return
    this.take(unsent)
    if (!mayEdit) {
      if (!this.own.isEmpty || this.others.length > 0) return this.refuse('read_only')
      this.isLive = true
      return
    }
    const lacked = lackedBy(this.doc, stateVector, update)
    this.isLive = true
    const number = ++this.lastNumber
    this.own.replace(lacked, number)
    if (lacked) this.line.say({ kind: 'edit', number, update: lacked })
    this.show({})
    this.settleSoon()
  }

  private cut(how: 'lost' | 'unreachable'): void {
    this.isLive = false
    this.connection++
    this.present.forgetOthers()
    this.show({ line: how === 'unreachable' || this.state.line === 'unreachable' ? 'unreachable' : 'connecting' })
  }

  // --- refusals -----------------------------------------------------------------------------------------------------

  /** Whatever was not acknowledged is refused as a whole: what came later was written onto what is not taken. */
  private async refuse(because: WhyRefused): Promise<void> {
    this.connection++
    this.isLive = false
    this.line.stop()
    const { keeper } = this.ports
    await this.own.rest()
    const text: RefusedText = {
      id: this.ports.newId(),
      taskId: this.taskId,
      title: this.of.title(),
      because,
      // Who may still see it has all of it as they left it; who may not, what they wrote themselves.
      words: because === 'access_lost' ? wordsOf(this.text, this.own.update) : this.text.toString(),
      at: new Date(this.ports.now()).toISOString(),
    }
    const refused = [{ id: this.own.id }, ...this.others]
    await keeper?.refuse(text, refused).catch(() => {})
    await keeper?.forget(this.taskId).catch(() => {})
    this.ports.tell({ type: 'refused', taskId: this.taskId })
    this.ports.tell({ type: 'waiting' })
    this.listener.onRefused(text)
    if (!this.isClosed) this.renew()
  }

  private async end(why: 'access_lost' | 'not_understood'): Promise<void> {
    this.isLive = false
    this.show({ ended: why, line: 'unreachable' })
    if (why === 'not_understood') return
    if (!this.own.isEmpty || this.others.length > 0) return this.refuse(why)
    await this.ports.keeper?.forget(this.taskId).catch(() => {})
    if (!this.isClosed) this.renew()
  }

  private show(changed: Partial<TextState>): void {
    const { own, isLive } = this
    const saved = own.isSaved ? 'kept' : 'unkept'
    this.state = { ...this.state, ...changed, own: own.isEmpty ? 'sent' : isLive ? 'sending' : saved }
    this.listener.onState(this.state)
  }
}
