import type { z } from 'zod'
import type { Page } from './page'

/** The place after the last row of a page, by its sort keys, as URL-safe text that means nothing to whoever holds it. */
export function toCursor(place: readonly (string | number | null)[]): string {
  const bytes = new TextEncoder().encode(JSON.stringify(place))
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}

/** The place a cursor stands for; null when it is none of ours, which includes one of a list sorted otherwise. */
export function fromCursor<Place extends z.ZodType>(schema: Place, cursor: string): z.infer<Place> | null {
  try {
    const bytes = Uint8Array.from(atob(cursor.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0))
    const place = schema.safeParse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)))
    return place.success ? place.data : null
  } catch {
    return null
  }
}

/** Cuts what was read, one row more than asked for, into the page and the place where the next one begins. */
export function pageFrom<Row>(
  rows: readonly Row[],
  limit: number,
  placeOf: (row: Row) => readonly (string | number | null)[],
): Page<Row> {
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return { rows: page, nextCursor: rows.length > limit && last ? toCursor(placeOf(last)) : null }
}
