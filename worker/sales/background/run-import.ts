import { newId } from '../../kernel/ids'
import { claimJob, commitSystem, finishJob } from '../../platform/background'
import { openDatabase } from '../../platform/db'
import type { Env } from '../../platform/env'
import { sendJobs } from '../../platform/jobs'
import { log } from '../../platform/log'
import { LostRace, Refused, UnitOfWork } from '../../platform/unit-of-work'
import type { KnownImport } from '../application/imports/import-store'
import type { Importer } from '../application/imports/resolve'
import { MAX_ROWS } from '../domain/csv/limits'
import { openCsv } from '../domain/csv/open'
import { CsvRefused, refusalInWords } from '../domain/csv/refusals'
import { splitIntoChunks } from '../domain/csv/split'
import { importEvent } from '../domain/import-events'
import type { ChunkPlace, ImportPlan } from '../domain/import-run'
import { importerOf, waitingImports } from '../persistence/importer'
import { findImport, finishImport, importProgress, planChunks } from '../persistence/imports'
import { batchesOf } from './import-batches'
import { chunkKey, fileKey, removeFiles } from './import-files'
import { createTaker, type Taken } from './take-batch'

const LEASE_SECONDS = 120 // renewed with every batch; a run that died is taken up again after it
const AT_ONCE = 3 // batches on their way to the database: two that are written and one that is sent
const MOST_ATTEMPTS = 20
// People may change deals while they are imported over, and each time the batch is decided anew.
const MOST_RACES = 20 // without getting any further

/** An import that cannot be finished, with what is told about it. */
class Failed extends Error {}

interface Run {
  readonly env: Env
  readonly tenantId: string
  readonly jobId: string
  readonly importId: string
  /** Renews the lease on imports of this company; false when another run has it. */
  keep(): Promise<boolean>
}

/**
 * Works through an import: cuts the file into pieces once, then writes its rows batch by batch. Every batch moves the
 * place to go on from in the same transaction as its deals, so however often this is interrupted and begun again, each
 * row is taken once.
 */
export async function runImport(env: Env, tenantId: string, jobId: string): Promise<void> {
  const hub = env.TENANT_HUB.getByName(tenantId)
  const holder = newId()
  // One at a time: two files may name the same new customer. Whoever ends sends for those that wait.
  const keep = () => hub.claim('import', holder, LEASE_SECONDS * 1000)
  if (!(await keep())) return
  try {
    const job = await claimJob(env, tenantId, jobId, LEASE_SECONDS)
    if (!job) return
    const run: Run = { env, tenantId, jobId, importId: String(job.payload.importId), keep }
    if (await goOn(run, job.attempts)) log('info', 'import.ended', { tenantId, importId: run.importId })
  } finally {
    await hub.release('import', holder)
  }
  await sendForOthers(env, tenantId, jobId)
}

/** True when the import is over; false when another run has taken it up. */
async function goOn(run: Run, attempts: number): Promise<boolean> {
  let reached = -1
  for (let races = 0; ; races++) {
    const found = await findImport(unitOf(run), run.importId)
    if (found?.status !== 'running') return end(run, found)
    if (found.progress.nextRow > reached) races = 0
    reached = found.progress.nextRow
    if (!(await run.keep())) return false
    try {
      if (attempts > MOST_ATTEMPTS) throw new Failed('It was interrupted too often; what was taken by then is kept')
      await work(run, found)
      return await end(run, found, { status: 'done', failure: null })
    } catch (error) {
      const failure =
        error instanceof CsvRefused ? refusalInWords(error.refusal) : error instanceof Failed ? error.message : null
      if (failure !== null) return end(run, found, { status: 'failed', failure })
      // Canceled, taken further by another run, or somebody changed or added the same: looked at anew.
      if (!(error instanceof LostRace || error instanceof Refused) || races >= MOST_RACES) throw error
    }
  }
}

