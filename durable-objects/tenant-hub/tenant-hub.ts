import { DurableObject } from 'cloudflare:workers'
import type { Env } from '../../worker/platform/env'
import { migrate } from '../migrate'
import { brought } from './carried'
import { newestSeq, rememberTenant, tenantOf } from './journal'
import { claim, release } from './leases'
import { MIGRATIONS } from './migrations'
import { Rooms } from './rooms'
import { LOOK_EVERY_MS, Stream } from './stream'

/** One per tenant: tells open sockets of every committed change, and lets one expensive job of a kind run at a time. */
export class TenantHub extends DurableObject<Env> {
  private readonly stream: Stream
  private readonly rooms: Rooms

  constructor(state: DurableObjectState, env: Env) {
    super(state, env)
    migrate(state.storage, MIGRATIONS)
    this.stream = new Stream(state, env)
    this.rooms = new Rooms(
      state.storage.sql,
      env,
      () => tenantOf(state.storage.sql),
      (ms) => this.stream.lookWithin(ms),
    )
  }

  /** A socket of somebody the Worker has authenticated; it says whose in headers that no client's request can bring here. */
  override fetch(request: Request): Promise<Response> {
    const tenantId = request.headers.get('x-tenant')
    const sessionId = request.headers.get('x-session')
    if (!tenantId || !sessionId) throw new Error('the Worker says whose socket this is')
    return this.stream.accept(tenantId, sessionId)
  }

  override webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): Promise<void> {
    return this.stream.onMessage(socket, message)
  }

  override webSocketClose(socket: WebSocket, code: number): void {
    try {
      // 1005 and 1006 say how it ended and cannot be sent.
      socket.close(code === 1005 || code === 1006 ? 1000 : code)
    } catch {
      // The platform has answered already.
    }
  }

  override async alarm(): Promise<void> {
    // It is set once for both: who has nothing to look at does not ask for the next.
    if (!this.rooms.isEmpty) await this.stream.lookWithin(LOOK_EVERY_MS)
    await Promise.all([this.stream.onAlarm(), this.rooms.look()])
  }

  /** Told after each commit, with what it changed if it knows. Late, repeated and out-of-order calls are harmless. */
  async publish(seq: number, news: string | null = null): Promise<void> {
    const told = brought(news)
    await Promise.all([this.stream.onPublish(seq, told), this.rooms.onPublish(seq, told)])
  }

  /** A room has somebody in it: from now on it is told to look again when its task or anybody's rights may have changed. */
  async watch(tenantId: string, taskId: string): Promise<void> {
    rememberTenant(this.ctx.storage.sql, tenantId)
    this.rooms.watch(taskId)
    await this.stream.lookWithin(LOOK_EVERY_MS)
  }

  /** Told after deals were scored without anything having happened to them. */
  scored(ids: readonly string[]): Promise<void> {
    return this.stream.onScored(ids)
  }

  /** The newest change this hub has heard of; the database's own head is the truth. */
  newestSeq(): number {
    return newestSeq(this.ctx.storage.sql)
  }

  /** Takes the tenant's lease on a kind of work; false while another holder's has not run out. */
  claim(kind: string, holder: string, ttlMs: number): boolean {
    return claim(this.ctx.storage.sql, kind, holder, Date.now(), ttlMs)
  }

  release(kind: string, holder: string): void {
    release(this.ctx.storage.sql, kind, holder)
  }
}
