import { sql } from 'drizzle-orm'
import type { Database } from '../../platform/db'
import { UnitOfWork } from '../../platform/unit-of-work'

/** Forgets what only mattered for a while: counted tries, outdated resets, sessions long over. For the nightly run. */
export async function sweepSignIn(db: Database): Promise<void> {
  const unit = new UnitOfWork(db, { as: 'sweeper' })
  unit.write(sql`delete from auth_attempts where window_start < now() - interval '1 day'`)
  unit.write(sql`delete from password_resets where expires_at < now() - interval '7 days'`)
  unit.write(sql`delete from sessions where expires_at < now() - interval '7 days'`)
  await unit.commit()
}
