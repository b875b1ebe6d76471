import { newId, type TaskId } from '../../worker/kernel/ids'
import { err } from '../../worker/kernel/result'
import { accessOf } from '../../worker/organization'
import { systemUnit } from '../../worker/platform/background'
import type { Env } from '../../worker/platform/env'
import { errorFields, log } from '../../worker/platform/log'
import { LostRace } from '../../worker/platform/unit-of-work'
import { liveTask, saveText } from '../../worker/tasks'
import { Looks } from '../looks'
import { PING, PONG } from '../tenant-hub/messages'
import { Alarm } from './alarm'
import { Clients } from './clients'
import { Crowd, type Mark } from './crowd'
import { Kept, type RoomKey } from './kept'
import { Lines } from './lines'
import { type Refusal, ROOM_VERSION, readClient, SILENT_AFTER_MS } from './messages'
import { Pace } from './pace'
import { rewriting } from './rewriting'
import { merged, SharedText, Spoiled } from './shared-text'

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
const SAVE_AFTER_MS = 3000 // of quiet
const SAVE_WITHIN_MS = 12_000 // however steadily people write
const MOST_RACES = 10

/** Takes edits in, keeps them, tells the others; and tells who is where. */
export class Room {
  private readonly env: Env
  private readonly crowd: Crowd
  private readonly kept: Kept
  private readonly clients: Clients
  private readonly alarm: Alarm
  // Only a cache of what is kept.
  private text: SharedText | undefined
  private readonly looks: Looks
  private savesNext = false
  // Somebody came in whose rights were not looked at from here.
  private isLookOwed = false
  // The hub says when to look, until it was told that nobody is here.
  private isWatched = false
  private waiting: Edit[] = []
  private ticking: Promise<void> | undefined
  private tickedAt = 0
  private readonly pace = new Pace()
  private readonly lines = new Lines()
  private activeAt = 0
  private editedAt = 0

  constructor(state: DurableObjectState, env: Env) {
    this.env = env
    this.crowd = new Crowd(state)
    this.kept = new Kept(state.storage)
    this.clients = new Clients(this.kept, this.crowd)
    this.alarm = new Alarm(state.storage)
    this.looks = new Looks(
      () => this.lookUntilItHolds(),
      (error, retryIn) => {
        log('warn', 'room.not_looked', { ...this.kept.key(), ...errorFields(error) })
        this.kept.noteLook(true)
        this.alarm.by(Date.now() + retryIn)
      },
    )
    state.setWebSocketAutoResponse(new WebSocketRequestResponsePair(PING, PONG))
  }

  wake(): Promise<void> {
    return this.alarm.recall()
  }

