import { beforeEach, describe, expect, it } from 'vitest'
import { groupByTime, type Names, type Past, timeline } from '../../../../web/src/features/sales/timeline'
import { setLocale } from '../../../../web/src/ui/locale'
import type { HistoryEntry, Interaction } from '../../../../worker/sales/contract'

const UTC = { language: 'en-GB', timeZone: 'UTC' }
const NAMES: Names = {
  user: (id) => ({ ines: 'Inês Carvalho', kofi: 'Kofi Mensah' })[id] ?? 'Somebody',
  stage: (id) => ({ proposal: 'Proposal' })[id] ?? 'another stage',
  customer: () => 'Rheinwerk Papier',
  product: (id) => id.toUpperCase(),
  field: (key) => (key === 'budget' ? 'Budget' : key),
  currency: 'EUR',
}

beforeEach(() => setLocale(UTC))

function aChange(type: string, before: HistoryEntry['before'], after: HistoryEntry['after']): HistoryEntry {
  return {
    seq: 1,
    at: '2026-11-18T10:00:00.000Z',
    actorId: 'ines',
    type,
    entity: 'opportunity',
    entityId: 'd1',
    before,
    after,
  } as HistoryEntry
}

function anInteraction(facts: Partial<Record<keyof Interaction, unknown>> = {}): Interaction {
  return {
    id: 'i1',
    channel: 'call',
    direction: 'out',
    userId: 'ines',
    personName: 'Mei-Ling Chou',
    subject: '',
    content: 'Went through the report.',
    outcome: null,
    durationMinutes: 14,
    followUpOn: null,
    sentiment: null,
    occurredAt: '2026-11-19T10:00:00.000Z',
    ...facts,
  } as Interaction
}

const past = (some: Partial<Past>): Past => ({ changes: [], interactions: [], scores: [], ...some })
const told = (some: Partial<Past>) => timeline(past(some), NAMES).map(({ who, did }) => `${who} ${did}`)

