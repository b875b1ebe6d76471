import type { Difference } from '../../web/src/sync/copy'
import { ENTITIES } from '../../web/src/sync/entities'
import type { Keeper } from '../../web/src/sync/ports'
import type { SomeRows } from '../../web/src/sync/rows'

/** A disk: it outlives its tabs. */
export class MemoryKeeper implements Keeper {
  private rows = new Map<string, { entity: string; row: { readonly id: string } }>()
  private seq = -1

  async load() {
    if (this.seq < 0) return undefined
    const all = [...this.rows.values()]
    const of = (entity: string) => all.flatMap((one) => (one.entity === entity ? [one.row] : []))
    const rows = Object.fromEntries(ENTITIES.map((entity) => [entity, of(entity)]))
    return { rows: rows as SomeRows, seq: this.seq }
  }

  async save(rows: SomeRows, seq: number): Promise<void> {
    this.rows = new Map()
    for (const entity of ENTITIES)
      for (const row of rows[entity] ?? []) this.rows.set(`${entity} ${row.id}`, { entity, row })
    this.seq = seq
  }

  async apply({ put, removed }: Difference, seq: number): Promise<void> {
    for (const { entity, row } of put) this.rows.set(`${entity} ${row.id}`, { entity, row })
    for (const { entity, id } of removed) this.rows.delete(`${entity} ${id}`)
    this.seq = seq
  }
}
