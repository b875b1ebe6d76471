import { describe, expect, it } from 'vitest'
import { asOf } from '../../../../worker/analytics/domain/as-of'
import { featuresWith, readFeatures, subjectOf } from '../../../../worker/analytics/domain/features/catalogue'
import { closedDealOf, HistoryBook } from '../../../../worker/analytics/domain/history'
import { simulate } from '../../../../worker/analytics/domain/simulator/simulate'
import { snapshotsUntil } from '../../../../worker/analytics/domain/snapshots'
import { closingOf, DAY_MS, type DealTimeline } from '../../../../worker/analytics/domain/timeline'
import { assembleTrainingSet, type TrainingSet } from '../../../../worker/analytics/domain/training-set'
import { aDeal, day, ends, enters } from './builders'

const NOW = Date.UTC(2026, 10, 23)
const company = simulate({ seed: 3, deals: 1500, asOf: NOW })
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
  it('weighs as much as there are deals and labels each with its end', () => {
    const { dataset, opportunityIds } = whole
    expect(dataset.weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(opportunityIds.length, 6)
    const wonById = new Map(timelines.map((timeline) => [timeline.opportunityId, closingOf(timeline)?.won]))
    for (let row = 0; row < dataset.rowCount; row++) {
      expect(dataset.labels[row] === 1).toBe(wonById.get(opportunityIds[dataset.groups[row]!]!))
    }
  })

  it('judges on the newest fifth by closing, as if trained the day before', () => {
    const { dataset, training, holdout, window, opportunityIds, moments } = whole
    const closedAt = new Map(timelines.map((timeline) => [timeline.opportunityId, closingOf(timeline)?.at ?? 0]))
    const closings = (rows: Int32Array) =>
      [...dealsOf(whole, rows)].map((group) => closedAt.get(opportunityIds[group]!)!)
    const began = window.holdoutFrom!
    expect([...dealsOf(whole, training)].filter((group) => dealsOf(whole, holdout).has(group))).toEqual([])
    expect(Math.max(...closings(training))).toBeLessThan(began)
    expect(Math.min(...closings(holdout))).toBeGreaterThanOrEqual(began)
    const newest = opportunityIds.filter((id) => closedAt.get(id)! >= began)
    expect(newest.length / opportunityIds.length).toBeCloseTo(0.2, 2)
    // What is judged was scored after training; what was learned from had settled by then.
    expect(Math.min(...[...holdout].map((row) => moments[row]!))).toBeGreaterThanOrEqual(began)
    expect(Math.max(...[...training].map((row) => moments[row]!))).toBeLessThan(began - 28 * DAY_MS)
    expect(window.holdoutWon + window.holdoutLost).toBe(dealsOf(whole, holdout).size)
    expect(window.won + window.lost).toBe(opportunityIds.length)
    expect(training.length + holdout.length).toBeLessThan(dataset.rowCount)
  })

  it('looks less often at deals with many fields, so that what it reads fits a Worker’s memory', () => {
    const fields = Array.from({ length: 300 }, (_, field) => `field_${field}`)
    const wide = timelines.map((timeline, deal) => ({
      ...timeline,
      custom: Object.fromEntries(fields.map((field, f) => [field, (deal * (f + 3)) % 97])),
    }))
    const { dataset } = assembled(wide)
    const cells = dataset.rowCount * dataset.columns.length
    expect(cells).toBeLessThan(3.1e6)
    expect(cells).toBeGreaterThan(2e6)
    expect(dataset.rowCount).toBeLessThan(whole.dataset.rowCount)
  })

  it('keeps what is too young to learn from apart, every look at a closed deal in one of the two and as heavy in both', () => {
    const { dataset, young, opportunityIds, window } = whole
    const looks = timelines.flatMap((timeline) => {
      const closing = closingOf(timeline)
      return closing ? snapshotsUntil(timeline, closing.at) : []
    })
    expect(young!.dataset.rowCount + dataset.rowCount).toBe(looks.length)
    expect(young!.dataset.columns.map(({ name }) => name)).toEqual(dataset.columns.map(({ name }) => name))
    const weightOf = ({ weights }: TrainingSet['dataset']) => weights.reduce((sum, weight) => sum + weight, 0)
    const learnedShare = weightOf(dataset) / (weightOf(dataset) + weightOf(young!.dataset))
    const settled = looks.reduce((sum, { weight }) => sum + weight, 0)
    expect(weightOf(dataset) / learnedShare).toBeCloseTo(settled * dataset.weights[0]!, 6)
    const groups = new Set(young!.dataset.groups)
    expect([...groups].filter((group) => group >= opportunityIds.length).length).toBe(window.immature)
    const closedAt = [...groups].map((group) => young!.closings[group]!)
    expect(Math.max(...closedAt)).toBeGreaterThan(Math.max(...whole.closings))
  })

  it('looks at no more young deals than show how the newest end, and weighs them for the others', () => {
    const some = assembled(timelines, 3000)
    const all = whole.young!.dataset
    const few = some.young!.dataset
    expect(few.rowCount).toBeLessThan(all.rowCount)
    expect(few.rowCount / some.dataset.rowCount).toBeCloseTo(all.rowCount / whole.dataset.rowCount, 1)
  })

  it('gives no order in time where deals are looked at more than once', () => {
    expect(whole.dataset.times).toBeNull()
  })

  it('reads each row as scoring would have read it on the day', () => {
    const features = featuresWith(whole.custom)
    const byId = new Map(timelines.map((timeline) => [timeline.opportunityId, timeline]))
    const moments = whole.opportunityIds.slice(100, 140).map((id, i) => {
      const timeline = byId.get(id)!
      return { timeline, at: timeline.createdAt, row: whole.dataset.groups.indexOf(100 + i) }
    })
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

  it('stays near the rows it may have', () => {
    const { dataset, opportunityIds } = assembled(timelines, 1000)
    expect(dataset.rowCount).toBeLessThan(1100)
    expect(dataset.rowCount).toBeGreaterThan(700)
    expect(opportunityIds.length).toBeGreaterThan(300)
  })

  it('does not learn from months whose outcomes are not settled', () => {
    expect(whole.window.immature).toBeGreaterThan(0)
    expect(Math.max(...whole.moments)).toBeLessThan(NOW - 28 * DAY_MS)
  })

  it('judges a dated import of bare facts on its newest fifth, and keeps its order in time', () => {
    const imported = timelines.map((timeline) => ({ ...timeline, recordedFrom: null }))
    const { dataset, window, moments, training, holdout, opportunityIds } = assembled(imported)
    expect(dataset.rowCount).toBe(opportunityIds.length)
    expect(dataset.times).toEqual(moments)
    expect(training.length + holdout.length).toBeGreaterThan(0.8 * dataset.rowCount)
    expect(Math.min(window.holdoutWon, window.holdoutLost)).toBeGreaterThanOrEqual(40)
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
