import { env } from 'cloudflare:workers'
import { eq } from 'drizzle-orm'
import { expect } from 'vitest'
import * as schema from '../../drizzle/schema'
import { consume } from '../../queues/consume'
import type { Message } from '../../queues/messages'
import type { Env } from '../../worker/platform/env'
import { owner } from './actors'

const TYPE = { import: 'import.run', train: 'model.train', score: 'opportunities.score', push: 'push.deliver' } as const

/** What became of a message. */
export type Fate = 'acknowledged' | 'retried'

/** Gives one message to the consumer, as the queue would. */
export async function deliver(body: unknown, queue = 'test'): Promise<Fate> {
  let fate: Fate | undefined
  const message = {
    id: crypto.randomUUID(),
    timestamp: new Date(),
    attempts: 1,
    body,
    ack: () => {
      fate ??= 'acknowledged'
    },
    retry: () => {
      fate ??= 'retried'
    },
  }
  const batch = { queue, messages: [message], ackAll() {}, retryAll() {} } as unknown as MessageBatch
  await consume(batch, env as unknown as Env)
  if (!fate) throw new Error('the message was neither acknowledged nor retried')
  return fate
}

/**
 * Waits until every job of a company is finished: the queues of the Worker under test are real, and do them by themselves.
 * Answers their messages in the order in which they were promised.
 */
export async function untilIdle(tenantId: string): Promise<Message[]> {
  const jobs = () =>
    owner().select().from(schema.jobs).where(eq(schema.jobs.tenantId, tenantId)).orderBy(schema.jobs.id)
  await expect
    .poll(async () => (await jobs()).filter(({ finishedAt }) => finishedAt === null).map(({ kind }) => kind), {
      timeout: 100_000,
      interval: 100,
    })
    .toEqual([])
  return (await jobs()).map(({ kind, id }) => ({ type: TYPE[kind], tenantId, jobId: id }))
}
