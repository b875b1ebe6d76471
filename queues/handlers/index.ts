import { giveUpScoring, giveUpTraining } from '../../worker/analytics'
import { giveUpPush } from '../../worker/notifications'
import { giveUpImport } from '../../worker/sales'
import { handlePush } from './deliver-push'
import type { Handlers } from './handler'
import { handleImport } from './run-import'
import { handleScore } from './score-opportunities'
import { handleTrain } from './train-model'

export const handlers: Handlers = {
  'import.run': handleImport,
  'model.train': handleTrain,
  'opportunities.score': handleScore,
  'push.deliver': handlePush,
}

/** The same for messages that failed every time: whoever waits is told, and may try again. */
export const givenUp: Handlers = {
  'import.run': (env, { tenantId, jobId }) => giveUpImport(env, tenantId, jobId),
  'model.train': (env, { tenantId, jobId }) => giveUpTraining(env, tenantId, jobId),
  'opportunities.score': (env, { tenantId, jobId }) => giveUpScoring(env, tenantId, jobId),
  'push.deliver': (env, { tenantId, jobId }) => giveUpPush(env, tenantId, jobId),
}
