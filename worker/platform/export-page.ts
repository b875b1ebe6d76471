import { type SQL, sql } from 'drizzle-orm'

const PAGE_ROWS = 2000
const PAGE_BYTES = 3 * 1024 * 1024 // the database sends at most 10 MB at once, and text grows when it is quoted

/** A page by keyset, cut where it would grow too large to send; its first record always comes, so that it ends. */
export function exportPage(select: SQL, id: SQL, filters: readonly SQL[], after: string | null): SQL {
  const where = after === null ? filters : [...filters, sql`${id} > ${after}::uuid`]
  return sql`
    with page as (${select} where ${sql.join([...where], sql` and `)} order by ${id} limit ${PAGE_ROWS}),
      sized as (select page.*, sum(octet_length(page::text)) over (order by page.id) - octet_length(page::text) as ahead from page)
    select * from sized where ahead < ${PAGE_BYTES} order by id`
}
