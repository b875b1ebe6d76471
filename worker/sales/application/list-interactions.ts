import { z } from 'zod'
import { fromCursor, pageFrom } from '../../kernel/cursor'
import { InteractionId } from '../../kernel/ids'
import type { Page } from '../../kernel/page'
import { err, ok, type Result } from '../../kernel/result'
import { Moment } from '../../kernel/text'
import type { InteractionQuery } from '../contract'
import type { PageError } from '../domain/errors'
import type { Interaction } from '../domain/interaction'
import type { SalesWork } from './work'

const Place = z.tuple([Moment, InteractionId])

export async function listInteractions(
  work: SalesWork,
  query: InteractionQuery,
): Promise<Result<Page<Interaction>, PageError>> {
  const before = query.cursor === undefined ? null : fromCursor(Place, query.cursor)
  if (query.cursor !== undefined && !before) return err({ kind: 'cursor_invalid' })
  const rows = await work.interactions.page(query, before)
  return ok(pageFrom(rows, query.limit, ({ occurredAt, id }) => [occurredAt, id]))
}
