import { sql } from 'drizzle-orm'
import { systemUnit } from '../../worker/platform/background'
import type { Env } from '../../worker/platform/env'
import { errorFields, log } from '../../worker/platform/log'
import { Looks } from '../looks'
import { type Brought, Carried } from './carried'
import type { HeardPage } from './changes'

/** What happened since a change, as far as rooms go. */
interface News {
  readonly head: number
  /** Somebody's rights or session may have changed. */
  readonly isAboutAccess: boolean
  readonly tasks: readonly string[]
}

/**
 * Has the open rooms of a company look again when their task changed, or who may do what. The rooms themselves ask the
 * database: here it is only known that they should.
 */
export class Rooms {
  private readonly db: SqlStorage
  private readonly env: Env
  private readonly tenantId: () => string | undefined
  private readonly looks: Looks
  private readonly carried = new Carried()

  constructor(db: SqlStorage, env: Env, tenantId: () => string | undefined, retryIn: (ms: number) => Promise<void>) {
    this.db = db
    this.env = env
    this.tenantId = tenantId
    this.looks = new Looks(
      () => this.tellRooms(),
      (error, ms) => {
        log('warn', 'hub.rooms_not_told', { tenantId: tenantId(), ...errorFields(error) })
        return retryIn(ms)
      },
    )
  }

  get isEmpty(): boolean {
    return [...this.db.exec('select 1 from rooms limit 1')].length === 0
  }

  /** From now on a room hears of what concerns it, until it says that nobody is there. It looks once more itself. */
  watch(taskId: string): void {
    const { db } = this
    // Of what happened before, nobody was to be told.
    if (this.isEmpty) db.exec('delete from rooms_told')
    db.exec(
      `insert into rooms (task, watched) values (?, 1)
        on conflict (task) do update set watched = rooms.watched + 1`,
      taskId,
    )
  }

  /** Told after a commit, with the news themselves where it could bring them. */
  async onPublish(seq: number, news: Brought): Promise<void> {
    if (this.isEmpty) return
    this.carried.note(seq, news)
    await this.look()
  }

  /** Looks at the log. */
  look(): Promise<void> {
    return this.looks.ask()
  }

  private async tellRooms(): Promise<void> {
    const { db } = this
    const tenantId = this.tenantId()
    if (!tenantId || this.isEmpty) return
    const told = [...db.exec<{ seq: number }>('select seq from rooms_told')][0]?.seq ?? null
    const carried = told === null ? undefined : this.carried.after(told)
    const news = carried ? newsIn(carried) : await newsSince(this.env, tenantId, told)
    const open = [...db.exec<{ task: string; watched: number }>('select task, watched from rooms')]
    const concerned = new Set(news.tasks)
    const isForAll = told === null || news.isAboutAccess
    await Promise.all(
      open
        .filter(({ task }) => isForAll || concerned.has(task))
        .map(async ({ task, watched }) => {
          const isOpen = await this.env.TASK_ROOM.getByName(`${tenantId}/${task}`).recheck()
          // Somebody may have come in since it was asked.
          if (!isOpen) db.exec('delete from rooms where task = ? and watched = ?', task, watched)
        }),
    )
    db.exec(
      'insert into rooms_told (id, seq) values (1, ?) on conflict (id) do update set seq = excluded.seq',
      news.head,
    )
    if (carried && this.carried.hasMoreThan(news.head)) this.looks.again()
  }
}

function newsIn({ seq, isAboutAccess, changes }: HeardPage): News {
  const tasks = changes.flatMap(({ entity, entityId }) => (entity === 'task' ? [entityId] : []))
  return { head: seq, isAboutAccess, tasks: [...new Set(tasks)] }
}

async function newsSince(env: Env, tenantId: string, told: number | null): Promise<News> {
  const unit = systemUnit(env, tenantId, crypto.randomUUID())
  const [news] = await unit.rows<News>(sql`
    select h.seq::float8 as head,
      exists (select from change_log where tenant_id = h.tenant_id and seq > ${told} and seq <= h.seq
        and (entity in ('user','role','tenant') or (entity = 'session' and type <> 'session.started'))) as "isAboutAccess",
      array(select distinct entity_id from change_log where tenant_id = h.tenant_id and seq > ${told} and seq <= h.seq
        and entity = 'task') as tasks
    from tenant_heads h where h.tenant_id = ${tenantId}`)
  return news ?? { head: 0, isAboutAccess: true, tasks: [] }
}
