import { describe, expect, it } from 'vitest'
import { type DealAfter, recordAfter } from '../../../../worker/analytics/domain/deal-after'
import type { DealRecord, RecordedInteraction } from '../../../../worker/analytics/domain/deal-record'
import type { Change } from '../../../../worker/kernel/change'
import { day } from './builders'

const iso = (at: number) => new Date(at).toISOString()

const after = (given: Partial<DealAfter> = {}): DealAfter => ({
  id: 'deal-1',
  customerId: 'customer-1',
  ownerId: 'owner-1',
  pipelineId: 'pipeline-1',
  stageId: 'lead',
  status: 'open',
  amountMinor: 100_000,
  currency: 'EUR',
  expectedCloseOn: null,
  source: null,
  priority: 'medium',
  competitor: null,
  nextStep: null,
  nextStepOn: null,
  productIds: [],
  custom: {},
  openedAt: iso(day(0)),
  createdAt: iso(day(0)),
  stageEnteredAt: iso(day(0)),
  ...given,
})

const record = (given: Partial<DealRecord>): DealRecord => ({
  ...recordAfter(after(), [], undefined, undefined, day(0)),
  ...given,
})

describe('the stages of a deal after a command', () => {
  const lead = { at: day(0), stageId: 'lead' }
  const proposal = { at: day(5), stageId: 'proposal' }
  it.each([
    ['opened', [], { stageEnteredAt: iso(day(0)) }, [lead]],
    ['changed where it is', [lead], {}, [lead]],
    ['moved on', [lead], { stageId: 'proposal', stageEnteredAt: iso(day(5)) }, [lead, proposal]],
    ['taken back at once', [lead, proposal], { stageEnteredAt: iso(day(0)) }, [lead]],
    [
      'sent back later',
      [lead, proposal],
      { stageEnteredAt: iso(day(9)) },
      [lead, proposal, { at: day(9), stageId: 'lead' }],
    ],
  ] as const)('%s', (_, stages, change, expected) => {
    expect(recordAfter(after(change), [], record({ stages }), undefined, day(10)).stages).toEqual(expected)
  })
})

describe('what was said about a deal, after a command', () => {
  const call = (at: number, personId: string | null = null): RecordedInteraction => ({
    at,
    knownAt: at,
    channel: 'call',
    direction: 'out',
    personId,
    durationMinutes: null,
    sentiment: null,
    outcome: null,
  })
  const facts = (at: number, personId: string | null = null) => ({
    channel: 'call',
    direction: 'out',
    personId,
    occurredAt: iso(at),
    createdAt: iso(at),
  })
  const about = { type: 'interaction.x', entity: 'interaction', entityId: 'i', audience: 'owner' } as const
  const said = (interactions: readonly RecordedInteraction[], change: Pick<Change, 'before' | 'after'>) =>
    recordAfter(after(), [{ ...about, ...change }], record({ interactions }), undefined, day(4)).interactions

  it('has it when it was logged', () => {
    expect(said([call(day(1))], { before: null, after: facts(day(4)) })).toEqual([call(day(1)), call(day(4))])
  })

  it.each([
    ['by its moment', [call(day(1)), call(day(2))], facts(day(2)), [call(day(1))]],
    ['by whom it was with', [call(day(1), 'ann'), call(day(1), 'bob')], facts(day(1), 'bob'), [call(day(1), 'ann')]],
    ['one of two alike', [call(day(1)), call(day(1))], facts(day(1)), [call(day(1))]],
    ['nothing when it is not known', [call(day(1))], facts(day(3)), [call(day(1))]],
  ] as const)('loses it when it was taken back: %s', (_, known, before, left) => {
    expect(said(known, { before, after: null })).toEqual(left)
  })
})
