import { sql } from 'drizzle-orm'
import type { UnitOfWork } from '../../platform/unit-of-work'
import type { KnownPerson, KnownProduct, Newcomers } from '../application/imports/resolve'
import { recordset } from './recordset'

export interface ImportScene {
  readonly people: readonly KnownPerson[]
  readonly products: readonly KnownProduct[]
  /** There is no deal yet: none of the rows can be about one. */
  readonly isEmpty: boolean
  readonly stages: readonly { readonly id: string; readonly name: string; readonly status: 'open' | 'won' | 'lost' }[]
}

/** Whom and what rows may name. People who work here come before those who did, and those before mere names. */
export async function importScene(unit: UnitOfWork, pipelineId: string): Promise<ImportScene> {
  const { tenantId } = unit
  const [people, products, stages, [deals]] = await Promise.all([
    unit.rows<KnownPerson>(sql`select id, name, email from users where tenant_id = ${tenantId}
      order by array_position(array['active','deactivated','placeholder'], status), created_at, id`),
    unit.rows<KnownProduct>(
      sql`select id, name from products where tenant_id = ${tenantId} order by archived_at nulls first, id`,
    ),
    unit.rows<ImportScene['stages'][number]>(sql`select id, name, status from stages
      where tenant_id = ${tenantId} and pipeline_id = ${pipelineId} and archived_at is null order by position, id`),
    unit.rows<{ any: boolean }>(sql`select exists (select from opportunities where tenant_id = ${tenantId}) as any`),
  ])
  return { people, products, stages, isEmpty: !deals?.any }
}

// Somebody has added one of that name since it was looked for: the batch is decided anew.
const MET = { kind: 'met' } as const

/** Writes whom and what a batch names for the first time. */
export function addNewcomers(unit: UnitOfWork, { people, products, companies, contacts }: Newcomers, by: string): void {
  const { tenantId } = unit
  if (people.length > 0) {
    unit.write(
      sql`insert into users (tenant_id, id, name, email, role_id, status)
      select ${tenantId}::uuid, p.id, p.name, p.email, r.id, 'placeholder'
      from ${recordset('p', people, { id: 'uuid', name: 'text', email: 'text' })}
      join roles r on r.tenant_id = ${tenantId} and r.key = 'sales_rep'`,
      { users_email: MET },
    )
  }
  if (products.length > 0) {
    unit.write(
      sql`insert into products (tenant_id, id, name)
      select ${tenantId}::uuid, id, name from ${recordset('p', products, { id: 'uuid', name: 'text' })}`,
      { products_name: MET },
    )
  }
  if (companies.length > 0) {
    unit.write(sql`insert into customers (tenant_id, id, kind, name, industry, owner_id, created_by)
      select ${tenantId}::uuid, id, 'company', name, industry, "ownerId", ${by}::uuid
      from ${recordset('c', companies, { id: 'uuid', name: 'text', industry: 'text', ownerId: 'uuid' })}`)
  }
  if (contacts.length > 0) {
    const fields = {
      id: 'uuid',
      name: 'text',
      email: 'text',
      phone: 'text',
      companyId: 'uuid',
      ownerId: 'uuid',
    } as const
    // Folded before they are compared: row-level security keeps lower() out of index conditions.
    unit.write(sql`with r as materialized (select *, lower(name) as folded from ${recordset('c', contacts, fields)})
      insert into customers (tenant_id, id, kind, name, email, phone, company_id, owner_id, created_by)
      select ${tenantId}::uuid, r.id, 'person', r.name, r.email, r.phone, r."companyId", r."ownerId", ${by}::uuid from r
      where not exists (select from customers p where p.tenant_id = ${tenantId} and p.kind = 'person'
        and p.company_id = r."companyId" and p.folded_name = r.folded)`)
  }
}

const REFERENCES = sql`opportunities_owner, opportunities_customer, opportunity_products_product, customers_owner, customers_company`

/** Lets what follows refer to newcomers that are not there yet. */
export function referAhead(unit: UnitOfWork): void {
  unit.write(sql`set constraints ${REFERENCES} deferred`)
}

/** Looks at those references: by now everybody must be there. */
export function referNow(unit: UnitOfWork): void {
  unit.write(sql`set constraints ${REFERENCES} immediate`)
}
