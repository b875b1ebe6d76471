import { sql } from 'drizzle-orm'
import type { Currency } from '../../kernel/money'
import type { UnitOfWork } from '../../platform/unit-of-work'
import type { ImportStore } from '../application/imports/import-store'
import { addImport, cancelImport, errorsAfter, findImport, knownDigests, listImports, startImport } from './imports'

export function importStore(unit: UnitOfWork): ImportStore {
  return {
    find: (id) => findImport(unit, id),
    list: () => listImports(unit),
    add: (run) => addImport(unit, run),
    start: (run, plan) => startImport(unit, run, plan),
    cancel: (run) => cancelImport(unit, run),
    knownDigests: (keys) => knownDigests(unit, keys),
    errorsAfter: (id, after, limit) => errorsAfter(unit, id, after, limit),
    async company() {
      const [row] = await unit.rows<{ name: string; currency: Currency }>(
        sql`select name, currency from tenants where id = ${unit.tenantId}`,
      )
      return row! // one's own company is always there
    },
  }
}
