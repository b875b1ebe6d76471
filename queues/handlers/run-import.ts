import { runImport } from '../../worker/sales'
import type { Handler } from './handler'

export const handleImport: Handler<'import.run'> = (env, { tenantId, jobId }) => runImport(env, tenantId, jobId)
