import { type SQL, sql } from 'drizzle-orm'
import type { UnitOfWork } from '../../platform/unit-of-work'

/**
 * The ways in which a list finds the customers within the caller's reach, each by an index: exactly one of them finds
 * anything. The policies say who sees what; they do so row by row, which for a rep of a large company would be every row there
 * is, and for whoever leads half of it costs less than knowing all ids.
 */
export function waysWithinReach(unit: UnitOfWork, id: SQL): SQL[] {
  switch (unit.actor.scope) {
    case 'own':
      return [sql`${id} = any ((select app.my_customers())::uuid[])`]
    case 'team':
      return [sql`${id} = any ((select app.team_customers())::uuid[])`, sql`(select app.team_is_wide())`]
    case 'tenant':
      return [sql`true`]
  }
}
