import * as Y from 'yjs'
import { DESCRIPTION, ROOM_VERSION, type RoomMessage } from '../../../../durable-objects/task-room/messages'
import { assertNever } from '../../../../worker/kernel/result'
import { deletionsIn, lackedBy, leaveDeleted, without } from './edits'
import type { WhyRefused } from './kept-text'
import { Line } from './line'
import { PresentHere } from './present'
import { DEVICE, TextCopy } from './text-copy'
import type { Begins, TextListener, TextMessage, TextOf, TextPorts, TextState } from './text-ports'

const ROOM = 'room'
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
  private copy: TextCopy
  private state: TextState
  private lastNumber = 0
  /** The room has all that came before: edits go to it as they are made. */
  private isLive = false
  // Counted with every connection: what was begun for an earlier one is left.
  private connection = 0
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
    this.copy = this.nothingKept()
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
    const known = await this.copy.known()
    const unsent = await this.copy.unsent()
    if (this.isClosed) return
    this.copy.begin(known, unsent)
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
    if (this.copy.own.isEmpty) this.renew()
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

  private nothingKept(): TextCopy {
    return new TextCopy(this.of, this.ports, this.doc, () => {
      this.show({})
      this.ports.tell({ type: 'waiting' })
    })
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
    this.copy.leave()
    this.doc = new Y.Doc()
    this.copy = this.nothingKept()
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
    this.copy.own.add(update, number)
    this.show({})
  }

  private settleSoon(): void {
    this.forgetSettling()
    if (!this.isClosed) this.forgetSettling = this.ports.after(SETTLE_MS, () => void this.settle())
  }

  /** Writes down what the text is now, and then removes what was only kept until the room had it. */
  async settle(): Promise<void> {
    const { state, copy } = this
    const { own } = copy
    if (!state.isKnown || state.ended) return
    if (this.isStale && own.isEmpty && !this.isClosed) return this.renew()
    try {
      await copy.write(state.mayEdit ?? true)
      if (own.isEmpty) await this.takeLeft()
      if (own.isEmpty) await copy.settle()
    } catch {
      // Everything it would have written is with the room, or kept already.
    }
  }

  /** A tab that is gone may have left what it wrote: the room has that already, or is given it now. */
  private async takeLeft(): Promise<void> {
    const { connection, copy } = this
    if (!this.isLive || this.state.mayEdit === false) return
    const unsent = await copy.unsent()
    if (connection !== this.connection || !this.isLive || this.isClosed) return
    const gained = copy.take(unsent)
    if (gained.length > 0) this.send(Y.mergeUpdates([...gained]))
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
        this.copy.own.kept(message.number)
        this.show({})
        if (this.copy.own.isEmpty) this.settleSoon()
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
    const { connection, copy } = this
    const { own } = copy
    // What was deleted here while away, and is deleted there as well, somebody else has deleted.
    const deleted = without(deletionsIn(own.update), deletionsIn(own.arrivedWhere(stateVector)))
    leaveDeleted(this.undo, without(deleted, without(deleted, deletionsIn(update))))
    Y.applyUpdate(this.doc, update, ROOM)
    this.show({ line: 'live', isKnown: true, mayEdit })
    this.present.set({})
    // Tabs that are gone may have left something since.
    const unsent = await copy.unsent()
    if (connection !== this.connection || this.isClosed) return
    copy.take(unsent)
    if (!mayEdit) {
      if (!copy.isEmpty) return this.refuse('read_only')
      this.isLive = true
      return
    }
    const lacked = lackedBy(this.doc, stateVector, update)
    this.isLive = true
    const number = ++this.lastNumber
    own.replace(lacked, number)
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
    const text = await this.copy.refuse(because)
    this.ports.tell({ type: 'refused', taskId: this.taskId })
    this.ports.tell({ type: 'waiting' })
    this.listener.onRefused(text)
    if (!this.isClosed) this.renew()
  }

  private async end(why: 'access_lost' | 'not_understood'): Promise<void> {
    this.isLive = false
    this.show({ ended: why, line: 'unreachable' })
    if (why === 'not_understood') return
    if (!this.copy.isEmpty) return this.refuse(why)
    await this.copy.forget()
    if (!this.isClosed) this.renew()
  }

  private show(changed: Partial<TextState>): void {
    const { isLive } = this
    const { own } = this.copy
    const saved = own.isSaved ? 'kept' : 'unkept'
    this.state = { ...this.state, ...changed, own: own.isEmpty ? 'sent' : isLive ? 'sending' : saved }
    this.listener.onState(this.state)
  }
}
