import { newerThan } from '../../worker/kernel/client-version'
import type { SessionAccess } from '../../worker/organization'
import { systemSnapshot } from '../../worker/platform/background'
import type { Env } from '../../worker/platform/env'
import { errorFields, log } from '../../worker/platform/log'
import { newestScores } from '../../worker/sales'
import { Looks } from '../looks'
import { isAlikeForAll, tell } from './audience'
import { type Brought, Carried } from './carried'
import { type HeardPage, hear } from './changes'
import { newestSeq, noteSeq, noteTold, rememberTenant, tenantOf, toldSeq } from './journal'
import { ClientMessage, HANG_UP_CODES, type HangUp, type HubMessage, PING, PONG } from './messages'

/** Kept with the socket, since memory does not outlive hibernation. */
interface Mark {
  readonly sessionId: string
  /** Said in a hello that is not answered yet. */
  readonly asked?: number
  /** Is told of every change from the one the hub has told on. */
  readonly isLive?: true
}

const MAX_BEHIND = 2000 // changes; past this, fetching the working set anew is less work
const MAX_SOCKETS_A_SESSION = 50 // a browser needs one; whoever opens more has lost count of them
const MAX_MESSAGE = 1000
export const LOOK_EVERY_MS = 60_000

/**
 * Tells every open socket of what its person may see. The database is the truth: a round reads what the log holds past
 * what was told, so a publish that is lost, late or repeated changes nothing but when.
 */
export class Stream {
  private readonly state: DurableObjectState
  private readonly env: Env
  // Only a cache: after hibernation everybody's rights are read anew.
  private readonly access = new Map<string, SessionAccess>()
  private readonly looks: Looks
  private readonly carried = new Carried()
  // The newest that a listener was told in answer to a hello: the others may be further behind.
  private furthest = 0
  // Forgotten between two looks, never during one: whose rights are not known is told nothing of what it found.
  private isAccessOld = false
  // A hello alone is no reason to read what the others were told already.
  private isNews = false

  constructor(state: DurableObjectState, env: Env) {
    this.state = state
    this.env = env
    this.looks = new Looks(
      () => this.lookOnce(),
      (error, retryIn) => {
        this.isNews = true
        log('warn', 'hub.not_told', { tenantId: tenantOf(state.storage.sql), ...errorFields(error) })
        return this.lookWithin(retryIn)
      },
    )
    state.setWebSocketAutoResponse(new WebSocketRequestResponsePair(PING, PONG))
  }

  /** Takes in a socket of somebody the Worker has let in. */
  async accept(tenantId: string, sessionId: string): Promise<Response> {
    rememberTenant(this.state.storage.sql, tenantId)
    const { 0: client, 1: server } = new WebSocketPair()
    this.state.acceptWebSocket(server, [sessionId])
    mark(server, { sessionId })
    if (this.state.getWebSockets(sessionId).length > MAX_SOCKETS_A_SESSION) hangUp(server, 'too_many')
    else await this.lookWithin(LOOK_EVERY_MS)
    return new Response(null, { status: 101, webSocket: client })
  }

  async onMessage(socket: WebSocket, message: string | ArrayBuffer): Promise<void> {
    const said = typeof message === 'string' && message.length <= MAX_MESSAGE ? parse(message) : null
    if (!said) return hangUp(socket, 'not_understood')
    const newer = said.client === undefined ? undefined : newerThan(said.client)
    if (newer === 'needed') return hangUp(socket, 'client_too_old')
    if (newer) sendTo(socket, JSON.stringify({ type: 'newer' } satisfies HubMessage))
    mark(socket, { sessionId: markOf(socket).sessionId, asked: said.lastSeq })
    await this.look()
  }

  /** Told after a commit, with the news themselves where it could bring them. */
  async onPublish(seq: number, news: Brought): Promise<void> {
    this.isNews = true
    if (this.listeners().length > 0) {
      this.carried.note(seq, news)
      await this.look()
    }
    // Written down last: all that leaves an object waits for what it wrote before.
    noteSeq(this.state.storage.sql, seq)
  }

