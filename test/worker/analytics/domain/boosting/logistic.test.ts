import { describe, expect, it } from 'vitest'
import type { Dataset, NumericColumn } from '../../../../../worker/analytics/domain/boosting/dataset'
import {
  designLinear,
  fitLogistic,
  linearModel,
  sumTable,
} from '../../../../../worker/analytics/domain/boosting/logistic'
import { logOdds, sigmoid } from '../../../../../worker/analytics/domain/boosting/loss'
import { binned, dataset, deals } from './builders'

function prepared(data: Dataset) {
  const { matrix, features, rows } = binned(data)
  const column = (name: string) => data.columns.find((c) => c.name === name) as NumericColumn
  const design = designLinear(matrix, features, column, data.weights, rows)
  return { matrix, features, rows, design, ...data }
}

/** The design as a plain table: one array of numbers a row. */
function dense({ matrix, rows, design }: ReturnType<typeof prepared>): number[][] {
  return Array.from(rows, (row) => {
    const line = new Array<number>(design.parameterCount).fill(0)
    for (let f = 0; f < matrix.featureCount; f++) {
      const cell = matrix.cells[row * matrix.featureCount + f]!
      if (design.parameter[cell]! >= 0) line[design.parameter[cell]!]! += design.scale[cell]!
    }
    return line
  })
}

const small = deals(120, 31)
const weighted = { ...small, weights: Float64Array.from({ length: 120 }, (_, row) => 1 / (1 + (row % 3))) }

describe('logistic regression', () => {
  it.each([
    [0.5, small],
    [5, small],
    [2, weighted],
  ])('ends where slow gradient descent ends (λ %d)', (lambda, data) => {
    const input = prepared(data)
    const fit = fitLogistic(input, lambda)
    expect(fit.converged).toBe(true)

    const lines = dense(input)
    const theta = new Float64Array(input.design.parameterCount)
    let intercept = 0
    for (let step = 0; step < 60_000; step++) {
      const slopes = theta.map((value) => lambda * value)
      let slope = 0
      lines.forEach((line, i) => {
        const row = input.rows[i]!
        const margin = line.reduce((sum, x, j) => sum + x * theta[j]!, intercept)
        const residual = data.weights[row]! * (sigmoid(margin) - data.labels[row]!)
        slope += residual
        for (let j = 0; j < line.length; j++) if (line[j] !== 0) slopes[j]! += residual * line[j]!
      })
      if (Math.max(Math.abs(slope), ...slopes.map(Math.abs)) < 1e-7) break
      for (let j = 0; j < theta.length; j++) theta[j]! -= 0.01 * slopes[j]!
      intercept -= 0.01 * slope
    }
    fit.coefficients.forEach((coefficient, j) => {
      expect(coefficient).toBeCloseTo(theta[j]!, 5)
    })
    expect(fit.intercept).toBeCloseTo(intercept, 5)
  })

  it('ends in the same place wherever it starts', () => {
    const input = prepared(small)
    const start = fitLogistic(input, 100)
    const warm = fitLogistic(input, 1, start)
    const cold = fitLogistic(input, 1)
    cold.coefficients.forEach((coefficient, j) => {
      expect(warm.coefficients[j]).toBeCloseTo(coefficient, 5)
    })
  })

  it('counts a weight of two as the row twice', () => {
    const input = prepared(small)
    const { matrix, labels } = input
    const half = 60 * matrix.featureCount
    const double = fitLogistic(
      {
        ...input,
        matrix: {
          ...matrix,
          rowCount: 180,
          cells: Uint16Array.from([...matrix.cells, ...matrix.cells.subarray(0, half)]),
        },
        labels: Uint8Array.from([...labels, ...labels.subarray(0, 60)]),
        weights: new Float64Array(180).fill(1),
        rows: Int32Array.from({ length: 180 }, (_, row) => row),
      },
      1,
    )
    const heavy = fitLogistic({ ...input, weights: Float64Array.from(labels, (_, row) => (row < 60 ? 2 : 1)) }, 1)
    double.coefficients.forEach((coefficient, j) => {
      expect(heavy.coefficients[j]).toBeCloseTo(coefficient, 6)
    })
  })

  it('keeps the mean: what it promises in sum is what came', () => {
    const input = prepared(weighted)
    const { table, intercept } = linearModel(input.design, fitLogistic(input, 3))
    const margins = new Float64Array(input.rowCount)
    sumTable(input.matrix, input.rows, table, intercept, margins)
    const promised = input.rows.reduce((sum, row) => sum + input.weights[row]! * sigmoid(margins[row]!), 0)
    const came = input.rows.reduce((sum, row) => sum + input.weights[row]! * input.labels[row]!, 0)
    expect(promised).toBeCloseTo(came, 3)
  })

  it('says the base rate where the penalty allows nothing else, or all were won', () => {
    const input = prepared(small)
    const strict = fitLogistic(input, 1e9)
    const share = input.labels.reduce((sum, label) => sum + label, 0) / input.rowCount
    expect(strict.intercept).toBeCloseTo(logOdds(share), 4)
    const won = fitLogistic({ ...input, labels: new Uint8Array(input.rowCount).fill(1) }, 1)
    expect(won.coefficients.every((coefficient) => coefficient === 0)).toBe(true)
    expect(won.intercept).toBeCloseTo(Math.log(120.5 / 0.5), 10)
  })

  it('survives outcomes that a column gives away', () => {
    const values = Float64Array.from({ length: 60 }, (_, i) => i)
    const labels = Uint8Array.from(values, (value) => (value >= 30 ? 1 : 0))
    const input = prepared(dataset({ columns: [{ kind: 'numeric', name: 'n', values }], labels }))
    const fit = fitLogistic(input, 0.01)
    expect(fit.converged).toBe(true)
    expect(Number.isFinite(fit.coefficients[0]!)).toBe(true)
    expect(fit.coefficients[0]).toBeGreaterThan(1)
  })
})

describe('the linear design', () => {
  it('scores numbers with mean 0 and variance 1, and flags those that are missing', () => {
    const input = prepared(small)
    const age = input.features.findIndex(({ name }) => name === 'age')
    const first = input.matrix.offsets[age]!
    const { scale, parameter } = input.design
    const scores = [...input.rows].map((row) => input.matrix.cells[row * input.matrix.featureCount + age]!)
    const present = scores.filter((cell) => cell !== first).map((cell) => scale[cell]!)
    const mean = present.reduce((a, b) => a + b, 0) / present.length
    expect(mean).toBeCloseTo(0, 10)
    expect(present.reduce((sum, x) => sum + x * x, 0) / present.length).toBeCloseTo(1, 10)
    expect(parameter[first]).not.toBe(parameter[first + 1])
    expect(scale[first]).toBe(1)
  })

  it('gives no column to numbers that never vary', () => {
    const values = new Float64Array(30).fill(4)
    const labels = Uint8Array.from(values, (_, i) => i % 2)
    const input = prepared(dataset({ columns: [{ kind: 'numeric', name: 'n', values }], labels }))
    expect(input.design.parameterCount).toBe(0)
  })
})
