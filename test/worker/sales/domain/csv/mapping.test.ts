import { describe, expect, it } from 'vitest'
import type { StageId } from '../../../../../worker/kernel/ids'
import { MAX_COLUMNS } from '../../../../../worker/sales/domain/csv/limits'
import { ColumnMapping, type ColumnTarget, Conventions } from '../../../../../worker/sales/domain/csv/mapping'
import { createWordsDetector, matchStages } from '../../../../../worker/sales/domain/csv/stage-words'
import { conventions, field } from './support'

function mappingTo(...targets: ColumnTarget[]) {
  return { columns: targets.map((target, i) => ({ header: `c${i}`, target })), stages: [], outcomes: [] }
}

describe('a mapping', () => {
  it.each<[string, unknown, boolean]>([
    [
      'fields and custom fields',
      mappingTo(field('title'), { kind: 'custom', name: 'A', type: 'text' }, { kind: 'skip' }),
      true,
    ],
    ['two columns skipped', mappingTo({ kind: 'skip' }, { kind: 'skip' }), true],
    ['one field twice', mappingTo(field('title'), field('title')), false],
    [
      'one custom field twice',
      mappingTo({ kind: 'custom', name: 'A', type: 'text' }, { kind: 'custom', name: 'a', type: 'date' }),
      false,
    ],
    ['no columns', mappingTo(), false],
    [
      'too many columns',
      mappingTo(...Array.from({ length: MAX_COLUMNS + 1 }, () => ({ kind: 'skip' }) as const)),
      false,
    ],
    ['a field that is none', mappingTo({ kind: 'field', field: 'tenantId' } as never), false],
    ['a custom field without a name', mappingTo({ kind: 'custom', name: ' ', type: 'text' }), false],
    ['a custom field of no type', mappingTo({ kind: 'custom', name: 'A', type: 'code' } as never), false],
  ])('with %s is taken: %s', (_, mapping, ok) => {
    expect(ColumnMapping.safeParse(mapping).success).toBe(ok)
  })
})

it.each([
  [{}, true],
  [{ dateOrder: 'ydm' }, false],
  [{ decimals: 'none' }, false],
  [{ currency: 'euro' }, false],
  [{ customerWhenBlank: '' }, false],
  [{ customerWhenBlank: null }, true],
])('conventions with %j are taken: %s', (change, ok) => {
  expect(Conventions.safeParse({ ...conventions, ...change }).success).toBe(ok)
})

describe('the words of stage and outcome', () => {
  it('are collected once each, with what they most likely mean', () => {
    const words = createWordsDetector(mappingTo(field('stage'), field('outcome')).columns)
    for (const cells of [['Won', 'yes'], ['4 - Angebot', 'no'], ['Won', ''], ['Lost', 'Lost'], ['', 'perhaps'], []])
      words.add(cells)
    expect(words.result()).toEqual({
      stages: [
        { word: 'Won', status: 'won', stageId: null },
        { word: '4 - Angebot', status: 'open', stageId: null },
        { word: 'Lost', status: 'lost', stageId: null },
      ],
      outcomes: [
        { word: 'yes', status: 'won', stageId: null },
        { word: 'no', status: 'open', stageId: null }, // the stage tells
        { word: 'Lost', status: 'lost', stageId: null },
      ],
    })
  })

  it('take "no" for lost where no stage tells more', () => {
    const words = createWordsDetector(mappingTo(field('outcome')).columns)
    words.add(['no'])
    expect(words.result().outcomes).toEqual([{ word: 'no', status: 'lost', stageId: null }])
  })

  it('find the stages of the product', () => {
    const id = (n: number) => `0190f5a0-0000-7000-8000-00000000000${n}` as StageId
    const stages = [
      { id: id(1), name: 'Proposal', status: 'open' },
      { id: id(2), name: 'Negotiation', status: 'open' },
      { id: id(3), name: 'Won', status: 'won' },
      { id: id(4), name: 'Lost', status: 'lost' },
    ] as const
    const words = [
      { word: '3. PROPOSAL', status: 'open', stageId: null },
      { word: 'Gewonnen', status: 'won', stageId: null },
      { word: '4 - Angebot', status: 'open', stageId: null },
    ] as const
    expect(matchStages(words, stages).map(({ stageId }) => stageId)).toEqual([id(1), id(3), null])
  })
})
