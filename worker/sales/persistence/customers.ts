import { and, eq, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { customers, users } from '../../../drizzle/schema'
import type { CustomerId, UserId } from '../../kernel/ids'
import type { UnitOfWork } from '../../platform/unit-of-work'
import type { CustomerStore } from '../application/customer-stores'
import type { Customer } from '../domain/customer'

const company = alias(customers, 'company')

export function customerStore(unit: UnitOfWork): CustomerStore {
  const { db, tenantId } = unit
  const isThis = (id: CustomerId) => and(eq(customers.tenantId, tenantId), eq(customers.id, id))
  return {
    async find(id) {
      const [row] = await unit.read(
        db
          .select({ customer: customers, companyName: company.name })
          .from(customers)
          .leftJoin(company, and(eq(company.tenantId, customers.tenantId), eq(company.id, customers.companyId)))
          .where(isThis(id)),
      )
      return row && toCustomer(row.customer, row.companyName)
    },

    async namesake(kind, name) {
      const [row] = await unit.read(
        db
          .select({ id: customers.id })
          .from(customers)
          .where(
            and(
              eq(customers.tenantId, tenantId),
              eq(customers.kind, kind),
              eq(customers.foldedName, sql`lower(${name})`),
            ),
          )
          .orderBy(customers.foldedName, customers.id)
          .limit(1),
      )
      return row?.id as CustomerId | undefined
    },

    async employer(id) {
      const [row] = await unit.read(
        db.select({ id: customers.id, kind: customers.kind, name: customers.name }).from(customers).where(isThis(id)),
      )
      return row && { ...row, id: row.id as CustomerId }
    },

    async ownerOf(id) {
      const [row] = await unit.read(
        db
          .select({
            id: users.id,
            status: users.status,
            isInTeam: sql<boolean>`${users.id} = app.me() or ${users.id} = any (coalesce(app.team_users(), '{}'))`,
          })
          .from(customers)
          .innerJoin(users, and(eq(users.tenantId, customers.tenantId), eq(users.id, customers.ownerId)))
          .where(isThis(id)),
      )
      return row && { ...row, id: row.id as UserId }
    },

    add(customer) {
      // Not `returning`: a rep's policy is asked of the customers there were before this one.
      unit.write(
        db
          .insert(customers)
          .values({ ...toRow(customer), tenantId, createdBy: unit.actor.userId })
          .getSQL(),
        { customers_tenant_id_id_pk: { kind: 'customer_id_taken' } },
      )
    },

    save(customer) {
      unit.guard(
        db
          .update(customers)
          .set(toRow(customer))
          .where(and(isThis(customer.id), eq(customers.version, customer.version - 1)))
          .returning({ id: customers.id })
          .getSQL(),
      )
    },
  }
}

function toRow({ companyName: _, tags, ...customer }: Customer) {
  return { ...customer, tags: [...tags] }
}

function toCustomer(row: typeof customers.$inferSelect, companyName: string | null): Customer {
  return {
    id: row.id as CustomerId,
    kind: row.kind,
    name: row.name,
    jobTitle: row.jobTitle,
    email: row.email,
    phone: row.phone,
    website: row.website,
    industry: row.industry,
    employees: row.employees,
    address: row.address,
    notes: row.notes,
    tags: row.tags,
    custom: row.custom,
    companyId: row.companyId as CustomerId | null,
    companyName,
    ownerId: row.ownerId as UserId,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    version: row.version,
  }
}
