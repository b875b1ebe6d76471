import { sql } from 'drizzle-orm'
import type { UnitOfWork } from '../../platform/unit-of-work'
import type { DealTold, NarrativeWork } from '../application/narrate'
import type { Talk } from '../domain/narrative/brief'
import { findPrediction, scoreHistory } from './predictions'

const MOST_TALKS = 8
const MOST_TEXT = 400 // characters of each

/** What a text about a deal is written from, as far as the viewpoint may see it. */
export function narrativeWork(unit: UnitOfWork): NarrativeWork {
  return {
    now: unit.now,
    prediction: (id) => findPrediction(unit, id),
    history: (id) => scoreHistory(unit, id),
    async deal(id) {
      const [row] = await unit.rows<DealTold & { amountMinor: string | number }>(sql`select o.title,
          app.customer_of_deal(o.id) as customer, s.name as stage, u.name as owner, o.amount_minor as "amountMinor", o.currency,
          o.expected_close_on::text as "closesOn", o.next_step as "nextStep"
        from opportunities o join stages s on s.tenant_id = o.tenant_id and s.id = o.stage_id
          join users u on u.tenant_id = o.tenant_id and u.id = o.owner_id
        where o.tenant_id = ${unit.tenantId} and o.id = ${id}`)
      return row && { ...row, amountMinor: Number(row.amountMinor) }
    },
    talks: (id) =>
      unit.rows<Talk>(sql`select to_char(i.occurred_at at time zone 'UTC', 'YYYY-MM-DD') as on,
          i.channel || coalesce(' ' || i.direction, '') as what,
          left(concat_ws(': ', nullif(i.subject, ''), nullif(i.content, '')), ${MOST_TEXT}) as text
        from interactions i where i.tenant_id = ${unit.tenantId} and i.opportunity_id = ${id}
        order by i.occurred_at desc, i.id desc limit ${MOST_TALKS}`),
  }
}
