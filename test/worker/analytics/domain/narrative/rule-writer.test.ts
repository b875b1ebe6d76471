import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Narrative } from '../../../../../worker/analytics/domain/narrative/brief'
import { inventsNumbers } from '../../../../../worker/analytics/domain/narrative/numbers'
import { writeByRules } from '../../../../../worker/analytics/domain/narrative/rule-writer'
import { aBrief } from './a-brief'

describe('a text written by rules', () => {
  it('tells the deal, its chance, what speaks for and against it, and what would help', () => {
    const { summary, risk, hints } = writeByRules(aBrief())
    expect(summary).toContain('Rheinwerk Papier is worth €184,000 and stands in Proposal')
    expect(summary).toContain('chance is 64%, up 7 points in a week, against 31% as usual')
    expect(summary).toContain('For it: buyer replies within a day (+14)')
    expect(summary).toContain('Against it: no meeting in 21 days (−9)')
    expect(risk).toContain('no meeting in 21 days, 9 points')
    expect(hints).toEqual(['A meeting would help most: about 9 points.'])
  })

  it('says that it is the usual rate where that is all there is', () => {
    const { summary, risk } = writeByRules(aBrief({ isOwn: false, reasons: [], chance: 31 }))
    expect(summary).toContain('usual win rate of 31%')
    expect(risk).toBeNull()
  })

  it('never says a number that is not in the figures, and always fits', () => {
    const whole = fc.integer({ min: 1, max: 99 })
    const briefs = fc.record({
      chance: whole,
      low: whole,
      high: whole,
      usual: whole,
      weekChange: fc.option(fc.integer({ min: -60, max: 60 })),
      nextStep: fc.option(fc.constant('Ring them')),
      closesOn: fc.option(fc.constant('2027-02-03')),
      risk: fc.option(fc.record({ words: fc.constant('No recent meeting'), points: whole })),
      reasons: fc.array(
        fc.record({ words: fc.constant('Closes in 12 days'), points: fc.integer({ min: -40, max: 40 }) }),
      ),
    })
    fc.assert(
      fc.property(briefs, (given) => {
        const brief = aBrief(given)
        const narrative = Narrative.parse(writeByRules(brief))
        expect(inventsNumbers(narrative, brief)).toBe(false)
      }),
    )
  })
})
