import type { ProblemTable } from '../../platform/problem'
import type { TrainingRefused } from '../application/request-training'
import type { PredictionMissing } from '../application/show-prediction'

export const modelProblems: ProblemTable<TrainingRefused> = {
  nothing_to_learn_from: [409, 'No deal has been won or lost yet: import your past deals, or close some first'],
}

export const predictionProblems: ProblemTable<PredictionMissing> = {
  prediction_not_found: [404, 'There is no score for this deal'],
}
