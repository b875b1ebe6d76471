import { env } from 'cloudflare:workers'
import { neon, neonConfig } from '@neondatabase/serverless'
import { drizzle } from 'drizzle-orm/neon-http'
import { inject } from 'vitest'
import * as schema from '../../drizzle/schema'
import type { Actor } from '../../worker/kernel/actor'
import {
  type IdentityId,
  newId,
  type PipelineId,
  type RoleId,
  type SessionId,
  type StageId,
  type TeamId,
  type TenantId,
  type UserId,
} from '../../worker/kernel/ids'
import type { Permission, Scope } from '../../worker/kernel/permissions'
import { BUILT_IN } from '../../worker/organization/domain/role'
import { signAccessToken } from '../../worker/platform/tokens'

/** The database as its owner, whom no policy stops: to lay what a test begins with, and to look at what came of it. */
export function owner() {
  const { neonLocal, ownerUrl } = inject('worker')
  neonConfig.fetchEndpoint = `http://${neonLocal}/sql`
  return drizzle(neon(ownerUrl), { schema })
}

/** Somebody signed in. */
export interface Person extends Actor {
  readonly name: string
  readonly token: string
}

export interface Company {
  readonly tenantId: TenantId
  readonly admin: Person
  /** Leads the team that `rep` is in. */
  readonly manager: Person
  readonly rep: Person
  /** A rep of a team that nobody here leads. */
  readonly outsider: Person
  readonly pipelineId: PipelineId
  readonly stages: Readonly<Record<'lead' | 'qualified' | 'proposal' | 'won' | 'lost', StageId>>
}

const DAY_MS = 86_400_000

/** A company with one person of each kind, signed in, a pipeline, and nothing in it. */
export async function aCompany(): Promise<Company> {
  const db = owner()
  const tenantId = newId<TenantId>()
  await db.insert(schema.tenants).values({ id: tenantId, name: 'Acme', slug: `t-${tenantId}`, currency: 'EUR' })
  await db.insert(schema.tenantHeads).values({ tenantId })
  const roles = BUILT_IN.map((role) => ({ ...role, tenantId, id: newId<RoleId>(), permissions: [...role.permissions] }))
  await db.insert(schema.roles).values(roles)
  const [rep, manager, admin] = roles as [(typeof roles)[number], (typeof roles)[number], (typeof roles)[number]]
  const people = {
    admin: await aPerson(tenantId, 'Ada Admin', admin),
    manager: await aPerson(tenantId, 'Max Manager', manager),
    rep: await aPerson(tenantId, 'Rita Rep', rep),
    outsider: await aPerson(tenantId, 'Otto Outsider', rep),
  }
  const north = newId<TeamId>()
  const south = newId<TeamId>()
  await db.insert(schema.teams).values([
    { tenantId, id: north, name: 'North', managerId: people.manager.userId },
    { tenantId, id: south, name: 'South' },
  ])
  await db.insert(schema.teamMembers).values([
    { tenantId, teamId: north, userId: people.rep.userId },
    { tenantId, teamId: south, userId: people.outsider.userId },
  ])
  return { tenantId, ...people, ...(await aPipeline(tenantId, { isDefault: true })) }
}

/** Somebody with rights of their own, signed in. */
export async function aPerson(
  tenantId: TenantId,
  name: string,
  role: { readonly id: string; readonly scope: Scope; readonly permissions: readonly Permission[] },
): Promise<Person> {
  const db = owner()
  const userId = newId<UserId>()
  const identityId = newId<IdentityId>()
  const sessionId = newId<SessionId>()
  const email = `${userId}@example.com`
  const expiresAt = new Date(Date.now() + DAY_MS).toISOString()
  await db.insert(schema.identities).values({ id: identityId, email, passwordHash: 'none' })
  await db.insert(schema.users).values({ tenantId, id: userId, identityId, email, name, roleId: role.id })
  await db
    .insert(schema.sessions)
    .values({ id: sessionId, identityId, tenantId, userId, refreshHash: sessionId, expiresAt })
  const { scope, permissions } = role
  const actor: Actor = { tenantId, userId, identityId, sessionId, scope, permissions, accessVersion: 1 }
  return { ...actor, name, token: await signAccessToken(env, actor, new Date()) }
}

/** A role of the company's own. */
export async function aRole(tenantId: TenantId, scope: Scope, permissions: readonly Permission[]) {
  const role = { id: newId<RoleId>(), scope, permissions }
  await owner()
    .insert(schema.roles)
    .values({ ...role, tenantId, name: `Role ${role.id}`, permissions: [...permissions] })
  return role
}

/** A pipeline of three open stages and the two that end it. */
export async function aPipeline(
  tenantId: TenantId,
  given: Partial<typeof schema.pipelines.$inferInsert> = {},
): Promise<Pick<Company, 'pipelineId' | 'stages'>> {
  const pipelineId = newId<PipelineId>()
  const names = ['lead', 'qualified', 'proposal', 'won', 'lost'] as const
  const stages = Object.fromEntries(names.map((name) => [name, newId<StageId>()])) as Company['stages']
  await owner()
    .insert(schema.pipelines)
    .values({ tenantId, id: pipelineId, name: 'Sales', position: 0, ...given })
  await owner()
    .insert(schema.stages)
    .values(
      names.map((name, position) => ({
        tenantId,
        id: stages[name],
        pipelineId,
        name: name[0]!.toUpperCase() + name.slice(1), // none is empty
        position,
        status: name === 'won' || name === 'lost' ? name : ('open' as const),
      })),
    )
  return { pipelineId, stages }
}
