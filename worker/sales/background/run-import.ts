import { sql } from 'drizzle-orm'
import { newId, type UserId } from '../../kernel/ids'
import { claimJob, commitSystem, finishJob, systemUnit } from '../../platform/background'
import type { Env } from '../../platform/env'
import { log } from '../../platform/log'
import { LostRace, type UnitOfWork } from '../../platform/unit-of-work'
import { Resolver } from '../application/imports/resolve'
import { createDuplicateFinder } from '../domain/csv/duplicates'
import type { ImportRow } from '../domain/csv/import-row'
import type { RowProblem } from '../domain/csv/mapping'
import { openCsv } from '../domain/csv/open'
import { parseCsv } from '../domain/csv/parse'
import { CsvRefused, refusalInWords } from '../domain/csv/refusals'
import { createRowReader } from '../domain/csv/rows'
import { splitIntoChunks } from '../domain/csv/split'
import type { CustomValues } from '../domain/custom-values'
import type { ChunkPlace, ImportPlan } from '../domain/import-run'
import { type ImportedDeal, writeImportedDeals } from '../persistence/imported-deals'
import { advance, findImport, finishImport, keepErrors, planChunks, type StoredImport } from '../persistence/imports'
import { chunkKey, fileKey, removeFiles } from './import-files'

const LEASE_SECONDS = 120 // renewed with every batch; a run that died is taken up again after it
const ROWS_A_BATCH = 1500 // one transaction: long enough to be fast, short enough to wait for
const MOST_ATTEMPTS = 20

/**
 * Works through an import: cuts the file into pieces once, then writes its rows batch by batch. Every batch moves the
 * place to go on from in the same transaction as its deals, so however often this is interrupted and begun again, each
 * row is taken once.
 */
export async function runImport(env: Env, tenantId: string, jobId: string): Promise<void> {
  const job = await claimJob(env, tenantId, jobId, LEASE_SECONDS)
  if (!job) return
  const importId = String(job.payload.importId)
  const found = await findImport(systemUnit(env, tenantId, jobId), importId)
  if (found?.status !== 'running' || !found.plan) return finish(env, tenantId, jobId, importId)
  const hub = env.TENANT_HUB.getByName(tenantId)
  // One at a time: two files may name the same new customer. The sweep sends this one again later.
  if (!(await hub.claim('import', jobId, LEASE_SECONDS * 1000))) return
  try {
    if (job.attempts > MOST_ATTEMPTS) throw new CsvRefused({ kind: 'archive_damaged' })
    const chunks =
      found.progress.chunks.length > 0 ? found.progress.chunks : await cut(env, tenantId, found, found.plan)
    const ended = await work(env, tenantId, jobId, { ...found, progress: { ...found.progress, chunks } }, found.plan)
    await finish(env, tenantId, jobId, importId, ended === 'done' ? { status: 'done', failure: null } : undefined)
  } catch (error) {
    if (!(error instanceof CsvRefused)) throw error
    await finish(env, tenantId, jobId, importId, { status: 'failed', failure: refusalInWords(error.refusal) })
  } finally {
    await hub.release('import', jobId)
  }
}

/** Cuts the stored file into pieces that end with a row, so that the work can begin anywhere. */
async function cut(env: Env, tenantId: string, run: StoredImport, plan: ImportPlan): Promise<readonly ChunkPlace[]> {
  const object = await env.FILES.get(fileKey(tenantId, run.id))
  if (!object) throw new CsvRefused({ kind: 'empty_file' })
  const opened = await openCsv(object.body, run.fileName)
  if (!opened.ok) throw new CsvRefused(opened.error)
  const chunks: ChunkPlace[] = []
  const pieces = opened.value.pipeThrough(splitIntoChunks(plan.dialect)).getReader()
  for (;;) {
    const { done, value } = await pieces.read()
    if (done) break
    const key = chunkKey(tenantId, run.id, value.index)
    await env.FILES.put(key, value.bytes)
    chunks.push({ key, firstRow: value.firstRow, rows: value.rows })
  }
  const unit = systemUnit(env, tenantId, run.id)
  planChunks(unit, run.id, { chunks, nextRow: 0 })
  await commitSystem(env, unit)
  return chunks
}

