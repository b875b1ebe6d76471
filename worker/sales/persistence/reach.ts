import { type SQL, sql } from 'drizzle-orm'
import type { UnitOfWork } from '../../platform/unit-of-work'

/**
 * Narrows a list to the customers within the caller's reach, by the index on their ids. The policies say who sees what;
 * they do so row by row, which for a rep of a large company would be every row there is.
 */
export function withinReach(unit: UnitOfWork, id: SQL): SQL[] {
  switch (unit.actor.scope) {
    case 'own':
      return [sql`${id} = any ((select app.my_customers())::uuid[])`]
    case 'team':
      return [sql`${id} = any ((select app.team_customers())::uuid[])`]
    case 'tenant':
      return []
  }
}
