import { consume } from '../queues/consume'
import type { Message } from '../queues/messages'
import { scheduled } from '../queues/scheduled'
import { app } from './app'
import type { Env } from './platform/env'

export { TaskRoom } from '../durable-objects/task-room/task-room'
export { TenantHub } from '../durable-objects/tenant-hub/tenant-hub'

export default {
  fetch: (request, env, context) => app.fetch(request, env, context),
  queue: (batch, env) => consume(batch, env),
  scheduled: (event, env) => scheduled(event.cron, env, new Date(event.scheduledTime)),
} satisfies ExportedHandler<Env, Message>
