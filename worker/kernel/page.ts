import { z } from 'zod'

export const MAX_PAGE = 200 // rows; keeps an answer well under the 10 MB the database may send at once

/** What a list takes: how many rows, and the opaque place to go on from. */
export const PageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(50),
  cursor: z.string().max(2000).optional(), // holds the sort keys of a row: up to 200 characters of any script
})
export type PageQuery = z.infer<typeof PageQuery>

/** What a list answers: rows, and where the next page begins, or null at the end. */
export interface Page<Row> {
  readonly rows: readonly Row[]
  readonly nextCursor: string | null
}

export function pageOf<Row extends z.ZodType>(row: Row) {
  return z.object({ rows: z.array(row), nextCursor: z.string().nullable() })
}
