import { scoreTenantDeals } from '../../worker/analytics'
import type { Handler } from './handler'

export const handleScore: Handler<'opportunities.score'> = (env, { tenantId, jobId }) =>
  scoreTenantDeals(env, tenantId, jobId)
