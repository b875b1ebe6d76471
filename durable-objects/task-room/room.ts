import { err } from '../../worker/kernel/result'
import type { Env } from '../../worker/platform/env'
import { PING, PONG } from '../tenant-hub/messages'
import { Alarm } from './alarm'
import { Clients } from './clients'
import { Crowd, type Mark } from './crowd'
import { Kept, type RoomKey } from './kept'
import { Lines } from './lines'
import { LiveText } from './live-text'
import { type Refusal, ROOM_VERSION, readClient, SILENT_AFTER_MS } from './messages'
import { Pace } from './pace'
import { merged, type SharedText } from './shared-text'
import { TaskRecord } from './task-record'

interface Edit {
  readonly socket: WebSocket
  readonly mark: Mark
  readonly number: number
  readonly update: Uint8Array
}

/** What of one connection's edits is taken, to be kept and told. */
type Taken = Pick<Edit, 'mark' | 'number'> & { readonly news: Uint8Array[] }

const TICK_MS = 12 // well below what anybody sees
const MISS_EVERY_MS = 1500
const BUSY_MS = 60_000 // once everybody has been still for as long, the object may sleep, and nobody is missed so quickly
const MISS_STILL_MS = 30_000 // it sleeps after ten seconds in which nothing happened: two thirds of the time

/** Takes edits in, keeps them, tells the others; and tells who is where. */
export class Room {
  private readonly crowd: Crowd
  private readonly kept: Kept
  private readonly clients: Clients
  private readonly alarm: Alarm
  private readonly text: LiveText
  private readonly record: TaskRecord
  private waiting: Edit[] = []
  private ticking: Promise<void> | undefined
  private tickedAt = 0
  private readonly pace = new Pace()
  private readonly lines = new Lines()
  private activeAt = 0

  constructor(state: DurableObjectState, env: Env) {
    this.crowd = new Crowd(state)
    this.kept = new Kept(state.storage)
    this.clients = new Clients(this.kept, this.crowd)
    this.alarm = new Alarm(state.storage)
    this.text = new LiveText(this.kept, this.clients)
    this.record = new TaskRecord(env, this.crowd, this.kept, this.text, this.alarm, () => this.end())
    state.setWebSocketAutoResponse(new WebSocketRequestResponsePair(PING, PONG))
  }

  wake(): Promise<void> {
    return this.alarm.recall()
  }

  accept(key: RoomKey, who: Pick<Mark, 'sessionId' | 'userId' | 'name' | 'mayEdit' | 'line'>): Response {
    this.kept.remember(key)
    this.record.oweLook()
    const { 0: client, 1: server } = new WebSocketPair()
    this.crowd.admit(server, { ...who, isGreeted: false, expiresAt: null, at: null })
    return new Response(null, { status: 101, webSocket: client })
  }

  async onMessage(socket: WebSocket, message: string | ArrayBuffer): Promise<void> {
    const mark = this.crowd.markOf(socket)
    if (!mark) return
    if (this.pace.isTooMuch(socket)) return this.crowd.hangUp(socket, 'too_many')
    const said = readClient(message)
    if (!said) return this.crowd.hangUp(socket, 'not_understood')
    this.crowd.heard(socket)
    this.activeAt = Date.now()
    if (this.crowd.size > 1) this.alarm.by(this.activeAt + MISS_EVERY_MS)
    switch (said.kind) {
      case 'hello':
        if (said.version > ROOM_VERSION) return this.crowd.hangUp(socket, 'not_understood')
        return this.greet(socket, said.stateVector)
      case 'edit':
        if (!mark.isGreeted) return this.crowd.hangUp(socket, 'not_understood')
        this.waiting.push({ socket, mark, number: said.number, update: said.update })
        return this.tick()
      case 'presence': {
        // Said while the text was still being fetched: it is said again after the greeting.
        if (!mark.isGreeted) return
        if (!this.crowd.place(socket, mark, said.update, this.clients.of(mark.userId)))
          return this.crowd.hangUp(socket, 'not_understood')
        const at = this.crowd.markOf(socket)?.at
        if (at) this.clients.claim(at.client, this.text.inMemory)
        return this.tick()
      }
    }
  }

  /** Takes in an edit of somebody who has no line to the room. Answers why not, once it is kept or refused. */
  async write(key: RoomKey, userId: string, update: Uint8Array): Promise<Refusal | 'away' | null> {
    this.kept.remember(key)
    const text = await this.load()
    if (!text) return 'away'
    const result = this.text.take(text, userId, update)
    if (!result.ok) return result.error
    const news = result.value.update
    if (news) {
      this.keep(text, [{ userId, update: news }])
      this.crowd.tellOthers(null, { kind: 'edit', update: news })
    }
    return null
  }

