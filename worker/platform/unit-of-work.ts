import { type SQL, sql } from 'drizzle-orm'
import type { BatchItem } from 'drizzle-orm/batch'
import type { Actor } from '../kernel/actor'
import type { Change, Job } from '../kernel/change'
import { newId } from '../kernel/ids'
import { type Database, databaseError, isDatabaseAway } from './db'
import type { Env } from './env'
import { newsOf } from './news'

/** Whose eyes a batch sees with. */
export type Viewpoint =
  /** A person: their session, rights and scope are checked by the database in the same batch. */
  | { readonly as: 'actor'; readonly actor: Actor }
  /** Background work and sign-in, inside one tenant. */
  | { readonly as: 'system'; readonly tenantId: string; readonly userId?: string | undefined }
  /** Sign-in before a tenant is known: reaches only what is identified by what was presented. */
  | {
      readonly as: 'identity'
      readonly email?: string | undefined
      readonly tokenHash?: string | undefined
      readonly identityId?: string | undefined
      readonly sessionId?: string | undefined
    }
  /** Finds unfinished work of every tenant: ids only. */
  | { readonly as: 'sweeper' }

type Query = BatchItem<'pg'>
type Answer<Q extends Query> = Q['_']['result']
interface Pending {
  readonly query: Query
  readonly resolve: (rows: never) => void
  readonly reject: (reason: unknown) => void
}

/** What a commit left to be told and sent. */
export interface Committed {
  /** Of its newest change. */
  readonly seq: number | null
  /** Its changes, as the hub tells them. */
  readonly news: string | null
  /** For their queues. */
  readonly jobs: readonly { readonly id: string; readonly job: Pick<Job, 'kind'> }[]
}

/** Names the refusal that a broken constraint stands for. */
export type Translation = Readonly<Record<string, { readonly kind: string }>>

/** A guard found the row changed since it was read: the use case runs again on what is there now. */
export class LostRace extends Error {}
/** The operation's id is taken: by a twin that was carried out meanwhile, which is seen when it runs again, or by somebody else. */
export class OperationTaken extends LostRace {}
/** The person's session ended, or their rights changed since the access token was made. */
export class AccessLost extends Error {
  readonly reason: 'session_ended' | 'access_changed'

  constructor(reason: 'session_ended' | 'access_changed') {
    super(reason)
    this.reason = reason
  }
}
/** The database did not answer. Nothing is lost by that, but after a commit nobody knows whether it was carried out. */
export class DatabaseAway extends Error {
  readonly isInDoubt: boolean

  constructor(isInDoubt: boolean, cause: unknown) {
    super('the database did not answer', { cause })
    this.isInDoubt = isInDoubt
  }
}
/** A constraint that stands for a refusal was broken: see `Translation`. */
export class Refused extends Error {
  readonly refusal: { readonly kind: string }

  constructor(refusal: { readonly kind: string }) {
    super(refusal.kind)
    this.refusal = refusal
  }
}

/**
 * One use case's dealings with the database. Reads asked for in the same turn travel in one batch; writes
 * are only collected, and `commit` sends them as one atomic batch. Every batch first takes on the viewpoint.
 */
export class UnitOfWork {
  readonly db: Database
  readonly viewpoint: Viewpoint
  readonly requestId: string
  readonly now: Date
  private readonly bindings: Env | undefined
  private readonly isSnapshot: boolean
  /** Batches sent: each is one round trip to the database. */
  roundTrips = 0
  /** Milliseconds spent waiting for the database. */
  waitedMs = 0
  private pending: Pending[] = []
  private readonly writes: SQL[] = []
  private readonly changes: Change[] = []
  private readonly promised: { readonly id: string; readonly job: Job }[] = []
  private readonly promising = new Map<SQL, Job['kind']>()
  private translation: Record<string, { readonly kind: string }> = {}
  private entered: string | undefined

  constructor(
    db: Database,
    viewpoint: Viewpoint,
    options: { requestId?: string; now?: Date; env?: Env | undefined; snapshot?: boolean } = {},
  ) {
    this.db = db
    this.viewpoint = viewpoint
    this.requestId = options.requestId ?? crypto.randomUUID()
    this.now = options.now ?? new Date()
    this.bindings = options.env
    this.isSnapshot = options.snapshot ?? false
  }

