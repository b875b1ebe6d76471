// What the browser's tests run of the product's own rules: bundled as the app bundles them, without its screens.
export { timelineOf } from '../../worker/analytics/domain/deal-record'
export { bookFromJson } from '../../worker/analytics/domain/evidence-book'
export { scoreDeal } from '../../worker/analytics/domain/scorer'
export { assembleModel } from '../../worker/analytics/domain/served-model'