  onClose(socket: WebSocket, code: number): void {
    this.crowd.close(socket, code, '')
  }

  onRecheck(): boolean {
    return this.record.onRecheck()
  }

  async onAlarm(): Promise<void> {
    const now = Date.now()
    const due = this.alarm.rang()
    this.crowd.missSilent(SILENT_AFTER_MS)
    await this.record.onAlarm(now, due)
    if (this.crowd.seesSomebody) this.alarm.by(now + (now - this.activeAt < BUSY_MS ? MISS_EVERY_MS : MISS_STILL_MS))
    if (Number.isFinite(this.crowd.firstExpiry())) this.alarm.by(this.crowd.firstExpiry())
  }

  private async greet(socket: WebSocket, stateVector: Uint8Array): Promise<void> {
    const text = await this.load()
    const mark = this.crowd.markOf(socket)
    // It may have hung up while the text was fetched.
    if (!mark) return
    // Without the text nobody can write: let them come again.
    if (!text) return this.crowd.close(socket, 1013, 'try_again')
    const update = text.since(stateVector)
    if (!update) return this.crowd.hangUp(socket, 'not_understood')
    this.crowd.remark(socket, { ...mark, isGreeted: true })
    const number = this.lines.keptOf(mark)
    if (number !== undefined) this.crowd.send(socket, { kind: 'kept', number })
    this.crowd.send(socket, { kind: 'state', mayEdit: mark.mayEdit, stateVector: text.stateVector(), update })
    this.crowd.tellWhereOthersAre(socket)
    // Between being let in and being here their rights may have changed.
    await this.record.lookIfOwed()
  }

  /**
   * Tells and keeps what came since the last time, in one go: at once where it is quiet; where much is said, with what
   * else comes within the moment. What a room can send is its limit, and so a message holds all there is to tell.
   */
  private tick(): Promise<void> {
    this.ticking ??= scheduler.wait(Math.max(0, this.tickedAt + TICK_MS - Date.now())).then(async () => {
      this.ticking = undefined
      this.tickedAt = Date.now()
      this.crowd.tellMoves()
      if (this.waiting.length === 0) return
      const text = await this.load()
      if (text) this.keepAll(text, this.waiting.splice(0))
    })
    return this.ticking
  }

  private keepAll(text: SharedText, edits: readonly Edit[]): void {
    const taken = new Map<WebSocket, Taken>()
    for (const [i, edit] of edits.entries()) {
      const { socket, number, mark } = edit
      const result = this.take(text, edit)
      if (result.ok) {
        const theirs = taken.get(socket) ?? { mark, number, news: [] }
        if (result.value.update) theirs.news.push(result.value.update)
        for (const client of result.value.clients) this.clients.claim(client, text)
        taken.set(socket, { ...theirs, number })
      } else this.crowd.send(socket, { kind: 'refused', number, because: result.error })
      if (this.text.isStill(text)) continue
      // Spoiled: those before it are kept, those after it begin with what was kept.
      this.waiting.unshift(...edits.slice(i + 1))
      void this.tick()
      break
    }
    const updateOf = ({ news }: Taken) => (news.length > 0 ? merged(news) : null)
    const all = [...taken].map(([socket, one]) => ({ socket, ...one, update: updateOf(one) }))
    const wrote = all.flatMap(({ mark: { userId }, update }) => (update ? [{ userId, update }] : []))
    this.keep(text, wrote)
    // Nothing of this leaves before it is on the disk: the platform holds back what is sent after a write.
    for (const { socket, number, mark } of all) {
      this.lines.keep(mark, number)
      this.crowd.send(socket, { kind: 'kept', number })
    }
    const told = all.flatMap(({ socket, update }) => (update ? [[socket, update] as const] : []))
    this.crowd.tellEach(told, (some) => ({ kind: 'edit', update: merged(some) }))
  }

  private take(text: SharedText, { socket, mark, update }: Edit): ReturnType<LiveText['take']> {
    return (this.crowd.markOf(socket) ?? mark).mayEdit ? this.text.take(text, mark.userId, update) : err('read_only')
  }

  private keep(text: SharedText, wrote: readonly { userId: string; update: Uint8Array }[]): void {
    const now = Date.now()
    this.text.keep(text, wrote, now)
    if (wrote.length > 0) this.record.wrote(now)
  }

  private async load(): Promise<SharedText | undefined> {
    const text = this.text.now()
    if (text) return text
    // Others who come while it is fetched wait for the same.
    await this.record.look()
    return this.text.inMemory
  }

  /** The task is gone, and its text with it. */
  private async end(): Promise<void> {
    this.crowd.hangUpAll('access_lost')
    this.text.forget()
    this.alarm.rang()
    this.clients.forget()
    this.lines.forget()
    await this.kept.forget()
  }
}