  get tenantId(): string {
    if (this.entered !== undefined) return this.entered
    if (this.viewpoint.as === 'actor') return this.viewpoint.actor.tenantId
    if (this.viewpoint.as === 'system') return this.viewpoint.tenantId
    throw new Error(`no tenant is entered ${this.viewpoint.as}`)
  }

  /** What else than the database a use case's ports reach: object storage, queues. */
  get env(): Env {
    if (!this.bindings) throw new Error('this unit of work was given no bindings')
    return this.bindings
  }

  get actor(): Actor {
    if (this.viewpoint.as === 'actor') return this.viewpoint.actor
    throw new Error(`nobody in particular acts here: ${this.viewpoint.as}`)
  }

  /** Reads with the next batch, which leaves when the present turn of the event loop has asked for all it wants. */
  read<Q extends Query>(query: Q): Promise<Answer<Q>> {
    return new Promise<Answer<Q>>((resolve, reject) => {
      if (this.pending.length === 0) queueMicrotask(() => queueMicrotask(() => void this.flush()))
      this.pending.push({ query, resolve: resolve as Pending['resolve'], reject })
    })
  }

  /** Reads rows of raw SQL; name the columns as the type says. */
  async rows<Row>(query: SQL): Promise<Row[]> {
    const result = await this.read(this.db.execute(query))
    return result.rows as Row[]
  }

  /** Collects a write. `translation` names the refusals that its constraints stand for. */
  write(statement: SQL, translation: Translation = {}): void {
    this.writes.push(statement)
    Object.assign(this.translation, translation)
  }

  /** Collects a write that goes before the others: what breaks there is told before anything that follows from it. */
  writeFirst(statement: SQL): void {
    this.writes.unshift(statement)
  }

  /**
   * Collects a write that must touch exactly `rows` rows, or the whole batch is undone and the use case runs
   * again. The statement must end in `returning …`.
   */
  guard(statement: SQL, translation: Translation = {}, rows = 1): void {
    this.write(sql`with guarded as (${statement}) select app.expect(count(*), ${rows}) from guarded`, translation)
  }

  /**
   * Writes what follows, changes included, as a company: the one sign-up makes, or that signing in or joining enters.
   */
  enterTenant(tenantId: string, userId?: string): void {
    this.entered = tenantId
    this.write(continueAsSystem(tenantId, userId))
  }

  emit(change: Change): void {
    this.changes.push(change)
  }

  /** Records a change at this place in the batch, not at its end: for batches that write as several companies. */
  record(change: Change): void {
    this.write(appendChange(change, this.requestId, this.now))
  }

  /** Promises background work: kept with the write, sent to its queue after the commit. */
  enqueue(job: Job): void {
    this.promised.push({ id: newId(), job })
  }

  /** Collects a write that itself promises jobs: it answers their ids as `job`. */
  writePromising(kind: Job['kind'], statement: SQL): void {
    this.promising.set(statement, kind)
    this.write(statement)
  }

  get hasWrites(): boolean {
    return this.writes.length + this.changes.length + this.promised.length > 0
  }

  /** Sends what was collected as one atomic batch. */
  async commit(): Promise<Committed> {
    if (!this.hasWrites) return { seq: null, news: null, jobs: [] }
    const news = newsOf(this.changes, this.now)
    // Changes come last: they take the tenant's head lock, which is best held for the shortest time.
    const statements = [
      ...this.writes,
      ...this.promised.map(
        ({ id, job }) => sql`select app.enqueue(${id}, ${job.kind}, ${job.key}, ${JSON.stringify(job.payload)}::jsonb,
          now() + interval '30 seconds') as job`,
      ),
      ...this.changes.map((change) => appendChange(change, this.requestId, this.now)),
      ...(news ? [continueAsSystem(this.tenantId), news] : []),
    ].map((statement) => this.db.execute(statement))
    try {
      const results = (await this.send(statements)) as {
        rows: { seq?: string | number; job?: string; news?: string }[]
      }[]
      const from = this.writes.length
      const jobs = this.promised.map(({ id, job }, i) => ({ id: results[from + i]?.rows[0]?.job ?? id, job }))
      const byWrites = this.writes.flatMap((statement, i) => {
        const kind = this.promising.get(statement)
        return kind ? (results[i]?.rows ?? []).map(({ job }) => ({ id: job as string, job: { kind } })) : []
      })
      const newest = from + jobs.length + this.changes.length - 1
      const seq = this.changes.length > 0 ? Number(results[newest]?.rows[0]?.seq) : null
      return { seq, news: news && (results.at(-1)?.rows[0]?.news ?? null), jobs: [...jobs, ...byWrites] }
    } catch (error) {
      throw isDatabaseAway(error) ? new DatabaseAway(true, error) : this.translate(error)
    }
  }

