import type { ProblemTable } from '../../platform/problem'
import type { CatalogueError, CustomerError, InteractionError } from '../domain/customer-errors'
import type { ImportRefused, OpportunityError, PageError, PipelineError } from '../domain/errors'

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
  pipeline_name_taken: [409, 'Another pipeline has this name', 'name'],
  stage_name_taken: [409, 'Another stage of this pipeline has this name', 'name'],
  too_many_pipelines: [422, 'There are as many pipelines as there can be'],
  too_many_stages: [422, 'There are as many stages as there can be'],
  stage_archived: [409, 'This stage is no longer in use'],
  stage_has_deals: [409, 'Move the deals of this stage first'],
  stage_ends_pipeline: [409, 'Every pipeline ends in one stage that wins and one that loses'],
  last_open_stage: [409, 'A pipeline needs at least one open stage'],
}

const CONFLICT = [409, 'Somebody changed this in the meantime; look at it again'] as const

export const customerProblems: ProblemTable<CustomerError | PageError> = {
  ...pageProblems,
  customer_not_found: [404, 'There is no such customer'],
  customer_exists: [409, 'There is a customer of this name already', 'name'],
  customer_id_taken: [409, 'A customer with this id is there already', 'id'],
  version_conflict: CONFLICT,
  company_not_found: [422, 'There is no such company', 'companyId'],
  company_has_no_company: [422, 'Only a person works for a company', 'companyId'],
  custom_values_refused: [422, 'Some of your own fields cannot be taken as they are'],
  owner_not_found: [422, 'There is no such person', 'ownerId'],
  owner_not_yours: [403, 'You may only give your team’s customers to people you lead', 'ownerId'],
  owner_not_active: [422, 'This person no longer works here', 'ownerId'],
}

export const interactionProblems: ProblemTable<InteractionError | PageError> = {
  ...pageProblems,
  interaction_not_found: [404, 'There is no such interaction'],
  interaction_exists: [409, 'An interaction with this id is there already', 'id'],
  interaction_not_yours: [403, 'Only whoever wrote this, lately, or a manager may do that'],
  interaction_about_nothing: [422, 'Say which deal or customer this was about', 'customerId'],
  interaction_in_the_future: [422, 'This has not happened yet', 'occurredAt'],
  interaction_too_long_ago: [422, 'Use a moment since 1970', 'occurredAt'],
  person_not_of_customer: [422, 'This person does not belong to the customer', 'personId'],
  customer_not_found: [422, 'There is no such customer', 'customerId'],
  opportunity_not_found: [422, 'There is no such deal', 'opportunityId'],
  version_conflict: CONFLICT,
}

export const catalogueProblems: ProblemTable<CatalogueError> = {
  settings_not_yours: [403, 'Only people who see the whole company may change this'],
  product_not_found: [404, 'There is no such product'],
  product_name_taken: [409, 'Another product has this name', 'name'],
  product_in_use: [409, 'Deals have this product; archive it instead'],
  custom_field_not_found: [404, 'There is no such field'],
  custom_field_label_taken: [409, 'Another field has this label', 'label'],
  custom_field_needs_choices: [422, 'Give at least one choice', 'choices'],
  custom_field_takes_no_choices: [422, 'Only a field of choices has choices', 'choices'],
  too_many_custom_fields: [409, 'There are as many fields as there can be'],
  version_conflict: CONFLICT,
}

export const importProblems: ProblemTable<ImportRefused> = {
  import_not_found: [404, 'There is no such import'],
  import_not_waiting: [409, 'This import has begun already'],
  import_over: [409, 'This import is over'],
  import_not_resumable: [409, 'Only an import that broke off can be taken up'],
  import_file_gone: [409, 'The file is no longer kept; upload it again'],
  import_maps_nothing: [422, 'Say which column names the deal or its customer', 'mapping'],
  no_pipeline: [409, 'Set up a pipeline first'],
  empty_file: [422, 'The file is empty', 'file'],
  no_rows: [422, 'The file has a header but no rows', 'file'],
  not_a_csv: [422, 'This is not a CSV file; save it as CSV and choose that file', 'file'],
  name_disagrees: [422, 'The content of the file is not what its name says', 'file'],
  file_too_large: [413, 'The file is too large; split it and import the parts', 'file'],
  inflates_too_much: [422, 'This archive unpacks to far more than its size; import the CSV itself', 'file'],
  archive_damaged: [422, 'This archive is damaged', 'file'],
  too_many_rows: [422, 'The file has too many rows; split it and import the parts', 'file'],
  too_many_columns: [422, 'The file has too many columns; remove those you do not need', 'file'],
  record_too_long: [422, 'A row of the file never ends; a quote is probably not closed', 'file'],
  ...pipelineProblems,
  ...catalogueProblems,
  pipeline_not_found: [422, 'There is no such pipeline', 'pipelineId'],
  stage_not_found: [422, 'A stage you chose is not one of this pipeline', 'mapping'],
}
