import type { ProblemTable } from '../../platform/problem'
import type { ModelMissing, SightMissing } from '../application/device'
import type { PoolingRefused } from '../application/pooling'
import type { ScoringRefused } from '../application/request-scoring'
import type { TrainingRefused } from '../application/request-training'
import type { RollBackRefused } from '../application/roll-back'
import type { PredictionMissing } from '../application/show-prediction'

export const modelProblems: ProblemTable<TrainingRefused> = {
  nothing_to_learn_from: [409, 'No deal has been won or lost yet: import your past deals, or close some first'],
}

export const scoringProblems: ProblemTable<ScoringRefused> = {
  nothing_to_score_with: [409, 'No model has been made from your deals yet'],
}

export const poolingProblems: ProblemTable<PoolingRefused> = {
  pooling_terms_changed: [409, 'What is shared has changed since you read it: read it again'],
}

export const rollBackProblems: ProblemTable<RollBackRefused> = {
  model_not_found: [404, 'There is no such version of the model'],
  model_cannot_serve: [409, 'Only a version that has served before can be put back'],
}

export const predictionProblems: ProblemTable<PredictionMissing> = {
  prediction_not_found: [404, 'There is no score for this deal'],
}

export const deviceProblems: ProblemTable<ModelMissing> = {
  model_not_found: [404, 'No model has been made from your deals yet'],
}

export const sightProblems: ProblemTable<SightMissing> = {
  opportunity_not_found: [404, 'There is no such deal, or it is not yours to see'],
}
