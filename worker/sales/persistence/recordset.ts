import { type SQL, sql } from 'drizzle-orm'

const TYPES = {
  uuid: sql`uuid`,
  text: sql`text`,
  int: sql`int`,
  bigint: sql`bigint`,
  timestamptz: sql`timestamptz`,
  date: sql`date`,
  boolean: sql`boolean`,
  'text[]': sql`text[]`,
  jsonb: sql`jsonb`,
} as const

/**
 * Many rows in one parameter, to select from: a statement is the same text however many rows it takes. All of a row travels,
 * so rows should hold little else than the fields. For rows by the ten thousand there is `unnested`.
 */
export function recordset<Row extends object>(
  alias: string,
  rows: readonly Row[],
  fields: { readonly [K in keyof Row]?: keyof typeof TYPES },
): SQL {
  const names = Object.keys(fields) as (keyof Row & string)[]
  const columns = names.map((name) => sql`${sql.identifier(name)} ${TYPES[fields[name] ?? 'text']}`)
  return sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as ${sql.identifier(alias)}(${sql.join(columns, sql`, `)})`
}