  private async flush(): Promise<void> {
    const asked = this.pending
    this.pending = []
    try {
      const answers = await this.send(asked.map(({ query }) => query))
      asked.forEach(({ resolve }, i) => {
        resolve(answers[i] as never)
      })
    } catch (error) {
      const translated = isDatabaseAway(error) ? new DatabaseAway(false, error) : this.translate(error)
      for (const { reject } of asked) reject(translated)
    }
  }

  private async send(queries: readonly Query[]): Promise<unknown[]> {
    // Said before anything is read, or not at all: each statement of a batch sees the same moment.
    const first = this.isSnapshot ? [sql`set transaction isolation level repeatable read`] : []
    const enter = [...first, ...takeOn(this.viewpoint)].map((statement) => this.db.execute(statement))
    const started = performance.now()
    this.roundTrips++
    try {
      const all = [...enter, ...queries] as unknown as [Query, ...Query[]]
      return ((await this.db.batch(all)) as unknown[]).slice(enter.length)
    } finally {
      this.waitedMs += performance.now() - started
    }
  }

  private translate(error: unknown): unknown {
    const known = databaseError(error)
    if (!known) return error
    if (known.code === 'SO401') {
      return new AccessLost(known.message.includes('access_changed') ? 'access_changed' : 'session_ended')
    }
    const refusal = known.constraint === undefined ? undefined : this.translation[known.constraint]
    if (refusal) return new Refused(refusal)
    // A guard, a serialisation failure, a deadlock, or the same operation committed by a twin.
    if (known.code === 'SO409' || known.code === '40001' || known.code === '40P01') return new LostRace(known.message)
    if (known.constraint === 'operations_tenant_id_id_pk') return new OperationTaken('operation already carried out')
    return error
  }
}

function setting(name: string, value: string | undefined): SQL {
  return sql`set_config(${name}, ${value ?? ''}, true)`
}

function takeOn(viewpoint: Viewpoint): SQL[] {
  switch (viewpoint.as) {
    case 'actor': {
      const { tenantId, userId, sessionId, accessVersion } = viewpoint.actor
      // Evaluated left to right: `app.enter` reads what the first three have set.
      return [
        sql`select ${setting('app.tenant_id', tenantId)}, ${setting('app.user_id', userId)},
          ${setting('app.session_id', sessionId)}, set_config('role', app.enter(${accessVersion}), true)`,
      ]
    }
    case 'system':
      return [
        sql`select ${setting('app.tenant_id', viewpoint.tenantId)}, ${setting('app.user_id', viewpoint.userId)},
          set_config('role', 'app_system', true)`,
      ]
    case 'identity':
      return [
        sql`select ${setting('app.email', viewpoint.email)}, ${setting('app.token_hash', viewpoint.tokenHash)},
          ${setting('app.identity_id', viewpoint.identityId)}, ${setting('app.session_id', viewpoint.sessionId)},
          set_config('role', 'app_identity', true)`,
      ]
    case 'sweeper':
      return [sql`select set_config('role', 'app_sweeper', true)`]
  }
}

function continueAsSystem(tenantId: string, userId?: string): SQL {
  return sql`select ${setting('app.tenant_id', tenantId)}, ${setting('app.user_id', userId)}, set_config('role', 'app_system', true)`
}

function appendChange(change: Change, requestId: string, at: Date): SQL {
  const json = (value: unknown) => (value == null ? sql`null` : sql`${JSON.stringify(value)}::jsonb`)
  return sql`select app.append_change(${change.type}, ${change.entity}, ${change.entityId}::uuid, ${json(change.before)},
    ${json(change.after)}, ${change.audience}, ${change.ownerBefore ?? null}::uuid, ${change.ownerAfter ?? null}::uuid,
    ${requestId}, ${at.toISOString()}::timestamptz, ${change.people ? sql`array(select jsonb_array_elements_text(${JSON.stringify(change.people)}::jsonb)::uuid)` : sql`null`}) as seq`
}