describe('timeline', () => {
  it.each<[string, HistoryEntry['before'], HistoryEntry['after'], string | undefined]>([
    ['opportunity.opened', null, { title: 'X' }, 'added the deal'],
    ['opportunity.moved', { stageId: 'lead' }, { stageId: 'proposal' }, 'moved to Proposal'],
    ['opportunity.won', { status: 'open' }, { status: 'won' }, 'won the deal'],
    ['opportunity.lost', {}, { status: 'lost', lossReason: 'Price' }, 'lost the deal: price'],
    ['opportunity.lost', {}, { status: 'lost', lossReason: null }, 'lost the deal'],
    [
      'opportunity.changed',
      { expectedCloseOn: '2026-12-04' },
      { expectedCloseOn: '2026-12-18' },
      'moved the close date, 4 Dec to 18 Dec',
    ],
    [
      'opportunity.changed',
      { expectedCloseOn: null },
      { expectedCloseOn: '2026-12-18' },
      'set the close date to 18 Dec',
    ],
    ['opportunity.changed', { expectedCloseOn: '2026-12-04' }, { expectedCloseOn: null }, 'took out the close date'],
    ['opportunity.changed', { amountMinor: 100_00 }, { amountMinor: 250_50 }, 'changed the amount, €100 to €250.50'],
    ['opportunity.changed', { ownerId: 'ines' }, { ownerId: 'kofi' }, 'gave the deal to Kofi Mensah'],
    ['opportunity.changed', { nextStep: 'Call' }, { nextStep: null }, 'took out the next step'],
    ['opportunity.changed', { tags: [] }, { tags: ['a', 'b'] }, 'set the tags: a, b'],
    ['opportunity.changed', { productIds: ['vx'] }, { productIds: [] }, 'took out the products'],
    ['opportunity.changed', { custom: { budget: 'No', x: 1 } }, { custom: { budget: 'Yes', x: 1 } }, 'set Budget: Yes'],
    [
      'opportunity.changed',
      { priority: 'low', source: null },
      { priority: 'high', source: 'Fair' },
      'set the priority: high; set the source: Fair',
    ],
    ['opportunity.changed', { version: 1 }, { version: 2 }, undefined],
  ])('tells %s from %j to %j', (type, before, after, words) => {
    expect(told({ changes: [aChange(type, before, after)] })).toEqual(words ? [`Inês Carvalho ${words}`] : [])
  })

  it.each<[Partial<Record<keyof Interaction, unknown>>, string]>([
    [{}, 'Inês Carvalho called Mei-Ling Chou, 14 min'],
    [{ direction: 'in' }, 'Mei-Ling Chou called Inês Carvalho, 14 min'],
    [{ channel: 'email', direction: 'in', durationMinutes: null }, 'Mei-Ling Chou wrote to Inês Carvalho'],
    [{ channel: 'email', personName: null, durationMinutes: null }, 'Inês Carvalho wrote to the customer'],
    [{ channel: 'meeting' }, 'Inês Carvalho met Mei-Ling Chou, 14 min'],
    [{ channel: 'note' }, 'Inês Carvalho wrote a note'],
  ])('tells of %j', (facts, words) => {
    expect(told({ interactions: [anInteraction(facts)] })).toEqual([words])
  })

  it('says how it went: the outcome first, else a clear tone', () => {
    const tagOf = (facts: Partial<Record<keyof Interaction, unknown>>) =>
      timeline(past({ interactions: [anInteraction(facts)] }), NAMES)[0]?.tag
    expect(tagOf({ outcome: 'next_step_agreed', sentiment: -1 })).toEqual({
      word: 'next step agreed',
      tone: 'positive',
    })
    expect(tagOf({ sentiment: 0.6 })).toEqual({ word: 'warm', tone: 'positive' })
    expect(tagOf({ sentiment: -0.6 })).toEqual({ word: 'cool', tone: 'negative' })
    expect(tagOf({ sentiment: 0.1 })).toBeUndefined()
  })

  it('tells of scores that moved, measured from the last one told', () => {
    const score = (day: number, probability: number, cause = 'nightly') => ({
      at: `2026-11-0${day}T00:00:00.000Z`,
      probability,
      cause,
    })
    const scores = [score(1, 0.5), score(2, 0.51), score(3, 0.52), score(4, 0.52), score(5, 0.6, 'interaction')]
    const entries = timeline(past({ scores }), NAMES)
    expect(entries.map(({ did, text }) => [did, text])).toEqual([
      ['52 to 60', 'After activity.'],
      ['50 to 52', undefined],
    ])
  })

  it('puts everything in one order, newest first', () => {
    const entries = timeline(
      past({ changes: [aChange('opportunity.won', {}, {})], interactions: [anInteraction()] }),
      NAMES,
    )
    expect(entries.map(({ kind }) => kind)).toEqual(['call', 'won'])
  })
})

it('groups by the days as the reader counts them', () => {
  const at = (moment: string) =>
    ({ key: moment, at: moment, kind: 'note', who: '', did: '', text: undefined, tag: undefined }) as const
  const entries = [
    at('2026-11-22T00:30:00Z'),
    at('2026-11-21T23:30:00Z'),
    at('2026-11-15T08:00:00Z'),
    at('2026-11-14T08:00:00Z'),
  ]
  const groups = (zone: string) =>
    groupByTime(entries, new Date('2026-11-22T12:00:00Z'), { language: 'en-GB', timeZone: zone }).map((group) => [
      group.title,
      group.entries.length,
    ])
  expect(groups('UTC')).toEqual([
    ['Today', 1],
    ['Last week', 2],
    ['Earlier', 1],
  ])
  expect(groups('Europe/Helsinki')).toEqual([
    ['Today', 2],
    ['Last week', 1],
    ['Earlier', 1],
  ])
})
