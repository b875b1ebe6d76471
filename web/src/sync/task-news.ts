import type { RowsMessage } from '../../../durable-objects/tenant-hub/messages'
import type { Rows } from './rows'

/** What has to be asked for after the stream told of tasks: nothing, mostly. */
export interface Untold {
  /** Tasks of which it is not known whether they are the person's; nothing where that is known of all. */
  readonly list: readonly string[] | undefined
  /** Kept ones whose parts were too much to be told. */
  readonly parts: readonly string[]
}

/** What the stream could not tell of tasks that changed, or that are about something that did. */
export function untoldOf(message: RowsMessage, kept: readonly Rows['tasks'][]): Untold {
  const { touched, tasks, removed, rows } = message
  const told = new Set(tasks ? [...[...tasks.kept, ...tasks.others].map(({ id }): string => id), ...tasks.gone] : [])
  const list = touched.flatMap(({ entity, id }) => (entity === 'task' && !told.has(id) ? [id] : []))
  // Of a deal that left, and of a customer the device does not keep, it is not said how the person sees it now.
  const named = new Set(rows.customers.map(({ id }): string => id))
  const unnamed = new Set<string | null>([
    ...removed.map(({ id }) => id),
    ...touched.flatMap(({ entity, id }) => (entity === 'customer' && !named.has(id) ? [id] : [])),
  ])
  const isStale = kept.some(({ opportunityId, customerId }) => unnamed.has(opportunityId) || unnamed.has(customerId))
  const whole = new Set(tasks?.parts.map(({ id }) => id))
  return {
    list: list.length > 0 || isStale ? list : undefined,
    parts: tasks?.kept.flatMap(({ id }) => (whole.has(id) ? [] : [id])) ?? [],
  }
}
