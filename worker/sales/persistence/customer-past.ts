import { sql } from 'drizzle-orm'
import type { CustomerId } from '../../kernel/ids'
import type { UnitOfWork } from '../../platform/unit-of-work'
import type { Dated, PastPlace } from '../application/customer-stores'
import type { TimelineEntry } from '../contract'

type Row = TimelineEntry & { readonly key: string }

/**
 * What happened with a customer and the people in it, newest first, from each of the three places that keep it: what
 * was said, which stages their deals entered, and what was edited. They travel in one batch; each gives at most
 * `limit` entries from before the place, so that merged they hold the next page.
 */
export async function customerPast(
  unit: UnitOfWork,
  id: CustomerId,
  before: PastPlace | null,
  limit: number,
): Promise<readonly (readonly Dated[])[]> {
  const { tenantId } = unit
  // A company's past is also that of the people in it; a person's own words may have been said about the company.
  const theirs = sql`array(select t.id from customers t where t.tenant_id = ${tenantId} and (t.id = ${id} or t.company_id = ${id}))`
  const deals = sql`array(select d.id from opportunities d where d.tenant_id = ${tenantId} and d.customer_id = any (${theirs}))`
  // Arrays rather than subqueries: each side of an OR then finds its rows by index.
  // Keys are compared byte by byte, here and where the entries are merged.
  const newest = (at: ReturnType<typeof sql>, key: ReturnType<typeof sql>) => sql`
    ${before ? sql`and (${at}, (${key}) collate "C") < (${before[0]}::timestamptz, ${before[1]} collate "C")` : sql``}
    order by ${at} desc, (${key}) collate "C" desc limit ${limit}`

  const said = unit.rows<Row>(sql`
    select 'i' || i.id as key, null as seq, i.occurred_at as at, i.user_id as "actorId", 'interaction.logged' as type,
      'interaction' as entity, i.id as "entityId", null as before, o.title, jsonb_build_object(
        'customerId', i.customer_id, 'opportunityId', i.opportunity_id, 'personId', i.person_id, 'personName', p.name,
        'channel', i.channel, 'direction', i.direction, 'subject', i.subject, 'content', i.content, 'outcome', i.outcome,
        'durationMinutes', i.duration_minutes, 'followUpOn', i.follow_up_on, 'sentiment', i.sentiment,
        'version', i.version) as after
    from interactions i
      left join customers p on p.tenant_id = i.tenant_id and p.id = i.person_id
      left join opportunities o on o.tenant_id = i.tenant_id and o.id = i.opportunity_id
    where i.tenant_id = ${tenantId} and (i.customer_id = any (${theirs}) or i.person_id = ${id} and i.customer_id =
        (select w.company_id from customers w where w.tenant_id = ${tenantId} and w.id = ${id}))
      ${newest(sql`i.occurred_at`, sql`'i' || i.id`)}`)

  const stages = unit.rows<Row>(sql`
    select 's' || h.id as key, null as seq, h.entered_at as at, h.moved_by as "actorId", case
        when s.status <> 'open' then 'opportunity.' || s.status when earlier.stage_id is null then 'opportunity.opened'
        else 'opportunity.moved' end as type,
      'opportunity' as entity, h.opportunity_id as "entityId", o.title,
      case when earlier.stage_id is not null then
        jsonb_build_object('stageId', earlier.stage_id, 'stageName', earlier.name) end as before,
      jsonb_build_object('stageId', h.stage_id, 'stageName', s.name, 'amountMinor', o.amount_minor, 'currency', o.currency,
        'lossReason', case when s.status = 'lost' then o.loss_reason end) as after
    from stage_history h
      join opportunities o on o.tenant_id = h.tenant_id and o.id = h.opportunity_id
      join stages s on s.tenant_id = h.tenant_id and s.id = h.stage_id
      left join lateral (
        select e.stage_id, f.name from stage_history e join stages f on f.tenant_id = e.tenant_id and f.id = e.stage_id
        where e.tenant_id = h.tenant_id and e.opportunity_id = h.opportunity_id and e.id <> h.id and e.left_at <= h.entered_at
        order by e.entered_at desc, e.left_at desc limit 1
      ) earlier on true
    where h.tenant_id = ${tenantId} and h.opportunity_id = any (${deals}) ${newest(sql`h.entered_at`, sql`'s' || h.id`)}`)

  // A change that names a stage is told by the stage history, which imported deals have as well.
  const edits = unit.rows<Row>(sql`
    select 'c' || l.seq as key, l.seq, l.at, l.actor_id as "actorId", l.type, l.entity, l.entity_id as "entityId", o.title,
      l.before, l.after
    from change_log l
      left join opportunities o on l.entity = 'opportunity' and o.tenant_id = l.tenant_id and o.id = l.entity_id
    where l.tenant_id = ${tenantId} and not coalesce(l.after ? 'stageId', false)
      and (l.entity = 'opportunity' and l.entity_id = any (${deals}) or l.entity = 'customer' and l.entity_id = ${id})
      ${newest(sql`l.at`, sql`'c' || l.seq`)}`)

  return (await Promise.all([said, stages, edits])).map((rows) => rows.map(toDated))
}

function toDated({ key, ...row }: Row): Dated {
  return {
    key,
    entry: { ...row, seq: row.seq === null ? null : Number(row.seq), at: new Date(row.at).toISOString() },
  }
}
