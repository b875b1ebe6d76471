import { newId } from '../../kernel/ids'
import { claimJob, commitSystem, deadJob, finishJob, systemUnit } from '../../platform/background'
import type { Env } from '../../platform/env'
import { errorFields, log } from '../../platform/log'
import { beginTraining, failTraining } from '../persistence/models'
import { train } from './training'

const LEASE_SECONDS = 600 // twice the longest a consumer may run
const MOST_ATTEMPTS = 3

/**
 * Trains a tenant's next model and decides whether it serves. The message may come twice: one delivery at a time holds the
 * tenant's lease, and the model bears the job's own id. One that was cut off is begun again when its lease has run out.
 */
export async function trainTenantModel(env: Env, tenantId: string, jobId: string): Promise<void> {
  const hub = env.TENANT_HUB.getByName(tenantId)
  const holder = newId()
  if (!(await hub.claim('train', holder, LEASE_SECONDS * 1000))) return
  try {
    await trainOnce(env, tenantId, jobId)
  } finally {
    await hub.release('train', holder)
  }
}

async function trainOnce(env: Env, tenantId: string, jobId: string): Promise<void> {
  // Under the lease: who only waited for it has not tried.
  const job = await claimJob(env, tenantId, jobId, LEASE_SECONDS)
  if (!job) return
  try {
    const requestedBy = typeof job.payload.requestedBy === 'string' ? job.payload.requestedBy : null
    await beginTraining(systemUnit(env, tenantId, jobId), jobId, requestedBy)
    // Whoever was cut off has told nobody why: the platform ends what takes too long or too much, and nothing is caught.
    if (job.attempts > MOST_ATTEMPTS) return await giveUp(env, tenantId, jobId, CUT_OFF, 'cut off every time')
    await train(env, tenantId, jobId)
  } catch (error) {
    if (job.attempts < MOST_ATTEMPTS) throw error
    // Given up: the reason is for the administrator, the whole for the log.
    log('error', 'model.training_failed', { tenantId, jobId, ...errorFields(error) })
    await giveUp(env, tenantId, jobId, FAILED, error instanceof Error ? error.message : String(error))
  }
}

/** Ends a training whose message failed every time, before it could say itself that it had failed. */
export async function giveUpTraining(env: Env, tenantId: string, jobId: string): Promise<void> {
  const job = await deadJob(env, tenantId, jobId)
  if (!job) return
  // There is no version yet where it never came that far.
  const requestedBy = typeof job.payload.requestedBy === 'string' ? job.payload.requestedBy : null
  await beginTraining(systemUnit(env, tenantId, jobId), jobId, requestedBy)
  await giveUp(env, tenantId, jobId, CUT_OFF, 'its message failed every time')
}

const FAILED = 'Training failed three times. The model before it still serves.'
const CUT_OFF =
  'Training was cut off three times: it took too long, or needed more memory than there is. The model before it still serves.'

async function giveUp(env: Env, tenantId: string, jobId: string, detail: string, failure: string): Promise<void> {
  const unit = systemUnit(env, tenantId, jobId)
  failTraining(unit, jobId, detail)
  finishJob(unit, jobId, failure)
  unit.emit({
    type: 'model.training_failed',
    entity: 'model',
    entityId: jobId,
    after: { detail },
    audience: 'admin',
  })
  await commitSystem(env, unit)
}
