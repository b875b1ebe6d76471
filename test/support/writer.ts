import { exports } from 'cloudflare:workers'
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from 'y-protocols/awareness'
import * as Y from 'yjs'
import {
  DESCRIPTION,
  decodeRoom,
  encodeClient,
  type Refusal,
  ROOM_VERSION,
  type RoomMessage,
} from '../../durable-objects/task-room/messages'
import { PONG } from '../../durable-objects/tenant-hub/messages'
import type { Person } from './actors'

/** The socket the Worker answers with, or its refusal. */
export function openRoom(taskId: string, headers: Record<string, string>, line?: string): Promise<Response> {
  const url = `https://app.test/api/v1/tasks/${taskId}/room${line ? `?line=${line}` : ''}`
  return exports.default.fetch(url, { headers: { upgrade: 'websocket', ...headers } })
}

/** Somebody who writes in the room of a task, with a document of their own: what they wrote and nobody kept is sent again. */
export class Writer {
  readonly doc = new Y.Doc()
  readonly presence = new Awareness(this.doc)
  readonly heard: RoomMessage[] = []
  readonly refusals: { readonly number: number; readonly because: Refusal }[] = []
  closed: { readonly code: number; readonly reason: string } | undefined
  mayEdit: boolean | undefined
  /** Edits that were sent on this connection, and how far they are kept. */
  sent = 0
  kept = 0
  /** How often a ping was answered. */
  pongs = 0
  private readonly person: Person
  private readonly taskId: string
  private socket: WebSocket | undefined
  private waiting: (() => void)[] = []

  constructor(person: Person, taskId: string) {
    this.person = person
    this.taskId = taskId
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'room') this.send(update)
    })
    this.presence.on('update', (_: unknown, origin: unknown) => {
      if (origin === 'local' && this.socket) this.sayWhereIAm()
    })
  }

  /** Comes in and has been told everything. */
  static async in(taskId: string, person: Person): Promise<Writer> {
    const writer = new Writer(person, taskId)
    await writer.enter()
    return writer
  }

  get text(): string {
    return this.doc.getText(DESCRIPTION).toString()
  }

  get isIn(): boolean {
    return this.socket !== undefined
  }

  async enter(): Promise<void> {
    const { webSocket, status } = await openRoom(this.taskId, { authorization: `Bearer ${this.person.token}` })
    if (!webSocket) throw new Error(`the room was refused with ${status}`)
    this.socket = webSocket
    this.closed = undefined
    this.sent = 0
    this.kept = 0
    let isTold = false
    webSocket.binaryType = 'arraybuffer'
    webSocket.addEventListener('message', ({ data }) => {
      if (this.socket !== webSocket) return
      if (data === PONG) {
        this.pongs++
        return this.wake()
      }
      const message = decodeRoom(new Uint8Array(data as ArrayBuffer))
      if (!message) throw new Error('the room said something no client knows')
      isTold ||= message.kind === 'state'
      this.take(message)
    })
    webSocket.addEventListener('close', ({ code, reason }) => {
      if (this.socket !== webSocket) return
      this.closed = { code, reason }
      this.socket = undefined
      this.wake()
    })
    webSocket.accept()
    const stateVector = Y.encodeStateVector(this.doc)
    this.say(encodeClient({ kind: 'hello', version: ROOM_VERSION, stateVector }))
    await this.until(() => isTold || this.closed !== undefined)
  }

  type(at: number, text: string): void {
    const shared = this.doc.getText(DESCRIPTION)
    shared.insert(Math.min(at, shared.length), text)
  }

  erase(at: number, length: number): void {
    const shared = this.doc.getText(DESCRIPTION)
    const from = Math.min(at, shared.length)
    shared.delete(from, Math.min(length, shared.length - from))
  }

  send(update: Uint8Array): void {
    if (this.socket) this.say(encodeClient({ kind: 'edit', number: ++this.sent, update }))
  }

  sayWhereIAm(): void {
    this.say(encodeClient({ kind: 'presence', update: encodeAwarenessUpdate(this.presence, [this.presence.clientID]) }))
  }

  say(bytes: Uint8Array | string): void {
    this.socket?.send(bytes)
  }

  /** The names of the others who are here. */
  others(): string[] {
    return [...this.presence.getStates()]
      .filter(([client]) => client !== this.presence.clientID)
      .map(([, state]) => (state as { user?: { name?: string } }).user?.name ?? '')
      .sort()
  }

  leave(): void {
    const { socket } = this
    this.socket = undefined
    socket?.close(1000)
  }

  async allKept(): Promise<void> {
    await this.until(() => this.kept === this.sent || this.closed !== undefined)
  }

  /** Waits until something that was heard makes it so. */
  async until(isSo: (writer: this) => boolean): Promise<void> {
    while (!isSo(this)) await new Promise<void>((resolve) => this.waiting.push(resolve))
  }

  private take(message: RoomMessage): void {
    this.heard.push(message)
    switch (message.kind) {
      case 'state': {
        this.mayEdit = message.mayEdit
        Y.applyUpdate(this.doc, message.update, 'room')
        // What the room lacks, of which some may have been kept without word of it.
        const lacking = Y.encodeStateAsUpdate(this.doc, message.stateVector)
        if (message.mayEdit && lacking.byteLength > 2) this.send(lacking)
        break
      }
      case 'edit':
        Y.applyUpdate(this.doc, message.update, 'room')
        break
      case 'presence':
        applyAwarenessUpdate(this.presence, message.update, 'room')
        break
      case 'kept':
        this.kept = message.number
        break
      case 'refused':
        this.refusals.push(message)
        break
      case 'rights':
        this.mayEdit = message.mayEdit
    }
    this.wake()
  }

  private wake(): void {
    const woken = this.waiting
    this.waiting = []
    for (const resolve of woken) resolve()
  }
}
