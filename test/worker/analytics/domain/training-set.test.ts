import { describe, expect, it } from 'vitest'
import { asOf } from '../../../../worker/analytics/domain/as-of'
import { featuresWith, readFeatures, subjectOf } from '../../../../worker/analytics/domain/features/catalogue'
import { closedDealOf, HistoryBook } from '../../../../worker/analytics/domain/history'
import { simulate } from '../../../../worker/analytics/domain/simulator/simulate'
import { closingOf, DAY_MS, type DealTimeline } from '../../../../worker/analytics/domain/timeline'
import { assembleTrainingSet, type TrainingSet } from '../../../../worker/analytics/domain/training-set'
import { aDeal, day, ends, enters } from './builders'

const NOW = Date.UTC(2026, 10, 23)
const company = simulate({ seed: 3, deals: 700, asOf: NOW })
const timelines = company.deals.map(({ timeline }) => timeline)

function assembled(deals: readonly DealTimeline[], mostRows?: number): TrainingSet {
  const set = assembleTrainingSet(deals, { now: NOW, ...(mostRows && { mostRows }) })
  if (!set.ok) throw new Error(set.error.kind)
  return set.value
}

const whole = assembled(timelines)

function cell(set: TrainingSet, name: string, row: number): number | string | null {
  const column = set.dataset.columns.find((candidate) => candidate.name === name)
  if (!column) throw new Error(`no column ${name}`)
  if (column.kind === 'category') return column.dictionary[column.codes[row]!] ?? null
  return Number.isFinite(column.values[row]) ? column.values[row]! : null
}

const dealsOf = (set: TrainingSet, rows: Int32Array) => new Set([...rows].map((row) => set.dataset.groups[row]!))

