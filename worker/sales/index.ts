import type { UnitOfWork } from '../platform/unit-of-work'
import { unscored } from './application/scores'
import type { SalesWork } from './application/work'
import { changeHistory } from './persistence/change-history'
import { opportunityStore } from './persistence/opportunities'
import { pipelineStore } from './persistence/pipelines'
import { referenceStore } from './persistence/references'
import { stageHistoryStore } from './persistence/stage-history'

/** What the use cases of sales work with, over one unit of work. */
export function salesWork(unit: UnitOfWork): SalesWork {
  return {
    actor: unit.actor,
    now: unit.now,
    opportunities: opportunityStore(unit),
    stageHistory: stageHistoryStore(unit),
    pipelines: pipelineStore(unit),
    references: referenceStore(unit),
    changes: changeHistory(unit),
    scores: unscored,
    emit: (event) => unit.emit(event),
  }
}
