import { DurableObject } from 'cloudflare:workers'
import { neon, neonConfig } from '@neondatabase/serverless'
import { Hono } from 'hono'

interface Env {
  readonly DATABASE_URL: string
  readonly NEON_LOCAL: string
  readonly ROOM: DurableObjectNamespace<BareRoom>
}

const COLUMNS = `id, title, customer_id, owner_id, pipeline_id, stage_id, status, amount_minor, currency, expected_close_on,
  priority, next_step, next_step_on, opened_at, stage_entered_at, last_activity_at, closed_at, version`

let database: ReturnType<typeof neon> | undefined

/** Opens the isolate's handle once, as the product does. */
function sql({ DATABASE_URL, NEON_LOCAL }: Env) {
  neonConfig.fetchEndpoint = `http://${NEON_LOCAL}/sql`
  database ??= neon(DATABASE_URL)
  return database
}

/** One query under the very scope the product would have, with who asks taken from the address as it is. */
async function scoped(
  env: Env,
  who: { tenant: string; user: string; session: string; access: string },
  text: string,
  values: unknown[],
) {
  const run = sql(env)
  const [, rows] = await run.transaction([
    run.query(
      `select set_config('app.tenant_id', $1, true), set_config('app.user_id', $2, true),
        set_config('app.session_id', $3, true), set_config('role', app.enter($4), true)`,
      [who.tenant, who.user, who.session, who.access],
    ),
    run.query(text, values),
  ])
  return rows
}

/** Inserts each message, says so to whoever sent it, and passes it on to all others. */
export class BareRoom extends DurableObject<Env> {
  constructor(state: DurableObjectState, env: Env) {
    super(state, env)
    state.storage.sql.exec('create table if not exists messages (id integer primary key, data blob not null)')
  }

  override fetch(): Response {
    const { 0: client, 1: server } = new WebSocketPair()
    this.ctx.acceptWebSocket(server)
    return new Response(null, { status: 101, webSocket: client })
  }

  override webSocketMessage(from: WebSocket, message: ArrayBuffer): void {
    this.ctx.storage.sql.exec('insert into messages (data) values (?)', message)
    from.send('kept')
    for (const to of this.ctx.getWebSockets()) if (to !== from) to.send(message)
  }
}

const app = new Hono<{ Bindings: Env }>()
  .get('/api/deal/:tenant/:user/:session/:access/:id', async (c) => {
    const { id, ...who } = c.req.param()
    const text = `select ${COLUMNS} from opportunities where tenant_id = $1 and id = $2`
    return c.json(await scoped(c.env, who, text, [who.tenant, id]))
  })
  .get('/api/deals/:tenant/:user/:session/:access/:count', async (c) => {
    const { count, ...who } = c.req.param()
    const text = `select ${COLUMNS} from opportunities where tenant_id = $1 and status = 'open'
      order by id desc limit $2`
    return c.json(await scoped(c.env, who, text, [who.tenant, Number(count)]))
  })
  .get('/api/room', (c) => c.env.ROOM.getByName('one').fetch(c.req.raw))

export default app