describe('assembleTrainingSet', () => {
  it('weighs every deal once and labels it with its end', () => {
    const { dataset, opportunityIds } = whole
    const weights = new Float64Array(opportunityIds.length)
    for (let row = 0; row < dataset.rowCount; row++) weights[dataset.groups[row]!]! += dataset.weights[row]!
    for (const weight of weights) expect(weight).toBeCloseTo(1, 9)
    const wonById = new Map(timelines.map((timeline) => [timeline.opportunityId, closingOf(timeline)?.won]))
    for (let row = 0; row < dataset.rowCount; row++) {
      expect(dataset.labels[row] === 1).toBe(wonById.get(opportunityIds[dataset.groups[row]!]!))
    }
  })

  it('holds out the newest fifth by closing and keeps deals together', () => {
    const { dataset, training, holdout, window, opportunityIds } = whole
    expect(training.length + holdout.length).toBe(dataset.rowCount)
    const [learned, held] = [dealsOf(whole, training), dealsOf(whole, holdout)]
    expect([...learned].filter((group) => held.has(group))).toEqual([])
    expect(held.size).toBe(Math.floor(opportunityIds.length * 0.2))
    const newestLearned = Math.max(...[...training].map((row) => dataset.times![row]!))
    const oldestHeld = Math.min(...[...holdout].map((row) => dataset.times![row]!))
    expect(newestLearned).toBeLessThanOrEqual(oldestHeld)
    expect(window).toMatchObject({ holdoutFrom: oldestHeld, deals: opportunityIds.length })
    expect(window.holdoutWon + window.holdoutLost).toBe(held.size)
    expect(window.won + window.lost).toBe(window.deals)
  })

  it('reads each row as scoring would have read it on the day', () => {
    const features = featuresWith(whole.custom)
    const byId = new Map(timelines.map((timeline) => [timeline.opportunityId, timeline]))
    // The first row of a deal is the day it was opened, unless it was open so long that its rows were thinned.
    const isShort = (timeline: DealTimeline) => closingOf(timeline)!.at - timeline.createdAt < 60 * DAY_MS
    const moments = whole.opportunityIds
      .map((id, group) => ({ timeline: byId.get(id)!, row: whole.dataset.groups.indexOf(group) }))
      .filter(({ timeline }) => isShort(timeline))
      .slice(100, 140)
      .map(({ timeline, row }) => ({ timeline, row, at: timeline.createdAt }))
    expect(moments).toHaveLength(40)
    const book = HistoryBook.of(timelines.flatMap((timeline) => closedDealOf(timeline) ?? []))
    const used = new Set(whole.features.map(({ name }) => name))
    for (const { timeline, at, row } of moments) {
      const deal = asOf(timeline, at)
      const values = readFeatures(features, { deal, evidence: book.evidenceAt(at, subjectOf(deal)) })
      expect(whole.moments[row]).toBe(at)
      features.forEach(({ name }, f) => {
        if (used.has(name)) expect([name, cell(whole, name, row)]).toEqual([name, values[f]])
      })
    }
  })

  it('takes the tenant’s own fields by rule and says what it left out', () => {
    expect(whole.custom.map(({ field, kind }) => [field, kind])).toEqual([
      ['budget', 'choice'],
      ['first_visit_on', 'date'],
      ['measuring_points', 'number'],
    ])
    expect(whole.leftOut).toContainEqual({ kind: 'field', name: 'project_code', reason: 'identifier' })
    expect(whole.leftOut).toContainEqual({ kind: 'feature', name: 'currency', reason: 'constant' })
    expect(whole.features.map(({ name }) => name)).toEqual(whole.dataset.columns.map(({ name }) => name))
  })

  it('throws out a planted leak', () => {
    const planted = timelines.map((timeline, i) => {
      const closing = closingOf(timeline)
      const custom = {
        ...timeline.custom,
        mood: closing ? (closing.won ? 80 : 20) + (i % 30) : null,
        handover: closing?.won ? `team ${i % 3}` : null,
        'Loss reason': closing && !closing.won ? 'price' : null,
      }
      return { ...timeline, custom }
    })
    const names = (set: TrainingSet) => set.features.map(({ name }) => name)
    const set = assembled(planted)
    expect(set.leftOut).toContainEqual({ kind: 'field', name: 'Loss reason', reason: 'known_at_close' })
    expect(set.leftOut.flatMap((left) => (left.kind === 'leak' ? [[left.name, left.reason.kind]] : [])).sort()).toEqual(
      [
        ['custom:handover', 'one_outcome_only'],
        ['custom:mood', 'only_on_closed'],
      ],
    )
    expect(names(set)).toEqual(names(whole))
    expect(set.custom).toEqual(whole.custom)
  })

  it('finds no leak in honest deals', () => {
    expect(whole.leftOut.filter(({ kind }) => kind === 'leak')).toEqual([])
  })

  it('stays within the rows it may have', () => {
    const { dataset, opportunityIds } = assembled(timelines, 1000)
    expect(dataset.rowCount).toBeLessThanOrEqual(1000)
    expect(opportunityIds.length).toBeGreaterThan(500)
  })

  it('does not learn from months whose outcomes are not settled', () => {
    const { window, opportunityIds } = whole
    const byId = new Map(timelines.map((timeline) => [timeline.opportunityId, timeline]))
    expect(window.immature).toBeGreaterThan(0)
    for (const id of opportunityIds) expect(byId.get(id)!.createdAt).toBeLessThan(NOW - 28 * DAY_MS)
  })

  it('learns from an import that knows outcomes but no dates', () => {
    const imported = Array.from({ length: 500 }, (_, i) =>
      aDeal({
        opportunityId: `row ${i}`,
        dated: false,
        recordedFrom: null,
        source: ['Referral', 'Website'][i % 2]!,
        custom: { Region: ['North', 'South', 'West'][i % 3]!, Amount: i * 100.5 },
        events: [ends(0, i % 4 === 0 ? 'won' : 'lost')],
      }),
    )
    const { dataset, window, holdout, features } = assembled(imported)
    expect(dataset).toMatchObject({ rowCount: 500, times: null })
    expect(window).toMatchObject({ from: null, to: null, holdoutFrom: null, deals: 500, won: 125, immature: 0 })
    expect(holdout.length).toBeGreaterThan(70)
    expect(holdout.length).toBeLessThan(130)
    expect([...assembled(imported.toReversed()).opportunityIds].length).toBe(500)
    // Nothing that needs a place in time says anything.
    expect(features.map(({ name }) => name)).toEqual(['source', 'custom:Amount', 'custom:Region'])
  })

  it('splits an undated import the same way in whatever order it comes', () => {
    const imported = Array.from({ length: 200 }, (_, i) =>
      aDeal({
        opportunityId: `row ${i}`,
        dated: false,
        recordedFrom: null,
        custom: { n: i % 7 },
        events: [ends(0, i % 3 === 0 ? 'won' : 'lost')],
      }),
    )
    const heldIds = (set: TrainingSet) =>
      [...dealsOf(set, set.holdout)].map((group) => set.opportunityIds[group]!).sort()
    expect(heldIds(assembled(imported))).toEqual(heldIds(assembled(imported.toReversed())))
  })

  it.each([
    ['no_closed_deals', []],
    ['no_closed_deals', [aDeal()]],
    ['no_features', [aDeal({ events: [enters(0, 0), ends(0, 'won')] })]],
  ] as const)('refuses with %s', (kind, deals) => {
    expect(assembleTrainingSet(deals, { now: day(400) })).toEqual({ ok: false, error: { kind } })
  })
})
