import { sql } from 'drizzle-orm'
import { pipelines, roles, stages } from '../../../drizzle/schema'
import type { UnitOfWork } from '../../platform/unit-of-work'
import type { NewCompany } from '../domain/company'

/** Writes a company's first day. The company must have been entered: its own policies let it come to be. */
export function companyWrites(unit: UnitOfWork, company: NewCompany): void {
  const { id: tenantId, founder, pipeline } = company
  unit.write(sql`insert into tenants (id, name, slug, locale, currency, time_zone) values
    (${tenantId}, ${company.name}, ${company.slug}, ${company.locale}, ${company.currency}, ${company.timeZone})`)
  unit.write(sql`insert into tenant_heads (tenant_id) values (${tenantId})`)
  unit.write(
    unit.db
      .insert(roles)
      .values(company.roles.map(({ permissions, ...role }) => ({ ...role, tenantId, permissions: [...permissions] })))
      .getSQL(),
  )
  unit.write(sql`insert into users (tenant_id, id, identity_id, email, name, role_id) values
    (${tenantId}, ${founder.id}, ${founder.identityId}, ${founder.email}, ${founder.name}, ${founder.role.id})`)
  unit.write(
    unit.db
      .insert(pipelines)
      .values({ tenantId, id: pipeline.id, name: pipeline.name, position: 0, isDefault: true })
      .getSQL(),
  )
  unit.write(
    unit.db
      .insert(stages)
      .values(pipeline.stages.map((stage, position) => ({ ...stage, tenantId, pipelineId: pipeline.id, position })))
      .getSQL(),
  )
}