  /** Deals that were scored anew, without a change. */
  async onScored(ids: readonly string[]): Promise<void> {
    const tenantId = tenantOf(this.state.storage.sql)
    const live = this.listeners().filter(({ isLive }) => isLive)
    if (!tenantId || live.length === 0) return
    // After hibernation nobody's rights are known.
    this.isNews = true
    await this.look()
    try {
      const scores = await newestScores(systemSnapshot(this.env, tenantId), ids)
      this.send(live, true, ({ people }) => {
        const theirs = scores.filter(({ ownerId }) => people === null || people.includes(ownerId))
        return theirs.length === 0 ? null : { type: 'scores', scores: theirs.map(({ id, score }) => ({ id, score })) }
      })
    } catch (error) {
      // Scores are derived: the next one, or the next start, brings them.
      log('warn', 'hub.scores_not_told', { tenantId, ...errorFields(error) })
    }
  }

  /** Closes the gap that a lost publish left, and finds the sessions that ran out. */
  async onAlarm(): Promise<void> {
    if (this.state.getWebSockets().length === 0) return
    this.isAccessOld = true
    this.isNews = true
    await this.lookWithin(LOOK_EVERY_MS)
    await this.look()
  }

  /** Looks at the log. */
  look(): Promise<void> {
    return this.looks.ask()
  }

  private async lookOnce(): Promise<void> {
    if (this.isAccessOld) this.access.clear()
    this.isAccessOld = false
    if (this.isNews) await this.tellListeners()
    await this.answerHellos()
  }

  private async tellListeners(): Promise<void> {
    const { sql } = this.state.storage
    this.isNews = false
    for (let more = true; more; ) {
      const live = this.listeners().filter(({ isLive }) => isLive)
      if (live.length === 0) return
      const told = toldSeq(sql)
      const carried = this.broughtAlong(told, live)
      const page = carried ?? (await this.hear(told, live))
      // Whoever said hello meanwhile is answered with all of it.
      const still = this.listeners().filter(({ isLive }) => isLive)
      if (page.changes.length > 0) this.send(still, isAlikeForAll(page), (viewer) => tell(viewer, page, told))
      noteTold(sql, page.seq)
      more = carried ? this.carried.hasMoreThan(page.seq) : page.more
    }
  }

  /** A page that need not be read: nobody's rights changed in it, so that those that are known hold. */
  private broughtAlong(told: number, live: readonly Listener[]): HeardPage | undefined {
    const page = this.carried.after(told)
    // To whoever is further it would say what they had before.
    if (!page || page.seq < this.furthest) return undefined
    return live.every(({ sessionId }) => this.access.has(sessionId)) ? page : undefined
  }

  private async answerHellos(): Promise<void> {
    const { sql } = this.state.storage
    for (;;) {
      const asking = this.listeners().flatMap((one) => (one.asked === undefined ? [] : [{ ...one, asked: one.asked }]))
      if (asking.length === 0) return
      const head = Math.max(newestSeq(sql), toldSeq(sql))
      const near = asking.filter(({ asked }) => head - asked <= MAX_BEHIND)
      const since = Math.min(...(near.length > 0 ? near : asking).map(({ asked }) => asked))
      const page = await this.hear(since, asking)
      for (const { socket, sessionId, asked } of asking) {
        // It may have hung up, or said another hello, while this was read.
        if (markOf(socket).asked !== asked) continue
        const viewer = this.access.get(sessionId)
        if (!viewer) continue
        const isLost = asked > page.head || page.head - asked > MAX_BEHIND
        const answer: HubMessage = isLost ? { type: 'resync', because: 'behind' } : tell(viewer, page, asked)
        if (answer.type === 'resync') mark(socket, { sessionId })
        else if (page.more) mark(socket, { sessionId, asked: Math.max(asked, page.seq) })
        else {
          mark(socket, { sessionId, isLive: true })
          this.furthest = Math.max(this.furthest, page.seq)
        }
        sendTo(socket, JSON.stringify(answer))
      }
      if (page.more) continue
      // The first to listen begins where it is; others have been told less and are told the rest next.
      const others = this.listeners().filter(({ isLive, socket }) => isLive && !asking.some((a) => a.socket === socket))
      if (others.length === 0) noteTold(sql, page.seq)
      else if (page.seq > toldSeq(sql)) {
        this.isNews = true
        this.looks.again()
      }
      noteSeq(sql, page.head)
    }
  }

