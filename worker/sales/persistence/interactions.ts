import { and, eq, getTableColumns, type SQL, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { customers, interactions, opportunities } from '../../../drizzle/schema'
import type { CustomerId, InteractionId, OpportunityId, UserId } from '../../kernel/ids'
import type { UnitOfWork } from '../../platform/unit-of-work'
import type { InteractionStore } from '../application/customer-stores'
import type { InteractionQuery } from '../contract'
import type { Interaction } from '../domain/interaction'
import { found } from './search'

const person = alias(customers, 'person')

export function interactionStore(unit: UnitOfWork): InteractionStore {
  const { db, tenantId } = unit
  const { search: _, ...columns } = getTableColumns(interactions)
  const isThis = (id: InteractionId) => and(eq(interactions.tenantId, tenantId), eq(interactions.id, id))
  const isCustomer = (id: CustomerId) => and(eq(customers.tenantId, tenantId), eq(customers.id, id))
  const itsPerson = and(eq(person.tenantId, interactions.tenantId), eq(person.id, interactions.personId))
  return {
    async find(id) {
      const [row] = await unit.read(
        db
          .select({
            interaction: columns,
            personName: person.name,
            ownerId: sql<string>`coalesce(${opportunities.ownerId}, ${customers.ownerId})`,
          })
          .from(interactions)
          .innerJoin(
            customers,
            and(eq(customers.tenantId, interactions.tenantId), eq(customers.id, interactions.customerId)),
          )
          .leftJoin(
            opportunities,
            and(eq(opportunities.tenantId, interactions.tenantId), eq(opportunities.id, interactions.opportunityId)),
          )
          .leftJoin(person, itsPerson)
          .where(isThis(id)),
      )
      return row && { ...toInteraction(row.interaction, row.personName), ownerId: row.ownerId }
    },

    async contact(id) {
      const [row] = await unit.read(
        db
          .select({ id: customers.id, name: customers.name, companyId: customers.companyId })
          .from(customers)
          .where(and(isCustomer(id), eq(customers.kind, 'person'))),
      )
      return row && { ...row, id: row.id as CustomerId, companyId: row.companyId as CustomerId | null }
    },

    async subject(customerId) {
      const [row] = await unit.read(
        db.select({ ownerId: customers.ownerId }).from(customers).where(isCustomer(customerId)),
      )
      return row && { customerId, ownerId: row.ownerId }
    },

    async page(query, before) {
      const rows = await unit.read(
        db
          .select({ interaction: columns, personName: person.name })
          .from(interactions)
          .leftJoin(person, itsPerson)
          .where(
            and(
              eq(interactions.tenantId, tenantId),
              ...interactionFilters(query),
              before
                ? sql`(${interactions.occurredAt}, ${interactions.id}) < (${before[0]}::timestamptz, ${before[1]}::uuid)`
                : undefined,
            ),
          )
          .orderBy(sql`${interactions.occurredAt} desc, ${interactions.id} desc`)
          .limit(query.limit + 1),
      )
      return rows.map((row) => toInteraction(row.interaction, row.personName))
    },

    add({ personName: _, ...interaction }) {
      unit.write(
        db
          .insert(interactions)
          .values({ ...interaction, tenantId })
          .getSQL(),
        { interactions_tenant_id_id_pk: { kind: 'interaction_exists' } },
      )
    },

    save({ personName: _, ...interaction }) {
      unit.guard(
        db
          .update(interactions)
          .set({ ...interaction, updatedAt: unit.now.toISOString() })
          .where(and(isThis(interaction.id), eq(interactions.version, interaction.version - 1)))
          .returning({ id: interactions.id })
          .getSQL(),
      )
    },

    remove({ id, version }) {
      unit.guard(
        db
          .delete(interactions)
          .where(and(isThis(id), eq(interactions.version, version)))
          .returning({ id: interactions.id })
          .getSQL(),
      )
    },

    noteActivity(deal, at) {
      unit.guard(sql`update opportunities set last_activity_at = greatest(last_activity_at, ${at}::timestamptz)
        where tenant_id = ${tenantId} and id = ${deal} returning id`)
    },

    reviewActivity(deal) {
      unit.write(sql`update opportunities set last_activity_at = (select max(i.occurred_at) from interactions i
          where i.tenant_id = opportunities.tenant_id and i.opportunity_id = opportunities.id)
        where tenant_id = ${tenantId} and id = ${deal}`)
    },
  }
}

/** The rows a list or an export of interactions is about. */
export function interactionFilters(query: Omit<InteractionQuery, 'limit' | 'cursor'>): SQL[] {
  const filters: SQL[] = []
  if (query.opportunityId) filters.push(eq(interactions.opportunityId, query.opportunityId))
  if (query.customerId) filters.push(eq(interactions.customerId, query.customerId))
  if (query.channel) filters.push(eq(interactions.channel, query.channel))
  return [...filters, ...found('interaction', interactions.id, query.q)]
}

type Row = Omit<typeof interactions.$inferSelect, 'search'>

function toInteraction(row: Row, personName: string | null): Interaction {
  return {
    id: row.id as InteractionId,
    customerId: row.customerId as CustomerId,
    opportunityId: row.opportunityId as OpportunityId | null,
    personId: row.personId as CustomerId | null,
    personName,
    userId: row.userId as UserId,
    channel: row.channel,
    direction: row.direction,
    subject: row.subject,
    content: row.content,
    outcome: row.outcome,
    durationMinutes: row.durationMinutes,
    followUpOn: row.followUpOn,
    sentiment: row.sentiment,
    occurredAt: row.occurredAt,
    createdAt: row.createdAt,
    version: row.version,
  }
}
