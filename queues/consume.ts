import { Later, retryDelay } from '../worker/kernel/retry'
import type { Env } from '../worker/platform/env'
import { errorFields, log } from '../worker/platform/log'
import { givenUp, handlers } from './handlers'
import type { Handler, Handlers } from './handlers/handler'
import { Message } from './messages'

function handle<Type extends Message['type']>(
  by: Handlers,
  env: Env,
  message: Extract<Message, { type: Type }>,
): Promise<void> {
  return (by[message.type as Type] as Handler<Type>)(env, message)
}

/**
 * Parses, handles and answers for each message on its own: one that fails comes back later, the rest are done. What failed every
 * time comes once more by a dead-letter queue, to be given up.
 */
export async function consume(batch: MessageBatch<unknown>, env: Env): Promise<void> {
  const isDead = batch.queue.endsWith('-dead')
  for (const message of batch.messages) {
    const parsed = Message.safeParse(message.body)
    if (!parsed.success) {
      // Nothing will ever make sense of it: reported, and not tried again.
      log('error', 'queue.unreadable', { queue: batch.queue, id: message.id, issues: parsed.error.issues })
      message.ack()
      continue
    }
    try {
      if (isDead) log('error', 'queue.given_up', { queue: batch.queue, ...parsed.data })
      await handle(isDead ? givenUp : handlers, env, parsed.data)
      message.ack()
    } catch (error) {
      const isPutOff = error instanceof Later
      log(isPutOff ? 'warn' : 'error', isPutOff ? 'queue.put_off' : 'queue.failed', {
        queue: batch.queue,
        ...parsed.data,
        attempts: message.attempts,
        ...errorFields(error),
      })
      message.retry({ delaySeconds: isPutOff ? error.delaySeconds : retryDelay(message.attempts) })
    }
  }
}
