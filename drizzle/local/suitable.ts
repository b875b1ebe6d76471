import type pg from 'pg'

/** A server, or the role on it that is to own the tables, with which this cannot work; said so that a person can mend it. */
export class Unsuitable extends Error {}

export interface Server {
  /** As PostgreSQL counts: 150004 is 15.4. */
  readonly version: number
  readonly role: string
  readonly seesAllRows: boolean
  readonly mayMakeRoles: boolean
}

const OLDEST = 15

/** What a server lacks, in words; nothing when it will do. */
export function lackOf({ version, role, seesAllRows, mayMakeRoles }: Server): string | undefined {
  if (version < OLDEST * 10_000)
    return `This server is PostgreSQL ${Math.floor(version / 10_000)}; it takes ${OLDEST} or newer.`
  if (!seesAllRows)
    return (
      `The role "${role}" owns the tables and must bypass row-level security: full-text search asks its index ` +
      `through it. As a superuser: ALTER ROLE "${role}" BYPASSRLS`
    )
  if (!mayMakeRoles)
    return `The role "${role}" makes the roles the Worker takes on. As a superuser: ALTER ROLE "${role}" CREATEROLE`
  return undefined
}

/** Throws `Unsuitable` before anything is changed, where a migration or the first search would fail in its own words. */
export async function expectSuitable(client: pg.Client): Promise<void> {
  const { rows } = await client.query<Server>(`
    SELECT current_setting('server_version_num')::int AS version, rolname AS role,
      rolsuper OR rolbypassrls AS "seesAllRows", rolsuper OR rolcreaterole AS "mayMakeRoles"
    FROM pg_roles WHERE rolname = current_user`)
  const lack = rows[0] && lackOf(rows[0])
  if (lack) throw new Unsuitable(lack)
}
