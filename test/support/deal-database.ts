import { neon } from '@neondatabase/serverless'
import { drizzle } from 'drizzle-orm/neon-http'
import * as schema from '../../drizzle/schema'
import type { Actor } from '../../worker/kernel/actor'
import {
  type CustomerId,
  newId,
  type PipelineId,
  type RoleId,
  type StageId,
  type TeamId,
  type TenantId,
} from '../../worker/kernel/ids'
import type { Result } from '../../worker/kernel/result'
import { BUILT_IN, type RoleKey } from '../../worker/organization/domain/role'
import type { Database } from '../../worker/platform/db'
import { LostRace, Refused, UnitOfWork } from '../../worker/platform/unit-of-work'
import { salesWork } from '../../worker/sales'
import type { SalesWork } from '../../worker/sales/application/work'
import { type DatabaseKind, openTestDatabase, type TestDatabase } from './database'

/** A company in a database of its own, worked on through the Worker's driver but without the Worker. */
export interface DealDatabase {
  readonly database: TestDatabase
  /** As its owner, whom no policy stops. */
  readonly owner: Database
  readonly tenantId: TenantId
  readonly admin: Actor
  readonly rep: Actor
  /** Leads the rep. */
  readonly manager: Actor
  readonly customerId: CustomerId
  readonly pipelineId: PipelineId
  readonly stages: Readonly<Record<'lead' | 'proposal' | 'negotiation' | 'won' | 'lost', StageId>>
  /** Runs a command as requests do: again after a lost race, and counting its round trips. */
  carryOut<T, E extends { readonly kind: string }>(
    actor: Actor,
    run: (work: SalesWork) => Promise<Result<T, E>>,
  ): Promise<Result<T, E> & { readonly tries: number }>
  /** Begins what a request does, for a test that says itself when it is committed. */
  begin(actor: Actor): { readonly unit: UnitOfWork; readonly work: SalesWork }
  /** Runs something that only reads. */
  ask<T>(actor: Actor, run: (work: SalesWork) => Promise<T>): Promise<T>
}

export async function openDealDatabase(kind: DatabaseKind): Promise<DealDatabase> {
  const database = await openTestDatabase(kind)
  const owner = drizzle(neon(database.connectionString.owner), { schema })
  const app = drizzle(neon(database.connectionString.app), { schema })
  const tenantId = newId<TenantId>()
  await owner.insert(schema.tenants).values({ id: tenantId, name: 'Acme', slug: `t-${tenantId}` })
  await owner.insert(schema.tenantHeads).values({ tenantId })
  const join = async (key: RoleKey): Promise<Actor> => {
    const role = BUILT_IN.find((r) => r.key === key)! // both are built in
    const { scope, permissions } = role
    const [roleId, userId, identityId, sessionId] = [newId<RoleId>(), newId(), newId(), newId()]
    await owner.insert(schema.roles).values({ ...role, tenantId, id: roleId, permissions: [...permissions] })
    const email = `${userId}@example.com`
    await owner.insert(schema.identities).values({ id: identityId, email, passwordHash: 'none' })
    await owner.insert(schema.users).values({ tenantId, id: userId, identityId, email, name: key, roleId })
    await owner.insert(schema.sessions).values({
      id: sessionId,
      identityId,
      tenantId,
      userId,
      refreshHash: sessionId,
      expiresAt: '2100-01-01T00:00:00.000Z',
    })
    return { tenantId, userId, identityId, sessionId, scope, permissions, accessVersion: 1 } as Actor
  }
  const admin = await join('org_admin')
  const rep = await join('sales_rep')
  const manager = await join('manager')
  const teamId = newId<TeamId>()
  await owner.insert(schema.teams).values({ tenantId, id: teamId, name: 'North', managerId: manager.userId })
  await owner.insert(schema.teamMembers).values({ tenantId, teamId, userId: rep.userId })

  const customerId = newId<CustomerId>()
  const ownerId = rep.userId
  await owner
    .insert(schema.customers)
    .values({ tenantId, id: customerId, kind: 'company', name: 'Globex', ownerId, createdBy: ownerId })
  const pipelineId = newId<PipelineId>()
  await owner.insert(schema.pipelines).values({ tenantId, id: pipelineId, name: 'Sales', position: 0, isDefault: true })
  const drawn = { lead: 'open', proposal: 'open', negotiation: 'open', won: 'won', lost: 'lost' } as const
  const rows = Object.entries(drawn).map(([name, status], position) => {
    return { tenantId, pipelineId, id: newId<StageId>(), name, status, position }
  })
  await owner.insert(schema.stages).values(rows)
  const stages = Object.fromEntries(rows.map(({ name, id }) => [name, id])) as DealDatabase['stages']

  const begin = (actor: Actor) => {
    const unit = new UnitOfWork(app, { as: 'actor', actor })
    return { unit, work: salesWork(unit) }
  }

  return {
    database,
    owner,
    tenantId,
    admin,
    rep,
    manager,
    customerId,
    pipelineId,
    stages,
    async carryOut(actor, run) {
      for (let tries = 1; ; tries++) {
        const { unit, work } = begin(actor)
        try {
          const result = await run(work)
          if (result.ok) await unit.commit()
          return { ...result, tries }
        } catch (error) {
          if (error instanceof Refused) return { ok: false, error: error.refusal as never, tries }
          if (!(error instanceof LostRace)) throw error
        }
      }
    },
    begin,
    ask: (actor, run) => run(begin(actor).work),
  }
}
