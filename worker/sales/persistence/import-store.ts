import { sql } from 'drizzle-orm'
import type { Currency } from '../../kernel/money'
import type { UnitOfWork } from '../../platform/unit-of-work'
import type { ImportStore } from '../application/imports/import-store'
import { errorsAfter } from './import-errors'
import { knownDeals } from './imported-deals'
import {
  addImport,
  cancelImport,
  correctImport,
  findImport,
  importProgress,
  listImports,
  resumeImport,
  startImport,
} from './imports'

export function importStore(unit: UnitOfWork): ImportStore {
  return {
    find: (id) => findImport(unit, id),
    progress: (id) => importProgress(unit, id),
    list: () => listImports(unit),
    add: (run) => addImport(unit, run),
    correct: (run, draft) => correctImport(unit, run, draft),
    start: (run, plan) => startImport(unit, run, plan),
    resume: (run) => resumeImport(unit, run),
    cancel: (run) => cancelImport(unit, run),
    knownDeals: (rows) => knownDeals(unit, rows),
    errorsAfter: (id, after, limit) => errorsAfter(unit, id, after, limit),
    async company() {
      const [row] = await unit.rows<{ currency: Currency }>(
        sql`select currency from tenants where id = ${unit.tenantId}`,
      )
      return row! // one's own company is always there
    },
  }
}
