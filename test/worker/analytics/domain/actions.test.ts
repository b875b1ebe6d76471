import { describe, expect, it } from 'vitest'
import { bestActions } from '../../../../worker/analytics/domain/actions'
import { shownPercent } from '../../../../worker/analytics/domain/points'
import { probabilityAt, scoreDeal } from '../../../../worker/analytics/domain/scorer'
import { NO_SIGNALS, signalsOf } from '../../../../worker/analytics/domain/signals'
import { DAY_MS } from '../../../../worker/analytics/domain/timeline'
import { suppose } from '../../../../worker/analytics/domain/what-if'
import { byRate, NOW, servedCompany } from './served'

const { model, open } = servedCompany()

describe('what would raise a chance', () => {
  const told = open.map((deal) => ({
    deal,
    actions: bestActions(model, deal, NOW, null, { knowsSomebodyNew: true, withFacts: true }),
  }))

  it('is found by the same model, best first, each worth what it would really bring', () => {
    expect(told.some(({ actions }) => actions.length > 0)).toBe(true)
    for (const { deal, actions } of told) {
      const now = shownPercent(probabilityAt(model, deal, NOW, null))
      expect(actions.map(({ points }) => points)).toEqual(actions.map(({ points }) => points).sort((a, b) => b - a))
      const held = suppose(deal, [{ kind: 'meeting', personId: null }], NOW)
      const meeting = actions.find(({ kind }) => kind === 'meeting')
      if (meeting) expect(now + meeting.points).toBe(shownPercent(probabilityAt(model, held, NOW, null)))
    }
  })

  it('names the facts it would change, and never advises what would not help', () => {
    for (const { points, facts } of told.flatMap(({ actions }) => actions)) {
      expect(points).toBeGreaterThan(0)
      expect(facts.length).toBeGreaterThan(0)
      for (const { after } of facts) expect(after).not.toBe('')
    }
  })

  it('is nothing where the usual rate is all there is', () => {
    expect(bestActions(byRate(), open[0]!, NOW, null, { knowsSomebodyNew: true })).toEqual([])
  })
})

describe('what a list says of a deal', () => {
  const all = open.map((deal) => {
    const scored = scoreDeal(model, deal, NOW, null)
    return { deal, scored, ...signalsOf(model, deal, NOW, null, scored) }
  })

  const stageOf = ({ events }: (typeof open)[number]) =>
    events.findLast((event) => event.type === 'stage_entered')?.stageId

  it('is at risk when it fell fast this week, or stands far below its stage, and says so in three words', () => {
    const risky = all.flatMap(({ deal, scored, risk }) => (risk ? [{ deal, scored, risk }] : []))
    expect(risky.length).toBeGreaterThan(0)
    expect(risky.length).toBeLessThan(open.length / 2)
    for (const { deal, scored, risk } of risky) {
      expect(risk.words.split(' ').length).toBeLessThanOrEqual(4)
      if (risk.kind === 'falling') {
        const then = probabilityAt(model, deal, NOW - 7 * DAY_MS, null)
        expect(shownPercent(then) - shownPercent(scored.probability)).toBe(risk.points)
        expect(risk.points).toBeGreaterThanOrEqual(10)
      } else expect(risk.points).toBeGreaterThanOrEqual(20)
    }
  })

  it('stands far below its stage where it has 20 points less than deals of that stage usually have, and half as much at most', () => {
    // One that did not fall, in a stage of which the model has seen many.
    const { deal, scored } = all.find(({ deal, risk }) => risk?.kind !== 'falling' && stageOf(deal) !== undefined)!
    const chance = shownPercent(scored.probability)
    const worst = scored.reasons.toSorted((a, b) => a.points - b.points)[0]!
    const riskAt = (usual: number, deals = 100) => {
      const stages = { [stageOf(deal)!]: { won: (usual / 100) * deals, deals } }
      return signalsOf({ ...model, seen: { ...model.seen, stages } }, deal, NOW, null, scored).risk
    }
    const far = Math.max(chance + 20, Math.ceil(scored.probability * 200) + 1)
    const risk = riskAt(far)
    expect(risk).toMatchObject({ kind: 'below_stage', points: far - chance })
    expect(worst.points).toBeLessThan(0)
    expect(risk?.words).not.toBe('')
    expect(riskAt(Math.min(chance + 19, far - 2))).toBeNull()
    expect(riskAt(far, 29)).toBeNull() // too few deals to be a norm
  })

  it('is worth a push when an action would move it by some points', () => {
    const pushed = all.flatMap(({ deal, push }) => (push ? [{ deal, push }] : []))
    expect(pushed.length).toBeGreaterThan(0)
    expect(pushed.length).toBeLessThan(open.length)
    for (const { deal, push } of pushed) {
      expect(push.points).toBeGreaterThanOrEqual(5)
      const [best] = bestActions(model, deal, NOW, null, { knowsSomebodyNew: true })
      expect(best?.points).toBeGreaterThanOrEqual(push.points)
    }
  })

  it('is nothing where the usual rate is all there is', () => {
    const scored = scoreDeal(byRate(), open[0]!, NOW, null)
    expect(signalsOf(byRate(), open[0]!, NOW, null, scored)).toEqual(NO_SIGNALS)
  })
})
