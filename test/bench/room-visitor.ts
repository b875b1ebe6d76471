import WebSocket from 'ws'
import * as Y from 'yjs'
import type { LocalDatabase } from '../../drizzle/local/open'
import { encodeClient, ROOM_VERSION } from '../../durable-objects/task-room/messages'
import { newId } from '../../worker/kernel/ids'
import type { BigCompany, SignedIn } from './big-company'

/** A task that the first so many reps may edit. */
export async function aSharedTask(db: LocalDatabase, { tenantId, reps }: BigCompany, editors: number): Promise<string> {
  const id = newId()
  const [owner, ...others] = reps.slice(0, editors).map(({ userId }) => userId)
  await db.query(
    `insert into tasks (tenant_id, id, title, assigned_to, assigned_by, visibility) values ($1, $2, 'T', $3, $3, 'public')`,
    [tenantId, id, owner],
  )
  await db.query(
    `insert into task_collaborators (tenant_id, task_id, user_id, can_edit) select $1, $2, x, true
      from jsonb_array_elements_text($3::jsonb) p, cast(p as uuid) x`,
    [tenantId, id, JSON.stringify(others)],
  )
  return id
}

export interface Inside {
  readonly socket: WebSocket
  onMessage: (bytes: Uint8Array) => void
}

/** Comes into a room and has been told what there is. */
export function inside(url: string, { token }: Pick<SignedIn, 'token'>): Promise<Inside> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { headers: { authorization: `Bearer ${token}` } })
    const one: Inside = { socket, onMessage: () => resolve(one) }
    socket.on('error', reject)
    socket.on('close', () => reject(new Error('hung up')))
    socket.on('message', (data: Buffer) => one.onMessage(new Uint8Array(data)))
    socket.on('open', () => {
      const stateVector = Y.encodeStateVector(new Y.Doc())
      socket.send(encodeClient({ kind: 'hello', version: ROOM_VERSION, stateVector }))
    })
  })
}
