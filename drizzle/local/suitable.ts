import type pg from 'pg'

/** A server, or the role on it that is to own the tables, with which this cannot work; said so that a person can mend it. */
export class Unsuitable extends Error {}

export interface Server {
  /** As PostgreSQL counts: 150004 is 15.4. */
  readonly version: number
  readonly database: string
  readonly encoding: string
  readonly role: string
  readonly seesAllRows: boolean
  readonly mayMakeRoles: boolean
  readonly mayMakeSchemas: boolean
  readonly mayMakeTables: boolean
  /** Who owns the tables, where that is somebody whose rights this role does not have. */
  readonly otherOwner: string | null
  /** Those of our roles that are there and that this one may not hand out. */
  readonly othersRoles: readonly string[]
}

const OLDEST = 15

/** What a server lacks, in words; nothing when it will do. */
export function lackOf(server: Server): string | undefined {
  const { version, database, encoding, role, otherOwner, othersRoles } = server
  if (version < OLDEST * 10_000)
    return `This server is PostgreSQL ${Math.floor(version / 10_000)}; it takes ${OLDEST} or newer.`
  if (encoding !== 'UTF8')
    return `The database "${database}" keeps text as ${encoding}; it takes UTF8: CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0`
  if (!server.seesAllRows)
    return (
      `The role "${role}" owns the tables and must bypass row-level security: full-text search asks its index ` +
      `through it. As a superuser: ALTER ROLE "${role}" BYPASSRLS`
    )
  if (!server.mayMakeRoles)
    return `The role "${role}" makes the roles the Worker takes on. As a superuser: ALTER ROLE "${role}" CREATEROLE`
  if (otherOwner !== null)
    return `The tables in "${database}" belong to "${otherOwner}", and "${role}" cannot change them. Come as "${otherOwner}".`
  if (!server.mayMakeSchemas || !server.mayMakeTables)
    return (
      `The role "${role}" may not make ${server.mayMakeSchemas ? 'tables' : 'schemas'} in "${database}". ` +
      `As a superuser: ALTER DATABASE "${database}" OWNER TO "${role}"`
    )
  if (othersRoles.length > 0)
    return (
      `Another database of this server has made the roles the Worker takes on. ` +
      `As a superuser: GRANT ${othersRoles.join(', ')} TO "${role}" WITH ADMIN OPTION`
    )
  return undefined
}

/** Throws `Unsuitable` before anything is changed, where a migration or the first search would fail in its own words. */
export async function expectSuitable(client: pg.Client): Promise<void> {
  const { rows } = await client.query<Server>(`
    SELECT current_setting('server_version_num')::int AS version, current_database() AS database,
      current_setting('server_encoding') AS encoding, rolname AS role,
      rolsuper OR rolbypassrls AS "seesAllRows", rolsuper OR rolcreaterole AS "mayMakeRoles",
      has_database_privilege(current_database(), 'CREATE') AS "mayMakeSchemas",
      has_schema_privilege('public', 'CREATE') AS "mayMakeTables",
      (SELECT tableowner FROM pg_tables WHERE schemaname = 'public' AND tablename = 'tenants'
        AND NOT pg_has_role(tableowner, 'USAGE')) AS "otherOwner",
      -- Up to 15, whoever may make roles may hand out any.
      coalesce((SELECT array_agg(ours.rolname::text ORDER BY ours.rolname) FROM pg_roles ours
        WHERE NOT me.rolsuper AND current_setting('server_version_num')::int >= 160000
          AND ours.rolname ~ '^app_(login|rep|manager|admin|system|identity|sweeper|pooler)$'
          AND NOT pg_has_role(ours.rolname, 'MEMBER WITH ADMIN OPTION')), '{}') AS "othersRoles"
    FROM pg_roles me WHERE rolname = current_user`)
  const lack = rows[0] && lackOf(rows[0])
  if (lack) throw new Unsuitable(lack)
}
