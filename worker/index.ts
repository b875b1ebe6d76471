import type { Message } from '../queues/messages'
import { app } from './app'
import type { Env } from './platform/env'

export { TenantHub } from '../durable-objects/tenant-hub/tenant-hub'

export default {
  fetch: (request, env, context) => app.fetch(request, env, context),
} satisfies ExportedHandler<Env, Message>
