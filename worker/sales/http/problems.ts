import type { ProblemTable } from '../../platform/problem'
import type { OpportunityError, PageError, PipelineError } from '../domain/errors'

// One table a part of sales: the same refusal can mean another status elsewhere.
export const pageProblems: ProblemTable<PageError> = {
  cursor_invalid: [422, 'Start again from the first page', 'cursor'],
}

export const opportunityProblems: ProblemTable<OpportunityError> = {
  opportunity_not_found: [404, 'There is no such deal'],
  opportunity_exists: [409, 'A deal with this id is there already', 'id'],
  version_conflict: [409, 'Somebody changed this in the meantime; look at it again'],
  deal_closed: [409, 'A closed deal stays closed; open a new one instead'],
  stage_not_found: [422, 'There is no such stage', 'stageId'],
  stage_of_other_pipeline: [422, 'This stage belongs to another pipeline', 'stageId'],
  stage_archived: [422, 'This stage is no longer in use', 'stageId'],
  stage_closes_deal: [422, 'Close the deal as won or lost instead of moving it here', 'stageId'],
  pipeline_not_found: [422, 'There is no such pipeline', 'pipelineId'],
  no_pipeline: [409, 'Set up a pipeline first'],
  loss_reason_unknown: [422, 'Choose one of the reasons your company uses', 'lossReason'],
  owner_not_found: [422, 'There is no such person', 'ownerId'],
  owner_not_yours: [403, 'You may only give deals to people you lead', 'ownerId'],
  owner_not_active: [422, 'This person no longer works here', 'ownerId'],
  customer_not_found: [422, 'There is no such customer', 'customerId'],
  product_not_found: [422, 'There is no such product', 'productIds'],
  product_archived: [422, 'This product is no longer sold', 'productIds'],
  custom_values_refused: [422, 'Some of your own fields cannot be taken as they are'],
}

export const pipelineProblems: ProblemTable<PipelineError> = {
  pipeline_not_found: [404, 'There is no such pipeline'],
  stage_not_found: [404, 'There is no such stage'],
  version_conflict: [409, 'Somebody changed this in the meantime; look at it again'],
  settings_not_yours: [403, 'Only people who see the whole company may change its pipelines'],
  pipeline_name_taken: [409, 'Another pipeline has this name', 'name'],
  stage_name_taken: [409, 'Another stage of this pipeline has this name', 'name'],
  too_many_pipelines: [422, 'There are as many pipelines as there can be'],
  too_many_stages: [422, 'There are as many stages as there can be'],
  stage_archived: [409, 'This stage is no longer in use'],
  stage_has_deals: [409, 'Move the deals of this stage first'],
  stage_ends_pipeline: [409, 'Every pipeline ends in one stage that wins and one that loses'],
  last_open_stage: [409, 'A pipeline needs at least one open stage'],
}
