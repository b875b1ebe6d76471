import { DurableObject } from 'cloudflare:workers'
import type { Env } from '../../worker/platform/env'
import type { RoomKey } from './kept'
import type { Refusal } from './messages'
import { Room } from './room'

/** One per task that is open: people write its text together, and see where the others are. */
export class TaskRoom extends DurableObject<Env> {
  private readonly room: Room

  constructor(state: DurableObjectState, env: Env) {
    super(state, env)
    this.room = new Room(state, env)
    void state.blockConcurrencyWhile(() => this.room.wake())
  }

  /** A socket of somebody the Worker has let in; it says whom in headers that no client's request can bring here. */
  override fetch(request: Request): Response {
    const said = (name: string) => {
      const value = request.headers.get(name)
      if (value === null) throw new Error(`the Worker says ${name} of whose socket this is`)
      return value
    }
    return this.room.accept(
      { tenantId: said('x-tenant'), taskId: said('x-task') },
      {
        sessionId: said('x-session'),
        userId: said('x-user'),
        name: decodeURIComponent(said('x-name')),
        mayEdit: said('x-may-edit') === 'true',
        line: said('x-line'),
      },
    )
  }

  override webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): Promise<void> {
    return this.room.onMessage(socket, message)
  }

  override webSocketClose(socket: WebSocket, code: number): void {
    // 1005 and 1006 say how it ended and cannot be sent.
    this.room.onClose(socket, code === 1005 || code === 1006 ? 1000 : code)
  }

  override alarm(): Promise<void> {
    return this.room.onAlarm()
  }

  /** Told when the task or anybody's rights may have changed. Answers whether anybody is here to be told of it. */
  recheck(): boolean {
    return this.room.onRecheck()
  }

  /** An edit of somebody the Worker found may edit, who is not here: kept once this answers null, or else refused. */
  write(key: RoomKey, userId: string, update: Uint8Array): Promise<Refusal | 'away' | null> {
    return this.room.write(key, userId, update)
  }

  override webSocketError(socket: WebSocket): void {
    this.room.onClose(socket, 1011)
  }
}
