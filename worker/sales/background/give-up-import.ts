import { commitSystem, deadJob, finishJob } from '../../platform/background'
import { openDatabase } from '../../platform/db'
import type { Env } from '../../platform/env'
import { UnitOfWork } from '../../platform/unit-of-work'
import { importEvent } from '../domain/import-events'
import { breakOffImport, importProgress } from '../persistence/imports'

const BROKE_OFF = 'It was begun again and again, and broke off every time'

/** Ends an import whose message failed every time. What was taken stays, and so does the file: it can be taken up. */
export async function giveUpImport(env: Env, tenantId: string, jobId: string): Promise<void> {
  const job = await deadJob(env, tenantId, jobId)
  if (!job) return
  const unitOf = (userId?: string) =>
    new UnitOfWork(openDatabase(env), { as: 'system', tenantId, userId }, { requestId: jobId, env })
  const run = await importProgress(unitOf(), String(job.payload.importId))
  // What is told is told to whoever began it.
  const unit = unitOf(run?.createdBy)
  if (run?.status === 'running') {
    breakOffImport(unit, run.id, BROKE_OFF)
    unit.emit(importEvent(run.id, 'failed', run.fileName, BROKE_OFF))
  }
  finishJob(unit, jobId, BROKE_OFF)
  await commitSystem(env, unit)
}
