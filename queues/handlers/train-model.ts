import { trainTenantModel } from '../../worker/analytics'
import type { Handler } from './handler'

export const handleTrain: Handler<'model.train'> = (env, { tenantId, jobId }) => trainTenantModel(env, tenantId, jobId)
