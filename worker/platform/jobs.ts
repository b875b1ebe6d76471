import type { Message } from '../../queues/messages'
import type { Job } from '../kernel/change'
import type { Env } from './env'
import { errorFields, log } from './log'

const MESSAGE = {
  import: 'import.run',
  train: 'model.train',
  score: 'opportunities.score',
  push: 'push.deliver',
} as const

/** Sends promised work to its queue. What is lost here the sweep sends again: the job is in the database. */
export async function sendJobs(
  env: Env,
  tenantId: string,
  jobs: readonly { readonly id: string; readonly job: Pick<Job, 'kind'> }[],
): Promise<void> {
  for (const { id, job } of jobs) {
    const message: Message = { type: MESSAGE[job.kind], tenantId, jobId: id }
    try {
      await queueFor(env, job.kind).send(message)
    } catch (error) {
      log('warn', 'job.not_sent', { tenantId, jobId: id, ...errorFields(error) })
    }
  }
}

function queueFor(env: Env, kind: Job['kind']): Queue<Message> {
  return { import: env.IMPORT_QUEUE, train: env.TRAIN_QUEUE, score: env.SCORE_QUEUE, push: env.PUSH_QUEUE }[kind]
}