interface Batch {
  readonly rows: ImportRow[]
  readonly problems: RowProblem[]
  /** Records seen, whatever became of them. */
  read: number
  repeated: number
  failed: number
  nextRow: number
}

const emptyBatch = (nextRow: number): Batch => ({ rows: [], problems: [], read: 0, repeated: 0, failed: 0, nextRow })

async function work(
  env: Env,
  tenantId: string,
  jobId: string,
  run: StoredImport,
  plan: ImportPlan,
): Promise<'done' | 'canceled'> {
  const resolver = await resolverFor(systemUnit(env, tenantId, jobId), plan, run.createdBy)
  const read = createRowReader(plan.mapping, plan.conventions)
  const repeats = createDuplicateFinder()
  const customKeys = plan.mapping.columns.flatMap(({ target }) => (target.kind === 'custom' ? [target.name] : []))
  let errorsKept = run.rowsFailed
  let batch = emptyBatch(run.progress.nextRow)

  async function flush(): Promise<boolean> {
    if (batch.read === 0) return true
    const unit = systemUnit(env, tenantId, jobId)
    const deals = batch.rows.map((row) => toDeal(row, resolver, plan, customKeys, unit.now))
    addNewcomers(unit, resolver)
    writeImportedDeals(unit, run.id, run.createdBy, deals)
    keepErrors(unit, run.id, batch.problems, errorsKept)
    advance(unit, run.id, batch.nextRow, { read: batch.read, unchanged: batch.repeated, failed: batch.failed })
    unit.write(
      sql`update jobs set due_at = now() + make_interval(secs => ${LEASE_SECONDS}) where tenant_id = ${tenantId} and id = ${jobId}`,
    )
    try {
      await commitSystem(env, unit)
    } catch (error) {
      // Only a canceled import refuses to move on; nothing of this batch was written.
      if (error instanceof LostRace) return false
      throw error
    }
    errorsKept += batch.problems.length
    batch = emptyBatch(batch.nextRow)
    return true
  }

  for (const chunk of run.progress.chunks) {
    const object = await env.FILES.get(chunk.key)
    if (!object) throw new Error(`a piece of import ${run.id} is gone`)
    const records = parseCsv(await object.text(), { delimiter: plan.dialect.delimiter, firstRow: chunk.firstRow })
    if (!records.ok) throw new CsvRefused(records.error)
    for (const record of records.value) {
      const result = read(record)
      if (result.kind === 'blank') continue
      // Rows of an earlier run are only remembered, so that a repetition of one is still known as that.
      const repeat = result.kind === 'row' ? repeats(result.row) : null
      if (record.row < run.progress.nextRow) continue
      batch.read++
      batch.nextRow = record.row + 1
      if (result.kind === 'error') {
        batch.failed++
        batch.problems.push(...result.problems)
      } else if (repeat) {
        batch.repeated++
        if (repeat.differs) batch.problems.push(repeatProblem(result.row, repeat.reason))
      } else batch.rows.push(result.row)
      if (batch.read >= ROWS_A_BATCH && !(await flush())) return 'canceled'
    }
  }
  return (await flush()) ? 'done' : 'canceled'
}

function repeatProblem(row: ImportRow, reason: string): RowProblem {
  return { row: row.row, column: null, field: null, value: row.externalId ?? row.title, kind: 'duplicate', reason }
}

async function resolverFor(unit: UnitOfWork, plan: ImportPlan, importer: UserId): Promise<Resolver> {
  const { tenantId } = unit
  const [people, products, stages] = await Promise.all([
    unit.rows<{ id: string; name: string; email: string | null }>(
      sql`select id, name, email from users where tenant_id = ${tenantId} order by (status = 'placeholder'), created_at desc`,
    ),
    unit.rows<{ id: string; name: string }>(sql`select id, name from products where tenant_id = ${tenantId}`),
    unit.rows<{ id: string; name: string; status: 'open' | 'won' | 'lost' }>(sql`select id, name, status from stages
      where tenant_id = ${tenantId} and pipeline_id = ${plan.pipelineId} and archived_at is null order by position, id`),
  ])
  return new Resolver(plan, importer, { people, products, stages })
}

