import type { LocalDatabase } from '../../drizzle/local/open'
import * as schema from '../../drizzle/schema'
import type { Actor } from '../../worker/kernel/actor'
import {
  newId,
  type OpportunityId,
  type PipelineId,
  type StageId,
  type TenantId,
  type UserId,
} from '../../worker/kernel/ids'
import type { SigningKeys } from '../../worker/local/secrets'
import { BUILT_IN } from '../../worker/organization/domain/role'
import { signAccessToken } from '../../worker/platform/tokens'
import { manyDeals } from '../support/many-deals'

export interface SignedIn {
  readonly userId: string
  readonly sessionId: string
  readonly accessVersion: number
  readonly token: string
  /** A deal they may see. */
  readonly dealId: string
}

export interface BigCompany {
  readonly tenantId: string
  /** Each with some two hundred open deals of their own. */
  readonly reps: readonly SignedIn[]
  /** Each sees all ten thousand. */
  readonly admins: readonly SignedIn[]
  /** Where an open deal may stand. */
  readonly openStages: readonly string[]
  /** Tokens live for minutes: made anew before each round. */
  signIn(): Promise<void>
}

const REPS = 50
const ADMINS = 20 // enough that nobody comes near the reads a minute that one person has

/** A company of a hundred thousand deals, a tenth of them open, and everybody in it signed in. */
export async function bigCompany(
  db: LocalDatabase,
  { keys, origin, deals }: { keys: SigningKeys; origin: string; deals: number },
): Promise<BigCompany> {
  const tenantId = newId<TenantId>()
  await db.orm.insert(schema.tenants).values({ id: tenantId, name: 'Big', slug: 'big' })
  await db.orm.insert(schema.tenantHeads).values({ tenantId })
  const roles = BUILT_IN.map((role) => ({ ...role, tenantId, id: newId(), permissions: [...role.permissions] }))
  await db.orm.insert(schema.roles).values(roles)
  const roleOf = (key: string) => roles.find((role) => role.key === key)! // all are built in
  const join = async (key: string): Promise<Actor> => {
    const { id: roleId, scope, permissions } = roleOf(key)
    const [userId, identityId] = [newId<UserId>(), newId()]
    await db.orm.insert(schema.identities).values({ id: identityId, email: `${userId}@example.com`, passwordHash: '-' })
    await db.orm
      .insert(schema.users)
      .values({ tenantId, id: userId, identityId, email: `${userId}@example.com`, name: key, roleId })
    return { tenantId, userId, identityId, scope, permissions, accessVersion: 1 } as unknown as Actor
  }
  const rep = await join('sales_rep')
  await Promise.all(Array.from({ length: ADMINS }, () => join('org_admin')))
  const pipelineId = newId<PipelineId>()
  await db.orm
    .insert(schema.pipelines)
    .values({ tenantId, id: pipelineId, name: 'Sales', position: 0, isDefault: true })
  const drawn = { lead: 'open', proposal: 'open', negotiation: 'open', won: 'won', lost: 'lost' } as const
  const stages = Object.entries(drawn).map(([name, status], position) => {
    return { tenantId, pipelineId, id: newId<StageId>(), name, status, position }
  })
  await db.orm.insert(schema.stages).values(stages)
  const byName = Object.fromEntries(stages.map(({ name, id }) => [name, id])) as Record<keyof typeof drawn, StageId>
  await manyDeals({ database: db, tenantId, rep, pipelineId, stages: byName }, deals)

  // Those who own the deals were placeholders until now: they join.
  await db.query(
    `insert into identities (id, email, password_hash)
      select id, id || '@example.com', '-' from users where tenant_id = $1 and status = 'placeholder'`,
    [tenantId],
  )
  await db.query(
    `update users set status = 'active', identity_id = id, email = id || '@example.com'
      where tenant_id = $1 and status = 'placeholder'`,
    [tenantId],
  )
  await db.query(
    `insert into sessions (id, identity_id, tenant_id, user_id, refresh_hash, expires_at)
      select gen_random_uuid(), identity_id, tenant_id, id, id::text, now() + interval '1 day' from users where tenant_id = $1`,
    [tenantId],
  )
  await db.query('vacuum analyze')
  const people = await db.query<Actor & { key: string; dealId: OpportunityId }>(
    `select u.tenant_id as "tenantId", u.id as "userId", u.identity_id as "identityId", s.id as "sessionId",
        u.access_version as "accessVersion", r.scope, r.permissions, r.key,
        (select o.id from opportunities o where o.tenant_id = $1 and o.status = 'open'
          and (r.scope = 'tenant' or o.owner_id = u.id) order by md5(o.id::text || u.id::text) limit 1) as "dealId"
      from users u join roles r on r.tenant_id = u.tenant_id and r.id = u.role_id
        join sessions s on s.tenant_id = u.tenant_id and s.user_id = u.id
      where u.tenant_id = $1 order by u.id`,
    [tenantId],
  )
  const signIn = (key: string) =>
    people.filter((person) => person.key === key).map((actor) => ({ ...actor, token: '' }))
  const [reps, admins] = [signIn('sales_rep'), signIn('org_admin')]
  if (reps.length !== REPS || reps.some(({ dealId }) => !dealId)) throw new Error('not everybody has a deal')
  return {
    tenantId,
    reps,
    admins,
    openStages: [byName.lead, byName.proposal, byName.negotiation],
    async signIn() {
      const env = { ...keys, APP_ORIGIN: origin }
      for (const person of [...reps, ...admins]) person.token = await signAccessToken(env, person, new Date())
    },
  }
}
