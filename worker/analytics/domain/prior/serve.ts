import { decodeArtifact } from '../boosting/artifact'
import { fitCalibration } from '../boosting/calibration'
import { type Dataset, usableRows } from '../boosting/dataset'
import { logOdds, sigmoid } from '../boosting/loss'
import { marginsOf } from '../boosting/residual'
import type { TrainedModel } from '../boosting/scoring'
import { SHIPPED } from './shipped'

/** The model every company begins with, learned from simulated companies alone. */
export function shippedPrior(): TrainedModel {
  const decoded = decodeArtifact(Uint8Array.from(atob(SHIPPED), (letter) => letter.charCodeAt(0)))
  if (!decoded.ok) throw new Error(`the shipped model cannot be read: ${decoded.error.kind}`)
  return decoded.value
}

const WORLD_DEALS = 10 // the usual rate of all worlds counts as much as so many deals of the company's own

/** The shipped model, or what others made of it, moved to the company's own win rate as far as that is known. */
export function priorFor(
  { won, lost }: { readonly won: number; readonly lost: number },
  prior: TrainedModel = shippedPrior(),
): TrainedModel {
  const everywhere = sigmoid(prior.calibration.intercept)
  const rate = (won + WORLD_DEALS * everywhere) / (won + lost + WORLD_DEALS)
  return withReport({ ...prior, calibration: { slope: 1, intercept: logOdds(rate) } }, won, lost)
}

/** The same, stretched and shifted to how the company's own closed deals ended. */
export function calibratedPrior(dataset: Dataset, from?: TrainedModel): TrainedModel {
  const rows = usableRows(dataset)
  const { won, lost } = countOf(dataset, rows)
  const prior = priorFor({ won, lost }, from)
  const { labels, weights } = dataset
  const fitted = fitCalibration({ margins: marginsOf(prior, dataset), labels, weights, rows })
  return withReport(
    {
      ...prior,
      calibration: { slope: fitted.slope, intercept: fitted.slope * prior.calibration.intercept + fitted.intercept },
    },
    won,
    lost,
  )
}

/** Deals won and lost behind some rows, by weight: the rows of one deal count as one. */
function countOf({ labels, groups }: Dataset, rows: Int32Array): { won: number; lost: number } {
  const outcome = new Map(Array.from(rows, (row) => [groups[row]!, labels[row]!]))
  const won = [...outcome.values()].filter((label) => label === 1).length
  return { won, lost: outcome.size - won }
}

function withReport(model: TrainedModel, wonDeals: number, lostDeals: number): TrainedModel {
  return { ...model, report: { ...model.report, wonDeals, lostDeals } }
}
