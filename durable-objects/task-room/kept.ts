import { migrate } from '../migrate'
import { MIGRATIONS } from './migrations'
import { merged } from './shared-text'

/** Rows of an object's storage hold 2 MB at most. */
const PIECE = 1_000_000 // bytes
const FOLD_AFTER_ROWS = 200
const FOLD_AFTER_BYTES = 1_000_000

export interface RoomKey {
  readonly tenantId: string
  readonly taskId: string
}

/** What the room of a task keeps: every edit before it is acknowledged, and what Postgres was told of it. */
export class Kept {
  private readonly storage: DurableObjectStorage
  // Since the last folding; after a rest it is counted anew.
  private tail: { rows: number; bytes: number } | undefined

  constructor(storage: DurableObjectStorage) {
    this.storage = storage
    migrate(storage, MIGRATIONS)
  }

  remember({ tenantId, taskId }: RoomKey): void {
    this.storage.sql.exec(
      'insert into room (id, tenant, task) values (1, ?, ?) on conflict (id) do nothing',
      tenantId,
      taskId,
    )
  }

  /** Whose room this is; none before the first socket. */
  key(): RoomKey | undefined {
    return [
      ...this.storage.sql.exec<{ tenantId: string; taskId: string }>(
        'select tenant as "tenantId", task as "taskId" from room',
      ),
    ][0]
  }

  /** Everything that was kept, in the order it is to be applied; null before anything was fetched. */
  load(): Uint8Array[] | null {
    const { sql } = this.storage
    const pieces = [...sql.exec<{ data: ArrayBuffer }>('select data from pieces order by n')]
    const updates = [...sql.exec<{ data: ArrayBuffer }>('select data from updates order by id')]
    if (pieces.length === 0 && updates.length === 0 && this.describedAt() === null) return null
    const whole = pieces.length > 0 ? [joined(pieces.map(({ data }) => new Uint8Array(data)))] : []
    return [...whole, ...updates.map(({ data }) => new Uint8Array(data))]
  }

  /** Keeps edits of people. Whatever is sent after this waits until it is on the disk. */
  add(edits: readonly { userId: string; update: Uint8Array }[], now: number): void {
    // As few statements as can be, however many write: they are most of what a keystroke costs here.
    const updates = edits.map(({ update }) => update)
    const bytes = updates.reduce((sum, { byteLength }) => sum + byteLength, 0)
    this.append(bytes < PIECE ? [merged(updates)] : updates)
    const { sql } = this.storage
    sql.exec('update room set newest = newest + 1, unsaved_since = coalesce(unsaved_since, ?)', now)
    sql.exec(
      `insert into editors (user_id, newest) select value, newest from json_each(?), room where true
        on conflict (user_id) do update set newest = excluded.newest`,
      JSON.stringify([...new Set(edits.map(({ userId }) => userId))]),
    )
  }

  /** Whose the clients are by which something was written; of some that is not known. */
  owners(): Map<number, string> {
    const rows = this.storage.sql.exec<{ client: number; userId: string }>(
      'select client, user_id as "userId" from clients',
    )
    return new Map([...rows].map(({ client, userId }) => [client, userId]))
  }

  own(client: number, userId: string): void {
    this.storage.sql.exec('insert into clients values (?, ?) on conflict do nothing', client, userId)
  }

  /** Keeps what Postgres had, or was told past the room. */
  append(updates: readonly Uint8Array[]): void {
    const tail = this.measured()
    for (const update of updates) {
      this.storage.sql.exec('insert into updates (data) values (?)', update)
      tail.rows++
      tail.bytes += update.byteLength
    }
  }

  /** Folds what was kept edit by edit into one piece, once that is worth it. */
  foldInto(whole: () => Uint8Array): void {
    const { rows, bytes } = this.measured()
    if (rows < FOLD_AFTER_ROWS && bytes < FOLD_AFTER_BYTES) return
    const all = whole()
    this.storage.transactionSync(() => {
      const { sql } = this.storage
      sql.exec('delete from pieces')
      for (let n = 0; n * PIECE < all.byteLength; n++) {
        sql.exec('insert into pieces (n, data) values (?, ?)', n, all.slice(n * PIECE, (n + 1) * PIECE))
      }
      sql.exec('delete from updates')
    })
    this.tail = { rows: 0, bytes: 0 }
  }

  /** Since when Postgres lacks something; null when it has everything. */
  unsavedSince(): number | null {
    const [room] = [...this.storage.sql.exec<{ since: number | null }>('select unsaved_since as since from room')]
    return room?.since ?? null
  }

  /** What Postgres lacks: up to which edit, since when, and whose they are. Null when it has everything. */
  unsaved(): { readonly newest: number; readonly since: number; readonly editors: readonly string[] } | null {
    const { sql } = this.storage
    const [room] = [
      ...sql.exec<{ newest: number; since: number }>(
        'select newest, unsaved_since as since from room where unsaved_since is not null',
      ),
    ]
    if (!room) return null
    const editors = [...sql.exec<{ user_id: string }>('select user_id from editors order by newest')]
    return { ...room, editors: editors.map(({ user_id }) => user_id) }
  }

  /** Notes that Postgres has all up to this edit. */
  saved(newest: number, now: number): void {
    const { sql } = this.storage
    sql.exec('update room set unsaved_since = case when newest > ? then ? end', newest, now)
    sql.exec('delete from editors where newest <= ?', newest)
  }

  /** The version of the task's description that is in the text; null before it was fetched. */
  describedAt(): number | null {
    return [...this.storage.sql.exec<{ at: number | null }>('select described_at as at from room')][0]?.at ?? null
  }

  noteDescribed(version: number): void {
    this.storage.sql.exec('update room set described_at = ?', version)
  }

  owesLook(): boolean {
    return [...this.storage.sql.exec('select 1 from room where owes_look = 1')].length > 0
  }

  noteLook(isOwed: boolean): void {
    this.storage.sql.exec('update room set owes_look = ?', Number(isOwed))
  }

  /** Forgets everything, as if nobody had ever been here. */
  async forget(): Promise<void> {
    await this.storage.deleteAlarm()
    await this.storage.deleteAll()
    migrate(this.storage, MIGRATIONS)
    this.tail = undefined
  }

  private measured(): { rows: number; bytes: number } {
    this.tail ??= this.storage.sql
      .exec<{ rows: number; bytes: number }>(
        'select count(*) as rows, coalesce(sum(length(data)), 0) as bytes from updates',
      )
      .one()
    return this.tail
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { byteLength }) => sum + byteLength, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.byteLength
  }
  return whole
}
