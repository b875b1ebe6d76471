import type { Env } from '../worker/platform/env'
import { errorFields, log } from '../worker/platform/log'
import { handlers } from './handlers'
import type { Handler } from './handlers/handler'
import { Message } from './messages'
import { retryDelay } from './retry'

function handle<Type extends Message['type']>(env: Env, message: Extract<Message, { type: Type }>): Promise<void> {
  return (handlers[message.type as Type] as Handler<Type>)(env, message)
}

/** Parses, handles and answers for each message on its own: one that fails comes back later, the rest are done. */
export async function consume(batch: MessageBatch<unknown>, env: Env): Promise<void> {
  for (const message of batch.messages) {
    const parsed = Message.safeParse(message.body)
    if (!parsed.success) {
      // Nothing will ever make sense of it: reported, and not tried again.
      log('error', 'queue.unreadable', { queue: batch.queue, id: message.id, issues: parsed.error.issues })
      message.ack()
      continue
    }
    try {
      await handle(env, parsed.data)
      message.ack()
    } catch (error) {
      log('error', 'queue.failed', {
        queue: batch.queue,
        ...parsed.data,
        attempts: message.attempts,
        ...errorFields(error),
      })
      message.retry({ delaySeconds: retryDelay(message.attempts) })
    }
  }
}
