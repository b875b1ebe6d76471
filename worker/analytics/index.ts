export { Prediction, PredictionAnswer } from './contract'
