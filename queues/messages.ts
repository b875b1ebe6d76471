import { z } from 'zod'

// Messages carry ids; handlers read the present and act on that, so late and repeated deliveries are harmless.
const job = { tenantId: z.uuid(), jobId: z.uuid() }

export const Message = z.discriminatedUnion('type', [
  z.object({ type: z.literal('import.run'), ...job }),
  z.object({ type: z.literal('model.train'), ...job }),
  z.object({ type: z.literal('opportunities.score'), ...job }),
  z.object({ type: z.literal('push.deliver'), ...job }),
])
export type Message = z.infer<typeof Message>
