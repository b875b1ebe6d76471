import { liveScores, readTone } from '../analytics'
import type { UnitOfWork } from '../platform/unit-of-work'
import { followUpPlanner, taskWork } from '../tasks'
import { toPipelineOnWire } from './application/wire'
import type { SalesWork } from './application/work'
import type { CustomField, Pipeline, Product } from './contract'
import { changeHistory } from './persistence/change-history'
import { customFieldStore } from './persistence/custom-fields'
import { customerLists } from './persistence/customer-lists'
import { customerStore } from './persistence/customers'
import { exportStore } from './persistence/exports'
import { importStore } from './persistence/import-store'
import { interactionStore } from './persistence/interactions'
import { opportunityStore } from './persistence/opportunities'
import { opportunityLists } from './persistence/opportunity-lists'
import { pipelineStore } from './persistence/pipelines'
import { productStore } from './persistence/products'
import { referenceStore } from './persistence/references'
import { stageHistoryStore } from './persistence/stage-history'
import { workingSet } from './persistence/working-set'

/** What the use cases of sales work with, over one unit of work. */
export function salesWork(unit: UnitOfWork): SalesWork {
  return {
    actor: unit.actor,
    now: unit.now,
    opportunities: opportunityStore(unit),
    opportunityLists: opportunityLists(unit),
    stageHistory: stageHistoryStore(unit),
    pipelines: pipelineStore(unit),
    references: referenceStore(unit),
    changes: changeHistory(unit),
    workingSet: workingSet(unit),
    customers: customerStore(unit),
    customerLists: customerLists(unit),
    interactions: interactionStore(unit),
    products: productStore(unit),
    customFields: customFieldStore(unit),
    exports: exportStore(unit),
    scores: liveScores(unit),
    imports: importStore(unit),
    readTone: (text) => readTone(text, unit.env.AI),
    followUp: (id) => followUpPlanner(taskWork(unit), id),
    emit: (event) => unit.emit(event),
    importSoon: (id) => unit.enqueue({ kind: 'import', key: id, payload: { importId: id } }),
    scoreSoon: (id) => unit.enqueue({ kind: 'score', key: `opportunity:${id}`, payload: { opportunityIds: [id] } }),
  }
}

/** What all deals refer to, of the kinds that are asked for: few rows, read whole. */
export async function catalogueOf(
  unit: UnitOfWork,
  kinds: ReadonlySet<'pipelines' | 'products' | 'customFields'>,
): Promise<{ pipelines?: readonly Pipeline[]; products?: readonly Product[]; customFields?: readonly CustomField[] }> {
  const [pipelines, products, customFields] = await Promise.all([
    kinds.has('pipelines') ? pipelineStore(unit).all() : null,
    kinds.has('products') ? productStore(unit).all() : null,
    kinds.has('customFields') ? customFieldStore(unit).all() : null,
  ])
  return {
    ...(pipelines && { pipelines: pipelines.map(toPipelineOnWire) }),
    ...(products && { products }),
    ...(customFields && {
      customFields: customFields.map((field) => ({ ...field, choices: field.choices && [...field.choices] })),
    }),
  }
}

export { showBoard } from './application/board'
export { changeCustomer } from './application/change-customer'
export { changeInteraction } from './application/change-interaction'
export { changeOpportunity } from './application/change-opportunity'
export { changePipeline } from './application/change-pipeline'
export { closeOpportunity } from './application/close-opportunity'
export { addCustomField, changeCustomField } from './application/custom-fields'
export { customerTimeline } from './application/customer-timeline'
export { beginExport } from './application/export-records'
export { findOpportunity } from './application/find-opportunity'
export { beginImport } from './application/imports/begin-import'
export { cancelImport } from './application/imports/cancel-import'
export { correctImport } from './application/imports/correct-import'
export { inspectImport } from './application/imports/inspect-import'
export { previewImport } from './application/imports/preview-import'
export { resumeImport } from './application/imports/resume-import'
export { startImport } from './application/imports/start-import'
export { listCustomers, listPeople } from './application/list-customers'
export { listInteractions } from './application/list-interactions'
export { listOpportunities } from './application/list-opportunities'
export type { LiveRows, LiveScore } from './application/live-rows'
export { logInteraction } from './application/log-interaction'
export { moveOpportunity } from './application/move-opportunity'
export { openCustomer } from './application/open-customer'
export { openOpportunity } from './application/open-opportunity'
export { opportunityHistory } from './application/opportunity-history'
export { addNewPipeline, listPipelines } from './application/pipelines'
export { addProduct, changeProduct, removeProduct } from './application/products'
export { removeInteraction } from './application/remove-interaction'
export { showInteraction } from './application/show-interaction'
export { addPipelineStage, archivePipelineStage, changePipelineStage } from './application/stages'
export { changesSince, workingSetPage } from './application/working-set'
export { beginningOf, inspectFile } from './background/file-text'
export { giveUpImport } from './background/give-up-import'
export { fileKey, removeFiles, removeOldFiles } from './background/import-files'
export { runImport } from './background/run-import'
export { asLiveRows, liveRows, liveScores as newestScores, type WrittenLiveRows } from './persistence/live-rows'
