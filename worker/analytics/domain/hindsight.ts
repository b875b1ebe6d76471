import { type BinnedMatrix, binDataset, fitBins } from './boosting/binning'
import { type Dataset, type NumericColumn, usableRows } from './boosting/dataset'
import { crossFolds } from './boosting/folds'
import { designLinear, fitLogistic, linearModel, sumTable } from './boosting/logistic'
import { planFor } from './boosting/settings'
import { unitHash } from './hash'
import type { TrainingSet } from './training-set'

const FOLDS = 4
const SEED = 1
const LAMBDA = 30
// Enough to tell a turned market from an even one, and a second's work.
const MOST_ROWS = 12_000

/** What is said of looks by logistic regressions that have not seen their deals. Log-odds, by row. */
export interface Said {
  readonly margins: Float64Array
  readonly youngMargins: Float64Array
}

/** How the past is told from the rest of it. */
export interface Hindsight {
  /** The rows of the set's dataset that are told: all, or as many as will do. */
  readonly rows: Int32Array
  /** How many of the rows of the dataset those are; of the young looks, all are told. */
  readonly share: number
  /** Learned with the weights of the dataset. */
  readonly even: Said
  /** Learned with weights that fade. */
  readonly aged: (weights: Float64Array) => Said
}

export function hindsightOf({ dataset, moments, opportunityIds, young }: TrainingSet): Hindsight {
  const share = MOST_ROWS / dataset.rowCount
  const rows = usableRows(dataset).filter(
    (row) => share >= 1 || unitHash(`${opportunityIds[dataset.groups[row]!]} ${moments[row]}`) < share,
  )
  const { labels } = dataset
  const features = fitBins(dataset, rows, planFor(rows.length).binning)
  const matrix = binDataset(dataset, features)
  const youngMatrix = young && binDataset(young.dataset, features)
  const columnByName = new Map(dataset.columns.map((column) => [column.name, column]))
  const numericColumn = (name: string) => columnByName.get(name) as NumericColumn | undefined // asked for numbers only
  const design = designLinear(matrix, features, numericColumn, dataset.weights, rows)
  const folds = crossFolds(dataset, rows, FOLDS, SEED)
  const youngRows = young ? youngFolds(dataset, young.dataset, folds) : []
  const aged = (weights: Float64Array): Said => {
    const margins = new Float64Array(dataset.rowCount)
    const youngMargins = new Float64Array(young?.dataset.rowCount ?? 0)
    folds.forEach(({ fitted, heldOut }, fold) => {
      const { table, intercept } = linearModel(
        design,
        fitLogistic({ matrix, design, labels, weights, rows: fitted }, LAMBDA),
      )
      const tell = (of: BinnedMatrix, some: Int32Array, out: Float64Array) => sumTable(of, some, table, intercept, out)
      tell(matrix, heldOut, margins)
      if (youngMatrix) tell(youngMatrix, youngRows[fold]!, youngMargins)
    })
    return { margins, youngMargins }
  }
  return { rows, share: Math.min(1, share), even: aged(dataset.weights), aged }
}

/** The young looks by the fold that has not seen their deal; of deals that no fold has seen, each is told by one. */
function youngFolds(dataset: Dataset, young: Dataset, folds: ReturnType<typeof crossFolds>): Int32Array[] {
  const foldOf = new Map<number, number>()
  folds.forEach(({ heldOut }, fold) => {
    for (const row of heldOut) foldOf.set(dataset.groups[row]!, fold)
  })
  const all = usableRows(young)
  return folds.map((_, fold) =>
    all.filter((row) => (foldOf.get(young.groups[row]!) ?? young.groups[row]! % FOLDS) === fold),
  )
}
