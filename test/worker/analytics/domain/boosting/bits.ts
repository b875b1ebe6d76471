import { exp } from '../../../../../worker/analytics/domain/arithmetic'
import { encodeArtifact } from '../../../../../worker/analytics/domain/boosting/artifact'
import { createExplainer } from '../../../../../worker/analytics/domain/boosting/contributions'
import {
  type Column,
  categoryColumn,
  createDataset,
  type Dataset,
} from '../../../../../worker/analytics/domain/boosting/dataset'
import { trainModel } from '../../../../../worker/analytics/domain/boosting/model'
import { createRandom } from '../../../../../worker/analytics/domain/boosting/random'
import { trainResidual } from '../../../../../worker/analytics/domain/boosting/residual'
import {
  encodeDataset,
  predict,
  predictBatch,
  predictLogOdds,
  type TrainedModel,
} from '../../../../../worker/analytics/domain/boosting/scoring'
import { priorFor } from '../../../../../worker/analytics/domain/prior/serve'

/** What one runtime makes of the same data and seed. Bytes are base64, so that they cross borders unharmed. */
export interface Bits {
  readonly own: string
  readonly residual: string
  readonly prior: string
  readonly scores: string
  /** How far single scores are from those of a batch: nothing. */
  readonly strayed: number
  /** The furthest that contributions are from adding up to their score, in log-odds. */
  readonly unexplained: number
}

const SCORED = 100_000
const EXPLAINED = 500

/** Trains, scores and explains: bundled, and run wherever there is JavaScript. */
export function bits(): Bits {
  const own = trainModel(deals(3000, 1), { seed: 7 })
  const residual = trainResidual(deals(800, 2), trainModel(deals(900, 3), { plan: { repeats: 1 } }))!
  const fresh = deals(SCORED, 4)
  const rows = encodeDataset(own, fresh)
  const scores = predictBatch(own, rows, new Float64Array(SCORED))
  const width = own.features.length
  let strayed = 0
  for (let row = 0; row < SCORED; row++)
    strayed = Math.max(strayed, Math.abs(predict(own, rows, row * width) - scores[row]!))
  return {
    own: base64(encodeArtifact(own)),
    residual: base64(encodeArtifact(residual)),
    prior: base64(encodeArtifact(priorFor({ won: 12, lost: 30 }))),
    scores: base64(new Uint8Array(scores.buffer)),
    strayed,
    unexplained: Math.max(unexplained(own), unexplained(residual)),
  }
}

/** Deals made by arithmetic alone: what is learned from must be the same bits to begin with. */
function deals(rowCount: number, seed: number): Dataset {
  const random = createRandom(seed)
  const numbers = Array.from({ length: 5 }, () => new Float64Array(rowCount))
  const region: string[] = []
  const labels = new Uint8Array(rowCount)
  for (let row = 0; row < rowCount; row++) {
    let margin = -0.5
    numbers.forEach((values, i) => {
      values[row] = i < 2 ? Math.floor(random() * 120) : (1 + 40 * random()) ** 2
      margin += ((i % 2 ? 1 : -1) * (values[row]! % 60)) / 45
      if (random() < 0.07) values[row] = Number.NaN
    })
    region.push(`region ${Math.floor(random() * random() * 9)}`)
    margin += region[row] === 'region 1' ? 1.2 : 0
    labels[row] = random() < 1 / (1 + exp(-margin)) ? 1 : 0
  }
  const columns: Column[] = [
    ...numbers.map((values, i): Column => ({ kind: 'numeric', name: `number ${i}`, values })),
    categoryColumn('region', region),
  ]
  const made = createDataset({ columns, labels })
  if (!made.ok) throw new Error(made.error.kind)
  return made.value
}

function unexplained(model: TrainedModel): number {
  const rows = encodeDataset(model, deals(EXPLAINED, 5))
  const width = model.features.length
  const explainer = createExplainer(model)
  let worst = 0
  for (let row = 0; row < EXPLAINED; row++) {
    const { base, inputs } = explainer(rows, row * width)
    const sum = inputs.reduce((total, share) => total + share, base)
    worst = Math.max(worst, Math.abs(sum - predictLogOdds(model, rows, row * width)))
  }
  return worst
}

function base64(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192))
  return btoa(text)
}
