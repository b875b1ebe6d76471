import { ENTITIES, type Entity } from './entities'
import type { Rows } from './rows'
import { View } from './view'

export type Views = { readonly [E in Entity]: View<Rows[E]> }
export type AnyRow = { readonly id: string; readonly version: number }

/** A view of each kind of row; `changed` is told which rows look different. */
export function makeViews(changed: (entity: Entity, id: string, row: AnyRow | undefined) => void): Views {
  const view = (entity: Entity) => new View<AnyRow>((id, row) => changed(entity, id, row))
  return Object.fromEntries(ENTITIES.map((entity) => [entity, view(entity)])) as unknown as Views
}

/** One of them as loops over all entities treat it: all anybody may count on is what every row has. */
export function anyView(views: Views, entity: Entity): View<AnyRow> {
  return views[entity] as unknown as View<AnyRow>
}