/** Writes who and what the rows of this batch name for the first time. */
function addNewcomers(unit: UnitOfWork, resolver: Resolver): void {
  const { people, products } = resolver.takeNewcomers()
  const { tenantId } = unit
  if (people.length > 0) {
    unit.write(sql`insert into users (tenant_id, id, name, email, role_id, status)
      select ${tenantId}::uuid, p.id, p.name, p.email, r.id, 'placeholder'
      from jsonb_to_recordset(${JSON.stringify(people)}::jsonb) as p(id uuid, name text, email text)
      join roles r on r.tenant_id = ${tenantId} and r.key = 'sales_rep'
      on conflict do nothing`)
  }
  if (products.length > 0) {
    unit.write(sql`insert into products (tenant_id, id, name)
      select ${tenantId}::uuid, p.id, p.name from jsonb_to_recordset(${JSON.stringify(products)}::jsonb) as p(id uuid, name text)
      on conflict do nothing`)
  }
}

function toDeal(
  row: ImportRow,
  resolver: Resolver,
  plan: ImportPlan,
  customKeys: readonly string[],
  now: Date,
): ImportedDeal {
  const stage = resolver.stageFor(row)
  const closed = row.status !== 'open'
  const closedAt = closed ? (row.closedOn === null ? now.toISOString() : `${row.closedOn}T12:00:00.000Z`) : null
  const began = row.createdOn ?? row.closedOn
  const openedAt = began === null ? now.toISOString() : `${began}T08:00:00.000Z`
  const custom: CustomValues = {}
  customKeys.forEach((key, i) => {
    const value = row.custom[i]
    if (value !== null && value !== undefined) custom[key] = value
  })
  return {
    id: newId(),
    key: row.key,
    digest: row.digest,
    external_id: row.externalId,
    title: row.title,
    customer: row.customer,
    customer_id: newId(),
    industry: row.industry,
    contact_id: newId(),
    contact_name: row.contactName,
    contact_email: row.contactEmail,
    contact_phone: row.contactPhone,
    amount_minor: row.amountMinor ?? 0,
    currency: row.currency,
    pipeline_id: plan.pipelineId,
    stage_id: stage.id,
    status: row.status,
    owner_id: resolver.ownerFor(row),
    product_id: resolver.productFor(row),
    source: row.source,
    priority: row.priority ?? 'medium',
    opened_at: closedAt !== null && closedAt < openedAt ? closedAt : openedAt,
    expected_close_on: row.expectedCloseOn,
    closed_at: closedAt,
    // A closed deal without a day has no place in time, and must not be given today's.
    is_dated: !closed || row.closedOn !== null,
    // How long an open deal has stood where it stands is not in the file: its age here counts from now.
    stage_entered_at: closedAt ?? now.toISOString(),
    loss_reason: row.status === 'lost' ? row.lossReason : null,
    tags: row.tags,
    notes: row.notes ?? '',
    custom,
    history_id: newId(),
  }
}

/** Ends the job, and with an outcome the import: says once what changed, and has a model learn from it. */
async function finish(
  env: Env,
  tenantId: string,
  jobId: string,
  importId: string,
  outcome?: { readonly status: 'done' | 'failed'; readonly failure: string | null },
): Promise<void> {
  const unit = systemUnit(env, tenantId, jobId)
  if (outcome) {
    finishImport(unit, importId, outcome.status, outcome.failure)
    // One change for all rows: clients fetch anew instead of being told of every deal.
    unit.emit({
      type: `import.${outcome.status}`,
      entity: 'import',
      entityId: importId,
      after: { ...outcome },
      audience: 'tenant',
    })
    if (outcome.status === 'done') unit.enqueue({ kind: 'train', key: 'train', payload: {} })
  }
  finishJob(unit, jobId, outcome?.failure ?? null)
  await commitSystem(env, unit)
  await removeFiles(env, tenantId, importId)
  log('info', 'import.ended', { tenantId, importId, status: outcome?.status ?? 'canceled' })
}
