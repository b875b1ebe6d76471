import { sql } from 'drizzle-orm'
import { interactions, opportunities } from '../../../drizzle/schema'
import { exportPage } from '../../platform/export-page'
import type { UnitOfWork } from '../../platform/unit-of-work'
import type { ExportStore } from '../application/export-records'
import type { ExportedCustomer, ExportedDeal, ExportedInteraction } from '../domain/export'
import { customerFilters } from './customer-lists'
import { interactionFilters } from './interactions'
import { opportunityFilters } from './opportunity-lists'

/** Whole records for files that leave the product, as far as the caller may see them. */
export function exportStore(unit: UnitOfWork): ExportStore {
  const { tenantId } = unit
  return {
    opportunities(filters, after) {
      const where = [
        sql`opportunities.tenant_id = ${tenantId}`,
        ...opportunityFilters(filters).filter((f) => f !== undefined),
      ]
      return unit.rows<ExportedDeal>(
        exportPage(
          sql`select opportunities.id, opportunities.external_id as "externalId", opportunities.title, c.name as customer,
            opportunities.amount_minor as "amountMinor", opportunities.currency, p.name as pipeline, s.name as stage,
            opportunities.status, u.name as owner, opportunities.source, opportunities.priority,
            opportunities.opened_at as "openedAt", opportunities.expected_close_on as "expectedCloseOn",
            opportunities.closed_at as "closedAt", opportunities.loss_reason as "lossReason", opportunities.competitor,
            opportunities.next_step as "nextStep", opportunities.next_step_on as "nextStepOn",
            case when opportunities.status = 'open' then score.success_probability end as probability,
            opportunities.tags, opportunities.description, opportunities.custom, array(
              select pr.name from opportunity_products op
                join products pr on pr.tenant_id = op.tenant_id and pr.id = op.product_id
                where op.tenant_id = opportunities.tenant_id and op.opportunity_id = opportunities.id order by pr.name
            ) as products
          from ${opportunities}
            join users u on u.tenant_id = opportunities.tenant_id and u.id = opportunities.owner_id
            join stages s on s.tenant_id = opportunities.tenant_id and s.id = opportunities.stage_id
            join pipelines p on p.tenant_id = opportunities.tenant_id and p.id = opportunities.pipeline_id
            left join customers c on c.tenant_id = opportunities.tenant_id and c.id = opportunities.customer_id
            left join predictions score on score.tenant_id = opportunities.tenant_id and score.opportunity_id = opportunities.id`,
          sql`opportunities.id`,
          where,
          after,
        ),
      )
    },

    customers: (filters, after) =>
      unit.rows<ExportedCustomer>(
        exportPage(
          sql`select c.id, c.kind, c.name, w.name as company, c.job_title as "jobTitle", c.email, c.phone, c.website, c.industry,
            c.employees, c.address, u.name as owner, c.tags, c.notes, c.created_at as "createdAt", c.custom
          from customers c
            join users u on u.tenant_id = c.tenant_id and u.id = c.owner_id
            left join customers w on w.tenant_id = c.tenant_id and w.id = c.company_id`,
          sql`c.id`,
          customerFilters(tenantId, filters),
          after,
        ),
      ),

    interactions: (filters, after) =>
      unit.rows<ExportedInteraction>(
        exportPage(
          sql`select interactions.id, interactions.occurred_at as "occurredAt", interactions.channel, interactions.direction,
            c.name as customer, p.name as person, o.title as deal, u.name as author, interactions.subject,
            interactions.content, interactions.outcome, interactions.duration_minutes as "durationMinutes",
            interactions.follow_up_on as "followUpOn"
          from ${interactions}
            join users u on u.tenant_id = interactions.tenant_id and u.id = interactions.user_id
            join customers c on c.tenant_id = interactions.tenant_id and c.id = interactions.customer_id
            left join customers p on p.tenant_id = interactions.tenant_id and p.id = interactions.person_id
            left join opportunities o on o.tenant_id = interactions.tenant_id and o.id = interactions.opportunity_id`,
          sql`interactions.id`,
          [sql`interactions.tenant_id = ${tenantId}`, ...interactionFilters(filters)],
          after,
        ),
      ),
  }
}
