import type { Sync } from '../../sync/store'
import type { Known } from './operation-words'

/** The records that operations are about, as this device knows them. */
export function knownTo({ rows }: Pick<Sync, 'rows'>, currency: () => string): Known {
  return {
    nameOf(id) {
      const { users, customers, opportunities, pipelines, tasks } = rows
      const stage = () =>
        Object.values(pipelines)
          .flatMap(({ stages }) => stages)
          .find((one) => one.id === id)
      const named = users[id]?.name ?? customers[id]?.name ?? opportunities[id]?.title ?? tasks[id]?.title
      return named ?? stage()?.name
    },
    currencyOf({ body, effects }) {
      if (typeof body?.currency === 'string') return body.currency
      const deals = effects.flatMap(({ entity, id }) => (entity === 'opportunities' ? [rows.opportunities[id]] : []))
      return deals[0]?.currency ?? currency()
    },
  }
}
