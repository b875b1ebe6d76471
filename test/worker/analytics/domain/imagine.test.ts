import { describe, expect, it } from 'vitest'
import { sigmoid } from '../../../../worker/analytics/domain/boosting/loss'
import { createImagination, imaginationOf } from '../../../../worker/analytics/domain/imagine'
import { shownPercent } from '../../../../worker/analytics/domain/points'
import { probabilityAt } from '../../../../worker/analytics/domain/scorer'
import { type Change, suppose } from '../../../../worker/analytics/domain/what-if'
import { byRate, NOW, servedCompany } from './served'

const CHANGES: readonly Change[] = [
  { kind: 'amount', amountMinor: 2_000_000 },
  { kind: 'close_date', day: '2027-01-29' },
  { kind: 'meeting', personId: null },
  { kind: 'people', more: 3 },
  { kind: 'next_step', day: '2026-11-27' },
]

describe('an imagined change', () => {
  const { model, open } = servedCompany()
  const deals = open.slice(0, 30)
  const of = (deal: (typeof deals)[number]) => {
    const imagination = createImagination(model, deal, NOW, null)
    if (!imagination) throw new Error('a trained model imagines')
    return imagination
  }

  it('makes the number the real thing would make, to the last bit', () => {
    for (const deal of deals) {
      const imagination = of(deal)
      expect(imagination.probability).toBe(probabilityAt(model, deal, NOW, null))
      const imagined = imagination.imagine(CHANGES)
      expect(imagined.probability).toBe(probabilityAt(model, suppose(deal, CHANGES, NOW), NOW, null))
    }
  })

  it('is shared out among its parts in points that add up to what is shown', () => {
    for (const deal of deals) {
      const imagination = of(deal)
      const { probability, parts } = imagination.imagine(CHANGES)
      const sum = parts.reduce((total, { points }) => total + points, 0)
      expect(shownPercent(imagination.probability) + sum).toBe(shownPercent(probability))
    }
    const moved = deals.map((deal) => of(deal).imagine(CHANGES).probability - of(deal).probability)
    expect(moved.some((by) => Math.abs(by) > 0.02)).toBe(true)
  })

  it('is nothing when nothing is changed', () => {
    const imagination = of(deals[0]!)
    expect(imagination.imagine([])).toEqual({ probability: imagination.probability, parts: [] })
  })

  it('says when the deal becomes unlike all that was learned from, and only then', () => {
    const flags = (change: Change) =>
      of(deals[0]!)
        .imagine([change])
        .parts.map(({ isUnheardOf }) => isUnheardOf)
    expect(flags({ kind: 'amount', amountMinor: 900_000_000_000 })).toEqual([true])
    expect(flags({ kind: 'amount', amountMinor: 4_000_000 })).toEqual([false])
    expect(flags({ kind: 'close_date', day: '2040-01-01' })).toEqual([true])
    expect(flags({ kind: 'stage', stageId: 'a new stage', stageIndex: 2, stageCount: 5 })).toEqual([true])
  })

  it('has nothing to say where the usual rate is all there is', () => {
    expect(createImagination(byRate(), deals[0]!, NOW, null)).toBeNull()
  })

  it('asks the model for no more than half of the combinations as a finger moves one of them', () => {
    let asked = 0
    const imagination = imaginationOf(model, (changes) => {
      asked++
      return { logOdds: changes.length / 10, values: [] }
    })
    expect(imagination.chance(CHANGES)).toBe(sigmoid(CHANGES.length / 10))
    expect(asked).toBe(2) // as it is, and as it would be: the one a finger waits for
    imagination.imagine(CHANGES)
    expect(asked).toBe(2 ** CHANGES.length)
    asked = 0
    imagination.imagine([{ kind: 'amount', amountMinor: 2_100_000 }, ...CHANGES.slice(1)])
    expect(asked).toBe(2 ** (CHANGES.length - 1))
    asked = 0
    imagination.imagine(CHANGES)
    expect(asked).toBe(0)
  })
})