async function work(run: Run, found: KnownImport): Promise<void> {
  const plan = found.draft as ImportPlan // a running import has one
  const importer = await importerOf(unitOf(run), found.createdBy)
  if (!importer) throw new Failed('Whoever began it may not import any more; what was taken by then is kept')
  const { importId, jobId } = run
  const chunks = found.progress.chunks.length > 0 ? found.progress.chunks : await cut(run, found, plan)
  const taking = { importId, jobId, plan, importer, failedBefore: found.rowsFailed, leaseSeconds: LEASE_SECONDS }
  const take = await createTaker(unitOf(run), taking)

  // While two batches are being written the next is read and decided: neither waits for the other, and the database never
  // for the Worker. They are committed in order, and one that is undone undoes all that come after it.
  const underWay: (Taken & { readonly committing: Promise<void> })[] = []
  try {
    for await (const batch of batchesOf(run.env, plan, { ...found.progress, chunks })) {
      const unit = unitOf(run, importer)
      const taken = await take(unit, batch, underWay)
      if (underWay.length >= AT_ONCE) await underWay.shift()?.committing
      if (!(await run.keep())) throw new LostRace('another run has taken over')
      const committing = commitSystem(run.env, unit)
      committing.catch(() => {}) // heard in its turn
      underWay.push({ ...taken, committing })
    }
    for (const { committing } of underWay) await committing
  } finally {
    await Promise.allSettled(underWay.map(({ committing }) => committing))
  }
}

/** Cuts the stored file into pieces that end with a row, so that the work can begin anywhere. */
async function cut(run: Run, { id }: KnownImport, plan: ImportPlan): Promise<readonly ChunkPlace[]> {
  const { env, tenantId } = run
  const object = await env.FILES.get(fileKey(tenantId, id))
  if (!object) throw new Failed('The file is no longer kept: upload it again')
  const opened = await openCsv(object.body, null)
  if (!opened.ok) throw new CsvRefused(opened.error)
  const chunks: ChunkPlace[] = []
  let rows = 0
  const pieces = opened.value.pipeThrough(splitIntoChunks(plan.dialect)).getReader()
  for (;;) {
    const { done, value } = await pieces.read()
    if (done) break
    const key = chunkKey(tenantId, id, value.index)
    await env.FILES.put(key, value.bytes)
    chunks.push({ key, firstRow: value.firstRow, rows: value.rows })
    rows += value.rows
    if (rows > MAX_ROWS * 2) throw new CsvRefused({ kind: 'too_many_rows', limit: MAX_ROWS }) // blank lines count here
  }
  const unit = unitOf(run)
  planChunks(unit, id, { chunks, nextRow: 0 })
  await commitSystem(env, unit)
  return chunks
}

interface Outcome {
  readonly status: 'done' | 'failed'
  readonly failure: string | null
}

/** Ends the job, and with an outcome the import: says once what changed, and has a model learn from it. */
async function end(run: Run, found: KnownImport | undefined, outcome?: Outcome): Promise<true> {
  const { env, tenantId, jobId, importId } = run
  const unit = unitOf(run, found && { userId: found.createdBy })
  if (found && outcome) {
    const run = await importProgress(unit, importId)
    const changed = run !== undefined && run.rowsCreated + run.rowsUpdated > 0
    finishImport(unit, importId, outcome.status, outcome.failure)
    unit.emit(importEvent(found.id, outcome.status, found.fileName, outcome.failure))
    // The same file once more teaches nothing, and a model of the same deals is no newer.
    if (outcome.status === 'done' && changed) unit.enqueue({ kind: 'train', key: 'train', payload: {} })
  }
  finishJob(unit, jobId, outcome?.failure ?? null)
  await commitSystem(env, unit)
  await removeFiles(env, tenantId, importId)
  return true
}

/** Imports of the company that were begun while this one ran: their messages have come and gone. */
async function sendForOthers(env: Env, tenantId: string, jobId: string): Promise<void> {
  const unit = new UnitOfWork(openDatabase(env), { as: 'system', tenantId }, { requestId: jobId })
  const waiting = await waitingImports(unit, jobId)
  await sendJobs(
    env,
    tenantId,
    waiting.map((id) => ({ id, job: { kind: 'import' as const } })),
  )
}

/** What is written is written in the name of whoever began the import. */
function unitOf({ env, tenantId, jobId }: Run, importer?: Pick<Importer, 'userId'>): UnitOfWork {
  const viewpoint = { as: 'system', tenantId, userId: importer?.userId } as const
  return new UnitOfWork(openDatabase(env), viewpoint, { requestId: jobId })
}
