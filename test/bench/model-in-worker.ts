import { createExplainer } from '../../worker/analytics/domain/boosting/contributions'
import type { Dataset } from '../../worker/analytics/domain/boosting/dataset'
import { encodeDataset, predict, predictBatch, type TrainedModel } from '../../worker/analytics/domain/boosting/scoring'
import { grow, growTrees, madeUpDeals } from './model-grow'

let data: Dataset | undefined
let model: TrainedModel | undefined
let rows: Uint8Array | undefined

/** The Worker that the speed of training and scoring is measured in. */
export default {
  fetch(request: Request): Response {
    const { pathname, searchParams } = new URL(request.url)
    const count = Number(searchParams.get('rows'))
    if (pathname === '/make') data = madeUpDeals()
    if (!data) return new Response('make them first', { status: 409 })
    if (pathname === '/train') return new Response(String(growTrees(data).base))
    if (pathname === '/nothing') return new Response('')
    model ??= grow(data).model
    rows ??= encodeDataset(model, data)
    const width = model.features.length
    let sum = 0
    if (pathname === '/score') for (let row = 0; row < count; row++) sum += predict(model, rows, row * width)
    if (pathname === '/batch') sum = predictBatch(model, rows.subarray(0, count * width), new Float64Array(count))[0]!
    if (pathname === '/explain') {
      const explainer = createExplainer(model)
      for (let row = 0; row < count; row++) sum += explainer(rows, row * width).base
    }
    return new Response(String(sum))
  },
}
