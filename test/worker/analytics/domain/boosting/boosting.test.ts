import { describe, expect, it } from 'vitest'
import { type BoostInput, createBooster } from '../../../../../worker/analytics/domain/boosting/boosting'
import { meanLoss } from '../../../../../worker/analytics/domain/boosting/loss'
import { binned, deals, SETTINGS } from './builders'

const data = deals(800, 21)
const { matrix, features, rows } = binned(data)

function boosted(rounds: number, more: Partial<BoostInput> = {}) {
  const booster = createBooster({ matrix, features, ...data, rows, settings: SETTINGS, seed: 1, ...more })
  for (let round = 0; round < rounds; round++) booster.grow()
  return booster
}

describe('boosting', () => {
  it('falls in loss with every round on the rows it learns from', () => {
    const booster = boosted(0)
    let last = meanLoss(booster.margins, data.labels, data.weights, rows)
    for (let round = 0; round < 40; round++) {
      booster.grow()
      const loss = meanLoss(booster.margins, data.labels, data.weights, rows)
      expect(loss).toBeLessThan(last)
      last = loss
    }
  })

  it('learns what it has not seen', () => {
    const fitted = rows.filter((row) => row % 4 !== 0)
    const heldOut = rows.filter((row) => row % 4 === 0)
    const booster = boosted(0, { rows: fitted, heldOut })
    const before = booster.heldOutLoss()
    for (let round = 0; round < 40; round++) booster.grow()
    expect(booster.heldOutLoss()).toBeLessThan(before - 0.03)
    expect(booster.heldOutLoss()).toBe(meanLoss(booster.margins, data.labels, data.weights, heldOut))
  })

  it('is not moved by the rows it only watches', () => {
    const fitted = rows.filter((row) => row % 4 !== 0)
    const watched = boosted(10, { rows: fitted, heldOut: rows.filter((row) => row % 4 === 0) })
    expect(boosted(10, { rows: fitted }).trees).toEqual(watched.trees)
  })

  it('tells rows outside the sample what the tree says of them', () => {
    const settings = { ...SETTINGS, rowSampling: 0.5, columnSampling: 0.7 }
    const booster = boosted(30, { settings })
    for (const row of rows) {
      let margin = booster.base
      for (const tree of booster.trees) {
        let node = 0
        for (let split = tree[0]!.split; split; split = tree[node]!.split) {
          node = tree[node]!.left + split.goesRight[matrix.columns[split.feature * matrix.rowCount + row]!]!
        }
        margin += tree[node]!.value
      }
      expect(booster.margins[row]).toBeCloseTo(margin, 10)
    }
  })

  it('repeats itself for a seed, and differs for another', () => {
    const settings = { ...SETTINGS, rowSampling: 0.8, columnSampling: 0.5 }
    const once = boosted(10, { settings, seed: 5 })
    expect(boosted(10, { settings, seed: 5 }).margins).toEqual(once.margins)
    expect(boosted(10, { settings, seed: 6 }).margins).not.toEqual(once.margins)
  })

  it('asks only about the features it drew', () => {
    const settings = { ...SETTINGS, columnSampling: 0.25 }
    for (const tree of boosted(20, { settings }).trees) {
      const asked = new Set(tree.flatMap(({ split }) => (split ? [split.feature] : [])))
      expect(asked.size).toBeLessThanOrEqual(1)
    }
  })

  it('starts from the weighted share of won deals', () => {
    const weights = Float64Array.from(rows, (row) => (data.labels[row] === 1 ? 3 : 1))
    const won = rows.filter((row) => data.labels[row] === 1).length
    const odds = (3 * won + 0.5) / (rows.length - won + 0.5)
    expect(boosted(0, { weights }).base).toBeCloseTo(Math.log(odds), 12)
  })
})