  /** Reads a page, with the rights of those whose rights are not known or may have changed; hangs up on who has none. */
  private async hear(since: number, listeners: readonly Listener[]): Promise<HeardPage> {
    const tenantId = tenantOf(this.state.storage.sql)
    if (!tenantId) throw new Error('a hub with sockets knows whose it is')
    const asked = new Set(listeners.map(({ sessionId }) => sessionId).filter((id) => !this.access.has(id)))
    let page = await hear(this.env, tenantId, since, [...asked])
    if (page.isAboutAccess) {
      // Those who were known may not be what they were: read again, so that rows and rights are of one moment.
      this.access.clear()
      for (const { sessionId } of this.listeners()) asked.add(sessionId)
      page = await hear(this.env, tenantId, since, [...asked])
    }
    for (const one of page.access) this.access.set(one.sessionId, one)
    for (const sessionId of asked) if (!this.access.has(sessionId)) this.end(sessionId)
    return page
  }

  private end(sessionId: string): void {
    for (const socket of this.state.getWebSockets(sessionId)) hangUp(socket, 'session_ended')
  }

  /** Sends each viewer what `tellOf` makes for them; people who see the same are told the same text. */
  private send(
    listeners: readonly Listener[],
    isAlike: boolean,
    tellOf: (viewer: SessionAccess) => HubMessage | null,
  ): void {
    const texts = new Map<string, { text: string; isResync: boolean } | null>()
    for (const { socket, sessionId } of listeners) {
      const viewer = this.access.get(sessionId)
      if (!viewer) continue
      const key = isAlike && viewer.scope === 'tenant' ? viewer.roleId : viewer.userId
      let told = texts.get(key)
      if (told === undefined) {
        const message = tellOf(viewer)
        told = message && { text: JSON.stringify(message), isResync: message.type === 'resync' }
        texts.set(key, told)
      }
      if (!told) continue
      // Until it has fetched everything and says hello again, a change would meet rows it does not belong to.
      if (told.isResync) mark(socket, { sessionId })
      sendTo(socket, told.text)
    }
  }

  private listeners(): Listener[] {
    return this.state.getWebSockets().flatMap((socket) => {
      const { sessionId, asked, isLive } = markOf(socket)
      return socket.readyState === WebSocket.OPEN && (asked !== undefined || isLive)
        ? [{ socket, sessionId, asked, isLive: isLive === true }]
        : []
    })
  }

  async lookWithin(ms: number): Promise<void> {
    const at = Date.now() + ms
    const set = await this.state.storage.getAlarm()
    if (set === null || set > at) await this.state.storage.setAlarm(at)
  }
}

interface Listener {
  readonly socket: WebSocket
  readonly sessionId: string
  readonly asked: number | undefined
  readonly isLive: boolean
}

function parse(text: string): ClientMessage | null {
  try {
    return ClientMessage.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}

function mark(socket: WebSocket, value: Mark): void {
  socket.serializeAttachment(value)
}

function markOf(socket: WebSocket): Mark {
  return socket.deserializeAttachment() as Mark
}

function sendTo(socket: WebSocket, text: string): void {
  try {
    socket.send(text)
  } catch {
    // It closed a moment ago; whoever it was comes back and says how far they are.
  }
}

function hangUp(socket: WebSocket, why: HangUp): void {
  try {
    socket.close(HANG_UP_CODES[why], why)
  } catch {
    // Closed already.
  }
}