  accept(key: RoomKey, who: Pick<Mark, 'sessionId' | 'userId' | 'name' | 'mayEdit' | 'line'>): Response {
    this.kept.remember(key)
    this.isLookOwed = true
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
        if (at) this.clients.claim(at.client, this.text)
        return this.tick()
      }
    }
  }

  /** Takes in an edit of somebody who has no line to the room. Answers why not, once it is kept or refused. */
  async write(key: RoomKey, userId: string, update: Uint8Array): Promise<Refusal | 'away' | null> {
    this.kept.remember(key)
    const text = await this.load()
    if (!text) return 'away'
    const result = this.taken(text, userId, update)
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
    this.isWatched = this.crowd.size > 0
    // The hub is not to wait: what is found here may be news to it.
    if (this.isWatched) void this.look()
    return this.isWatched
  }

  async onAlarm(): Promise<void> {
    const now = Date.now()
    const due = this.alarm.rang()
    this.crowd.missSilent(SILENT_AFTER_MS)
    const unsaved = this.kept.unsaved()
    const isInTheMiddle = unsaved && now - this.editedAt < SAVE_AFTER_MS && now - unsaved.since < SAVE_WITHIN_MS
    if (isInTheMiddle && due !== null && now >= due) this.saveSoon()
    else if (unsaved || this.kept.owesLook() || this.crowd.firstExpiry() <= now) await this.look(true)
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
    if (this.isLookOwed) await this.look()
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
      if (this.text === text) continue
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

  private take(text: SharedText, { socket, mark, update }: Edit): ReturnType<SharedText['take']> {
    return (this.crowd.markOf(socket) ?? mark).mayEdit ? this.taken(text, mark.userId, update) : err('read_only')
  }

  private taken(text: SharedText, userId: string, update: Uint8Array): ReturnType<SharedText['take']> {
    try {
      return text.take(update, this.clients.of(userId))
    } catch (error) {
      if (!(error instanceof Spoiled)) throw error
      this.text = undefined
      return err('not_understood')
    }
  }

  private keep(text: SharedText, wrote: readonly { userId: string; update: Uint8Array }[]): void {
    if (wrote.length > 0) {
      this.editedAt = Date.now()
      this.kept.add(wrote, this.editedAt)
      this.saveSoon()
    }
    if (this.text === text) this.kept.foldInto(() => text.state())
  }

  private async load(): Promise<SharedText | undefined> {
    const text = this.loaded()
    if (text) return text
    // Others who come while it is fetched wait for the same.
    await this.look()
    return this.text
  }

  private loaded(): SharedText | undefined {
    const kept = this.text ? null : this.kept.load()
    if (kept) this.text = new SharedText(kept)
    return this.text
  }

  /** Looks at Postgres. */
  private look(saves = false): Promise<void> {
    this.savesNext ||= saves
    return this.looks.ask()
  }

  private async lookUntilItHolds(): Promise<void> {
    const saves = this.savesNext
    this.savesNext = false
    for (let races = 0; ; races++) {
      try {
        await this.lookOnce(saves)
        if (this.kept.owesLook()) this.kept.noteLook(false)
        return
      } catch (error) {
        if (!(error instanceof LostRace) || races >= MOST_RACES) throw error
      }
    }
  }

  /** Reads who may be here and what was written past the room, and writes down what was written in it. */
  private async lookOnce(saves: boolean): Promise<void> {
    const key = this.kept.key()
    if (!key) return
    this.isLookOwed = false
    if (!this.isWatched && this.crowd.size > 0) {
      // Before it is read who may do what, so that nothing falls between.
      await this.env.TENANT_HUB.getByName(key.tenantId).watch(key.tenantId, key.taskId)
      this.isWatched = true
    }
    const unit = systemUnit(this.env, key.tenantId, newId())
    const sessions = new Set([...this.crowd.entries()].map(([, { sessionId }]) => sessionId))
    const [live, access] = await Promise.all([
      liveTask(unit, key.taskId as TaskId, this.kept.describedAt()),
      accessOf(unit, [...sessions]),
    ])
    if (!live) return this.end()
    if (live.task.deletedAt === null) this.crowd.confirm(live.task, access, sessions)
    else this.crowd.hangUpAll('access_lost')
    const text = this.loaded() ?? new SharedText()
    const fetched = live.text?.state ?? null
    const isNewer = live.describedAt !== this.kept.describedAt()
    const rewritten =
      isNewer && live.text?.describedAt !== live.describedAt
        ? rewriting(fetched, live.task.description, live.describedAt)
        : null
    const unsaved = saves || rewritten ? this.kept.unsaved() : null
    let describedAt = live.describedAt
    if (rewritten || unsaved) {
      // As it would be: should this fail, it is worked out anew on what is there then.
      const next = fetched || rewritten ? new SharedText(present([text.state(), fetched, rewritten])) : text
      const written = { description: next.text, state: next.state(), editors: unsaved?.editors ?? [] }
      describedAt = await saveText(this.env, key.tenantId, live, written)
    }
    this.takeIn(this.loaded() ?? text, present([fetched, rewritten]))
    this.kept.noteDescribed(describedAt)
    if (unsaved) this.kept.saved(unsaved.newest, Date.now())
    if (this.kept.unsaved()) this.saveSoon()
  }

  /** Takes in what Postgres had, and tells everybody. */
  private takeIn(text: SharedText, updates: readonly Uint8Array[]): void {
    const news = updates.flatMap((update) => text.apply(update) ?? [])
    this.kept.append(news)
    for (const update of news) this.crowd.tellOthers(null, { kind: 'edit', update })
    this.text = text
  }

  /** Postgres is to have what was written after a moment of quiet, and soon even without one. */
  private saveSoon(): void {
    const now = Date.now()
    const since = this.kept.unsavedSince() ?? now
    this.alarm.by(Math.min(Math.max(now, this.editedAt + SAVE_AFTER_MS), since + SAVE_WITHIN_MS))
  }

  /** The task is gone, and its text with it. */
  private async end(): Promise<void> {
    this.crowd.hangUpAll('access_lost')
    this.text = undefined
    this.alarm.rang()
    this.clients.forget()
    this.lines.forget()
    await this.kept.forget()
  }
}

function present(updates: readonly (Uint8Array | null)[]): Uint8Array[] {
  return updates.filter((update) => update !== null)
}
