import { sql } from 'drizzle-orm'
import { newId } from '../../kernel/ids'
import type { UnitOfWork } from '../../platform/unit-of-work'
import { type Importer, type Newcomers, Resolver } from '../application/imports/resolve'
import type { ImportRow } from '../domain/csv/import-row'
import { tellsStatus } from '../domain/csv/stage-words'
import { decide } from '../domain/import-decision'
import type { ImportPlan } from '../domain/import-run'
import { type ChangedDeal, changedDeal, type NewDeal, newDeal } from '../domain/imported-deal'
import { keepErrors } from '../persistence/import-errors'
import { addNewcomers, importScene, referAhead, referNow } from '../persistence/import-newcomers'
import { addDeals, changeDeals, companiesNamed, knownDeals } from '../persistence/imported-deals'
import { expectRights } from '../persistence/importer'
import { advance, awaitTurn, takeTurn } from '../persistence/imports'
import { type Batch, wholeRow } from './import-batches'

export interface Taking {
  readonly importId: string
  readonly jobId: string
  readonly plan: ImportPlan
  readonly importer: Importer
  /** Rows that earlier runs could not take. */
  readonly failedBefore: number
  readonly leaseSeconds: number
}

/** A batch that may still be on its way to the database when the next is decided. */
export interface Taken {
  readonly from: number
  /** The ids of whom and what it names for the first time. */
  readonly newcomers: ReadonlySet<string>
}

/**
 * Makes the function that decides what becomes of the rows of a batch and collects the writes, with the place to go on
 * from: they are committed together or not at all. Batches are asked about in order; the next may be asked about while those
 * before are still being written, since no deal is in two batches and names once met are remembered.
 */
export async function createTaker(
  scene: UnitOfWork,
  { importId, jobId, plan, importer, failedBefore, leaseSeconds }: Taking,
): Promise<(unit: UnitOfWork, batch: Batch, underWay: readonly Taken[]) => Promise<Taken>> {
  const { userId, reach } = importer
  const known = await importScene(scene, plan.pipelineId)
  const resolver = new Resolver(plan, importer, known)
  const customKeys = plan.mapping.columns.flatMap(({ target }) => (target.kind === 'custom' ? [target.name] : []))
  const circumstances = { reach, tellsStatus: tellsStatus(plan.mapping.columns) }
  let errorsKept = failedBefore

  return async (unit, batch, underWay) => {
    const [deals, companies] = await Promise.all([
      // Should somebody add a deal of the same id meanwhile, the batch is refused and decided anew, by then with a look.
      knownDeals(unit, known.isEmpty ? [] : batch.rows),
      companiesNamed(unit, resolver.strangers(batch.rows), reach),
    ])
    resolver.learn(companies)
    const created: NewDeal[] = []
    const updated: ChangedDeal[] = []
    const problems = [...batch.problems]
    let { failed } = batch
    let unchanged = batch.repeated
    const refuse = (row: ImportRow, kind: string, reason: string) => {
      failed++
      problems.push(wholeRow(row, kind, reason))
    }
    for (const row of batch.rows) {
      const decision = decide(row, deals.get(row.key), circumstances)
      if (decision.kind === 'unchanged') unchanged++
      else if (decision.kind === 'refused') refuse(row, 'refused', decision.reason)
      else {
        const placed = resolver.place(row)
        if (!placed.ok) refuse(row, 'unplaced', placed.error.reason)
        else if (decision.kind === 'create') created.push(newDeal(newId(), row, placed.value, customKeys, unit.now))
        else {
          const when = { now: unit.now, tellsStatus: circumstances.tellsStatus }
          updated.push(changedDeal(decision.deal, row, placed.value, customKeys, when))
        }
      }
    }

    // Batches are written side by side and committed in order, each after it has waited for the one before. What it refers to
    // and only one before adds is there by then, so it is looked at then.
    const newcomers = resolver.takeNewcomers()
    const counts = { read: batch.read, created: created.length, updated: updated.length, unchanged, failed }
    const before = underWay.at(-1)
    const refersAhead = dependsOn(underWay, newcomers, [...created, ...updated])
    takeTurn(unit, importId, batch.from)
    if (refersAhead) referAhead(unit)
    expectRights(unit, importer)
    addNewcomers(unit, newcomers, userId)
    addDeals(unit, created, userId)
    changeDeals(unit, updated, userId)
    keepErrors(unit, importId, problems, errorsKept)
    errorsKept += problems.length
    if (before) awaitTurn(unit, importId, before.from)
    // Of two runs only one goes on: the other learns it here, and all it has written is undone.
    advance(unit, importId, batch.from, batch.to, counts)
    if (refersAhead) referNow(unit)
    unit.write(sql`update jobs set due_at = now() + make_interval(secs => ${leaseSeconds})
      where tenant_id = ${unit.tenantId} and id = ${jobId}`)
    return { from: batch.from, newcomers: idsOf(newcomers) }
  }
}

function idsOf({ people, products, companies, contacts }: Newcomers): ReadonlySet<string> {
  return new Set([people, products, companies, contacts].flatMap((some) => some.map(({ id }) => id)))
}

type Referring = Pick<NewDeal, 'customerId' | 'ownerId' | 'productId'>

/** Whether somebody or something is named here that one of these batches names for the first time. */
function dependsOn(
  batches: readonly Taken[],
  { companies, contacts }: Newcomers,
  deals: readonly Referring[],
): boolean {
  const isNew = (id: string | null) => id !== null && batches.some(({ newcomers }) => newcomers.has(id))
  return (
    deals.some(({ customerId, ownerId, productId }) => isNew(customerId) || isNew(ownerId) || isNew(productId)) ||
    companies.some(({ ownerId }) => isNew(ownerId)) ||
    contacts.some(({ companyId, ownerId }) => isNew(companyId) || isNew(ownerId))
  )
}
