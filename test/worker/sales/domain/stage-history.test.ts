import { describe, expect, it } from 'vitest'
import { newId, type StageId } from '../../../../worker/kernel/ids'
import { daysIn, type Spell, stepTo } from '../../../../worker/sales/domain/stage-history'

const [lead, proposal, negotiation] = [newId<StageId>(), newId<StageId>(), newId<StageId>()]
const spell = (stageId: StageId, enteredAt: string, leftAt: string | null = null): Spell => ({
  stageId,
  enteredAt: `2026-03-02T${enteredAt}.000Z`,
  leftAt: leftAt && `2026-03-02T${leftAt}.000Z`,
})
const at = (time: string) => `2026-03-02T${time}.000Z`
const recent = [spell(proposal, '10:00:00'), spell(lead, '08:00:00', '10:00:00')]

describe('a step', () => {
  it.each([
    ['back within seconds', lead, recent, '10:00:09', 'taken_back'],
    ['back at the end of the fifth minute', lead, recent, '10:05:00', 'taken_back'],
    ['back after that', lead, recent, '10:05:01', 'entered'],
    ['on to another stage within seconds', negotiation, recent, '10:00:09', 'entered'],
    [
      'back where it was once, but not just before',
      negotiation,
      [...recent, spell(negotiation, '07:00:00', '08:00:00')],
      '10:00:09',
      'entered',
    ],
    ['anywhere when nothing is known', lead, [], '10:00:09', 'entered'],
    ['back from its first stage', lead, recent.slice(0, 1), '10:00:09', 'entered'],
  ])('%s', (_, to, spells, time, kind) => {
    expect(stepTo(to, spells, at(time)).kind).toBe(kind)
  })

  it('that is taken back counts from when the deal really arrived', () => {
    expect(stepTo(lead, recent, at('10:01:00'))).toEqual({
      kind: 'taken_back',
      stageId: lead,
      enteredAt: at('08:00:00'),
    })
  })
})

describe('days in a stage', () => {
  it.each([
    ['so far', null, '2026-03-04T20:00:00.000Z', 2.5],
    ['of a stay that ended', '2026-03-03T08:00:00.000Z', '2026-03-09T00:00:00.000Z', 1],
    ['of a stay not begun by this clock', null, '2026-03-02T07:59:59.000Z', 0],
  ])('%s', (_, leftAt, now, days) => {
    expect(daysIn({ enteredAt: at('08:00:00'), leftAt }, new Date(now))).toBe(days)
  })
})
