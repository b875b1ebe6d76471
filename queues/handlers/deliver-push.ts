import { deliverPush } from '../../worker/notifications'
import type { Handler } from './handler'

export const handlePush: Handler<'push.deliver'> = (env, { tenantId, jobId }) => deliverPush(env, tenantId, jobId)
