import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { newId, type StageId } from '../../../../worker/kernel/ids'
import {
  addPipeline,
  addStage,
  archiveStage,
  changeStage,
  firstStage,
  MAX_OPEN_STAGES,
  MAX_PIPELINES,
  openStages,
  type Pipeline,
  renamePipeline,
  revised,
} from '../../../../worker/sales/domain/pipeline'
import { pipelineEvents } from '../../../../worker/sales/domain/pipeline-events'
import { aPipelineOf, stageOf } from '../../../support/deals'

const pipeline = aPipelineOf(['Lead', 'Proposal', 'Negotiation'])
const inUse = (p: Pipeline) => p.stages.filter((s) => !s.isArchived)
const names = (p: Pipeline) =>
  inUse(p)
    .toSorted((a, b) => a.position - b.position)
    .map((s) => s.name)
const wanted = (name: string, position: number) => ({ name, expectedDays: null, position })
const add = (p: Pipeline, name: string, position: number) => addStage(p, wanted(name, position), newId<StageId>())

describe('adding a pipeline', () => {
  it('gives it one stage that wins and one that loses, at the end', () => {
    const added = addPipeline({ name: 'Renewals', stages: [{ name: 'Due', expectedDays: 30 }] }, [pipeline], newId)
    expect(added).toMatchObject({
      value: {
        name: 'Renewals',
        position: 1,
        isDefault: false,
        stages: [
          { name: 'Due', status: 'open', expectedDays: 30, position: 0 },
          { name: 'Won', status: 'won', position: 1 },
          { name: 'Lost', status: 'lost', position: 2 },
        ],
      },
    })
  })

  it('makes the first one the default', () => {
    const added = addPipeline({ name: 'Sales', stages: [{ name: 'Lead', expectedDays: null }] }, [], newId)
    expect(added).toMatchObject({ value: { isDefault: true, position: 0 } })
  })

  it.each([
    ['a name that is taken', 'Sales', ['Lead'], [pipeline], 'pipeline_name_taken'],
    ['two stages of one name', 'New', ['Lead', 'LEAD'], [pipeline], 'stage_name_taken'],
    ['a stage named as the one that wins', 'New', ['won'], [pipeline], 'stage_name_taken'],
    [
      'more stages than there can be',
      'New',
      Array.from({ length: MAX_OPEN_STAGES + 1 }, String),
      [],
      'too_many_stages',
    ],
    [
      'one pipeline too many',
      'New',
      ['Lead'],
      Array.from({ length: MAX_PIPELINES }, (_, i) => aPipelineOf(['Lead'], { name: String(i) })),
      'too_many_pipelines',
    ],
  ])('refuses %s', (_, name, stages, siblings, kind) => {
    const drawn = stages.map((stage) => ({ name: stage, expectedDays: null }))
    expect(addPipeline({ name, stages: drawn }, siblings, newId)).toMatchObject({ ok: false, error: { kind } })
  })
})

describe('renaming a pipeline', () => {
  it('may keep its own name', () => {
    expect(renamePipeline(pipeline, 'Sales', [pipeline]).ok).toBe(true)
  })
  it('refuses the name of another', () => {
    expect(renamePipeline(aPipelineOf(['Lead'], { name: 'Old' }), 'Sales', [pipeline])).toMatchObject({
      error: { kind: 'pipeline_name_taken' },
    })
  })
})

describe('arranging stages', () => {
  it.each([
    [0, ['New', 'Lead', 'Proposal', 'Negotiation', 'Won', 'Lost']],
    [1, ['Lead', 'New', 'Proposal', 'Negotiation', 'Won', 'Lost']],
    [3, ['Lead', 'Proposal', 'Negotiation', 'New', 'Won', 'Lost']],
    [99, ['Lead', 'Proposal', 'Negotiation', 'New', 'Won', 'Lost']],
  ])('adds one at place %i among the open ones', (position, expected) => {
    const added = add(pipeline, 'New', position)
    expect(added.ok && names(added.value)).toEqual(expected)
  })

  it.each([
    ['Negotiation', 0, ['Negotiation', 'Lead', 'Proposal', 'Won', 'Lost']],
    ['Lead', 1, ['Proposal', 'Lead', 'Negotiation', 'Won', 'Lost']],
    ['Lead', 50, ['Proposal', 'Negotiation', 'Lead', 'Won', 'Lost']],
  ])('moves %s to place %i', (name, position, expected) => {
    const changed = changeStage(pipeline, stageOf(pipeline, name).id, { position })
    expect(changed.ok && names(changed.value)).toEqual(expected)
  })

  it('renames a stage and sets its norm, the ends included', () => {
    const changed = changeStage(pipeline, stageOf(pipeline, 'Won').id, { name: 'Signed' })
    expect(changed.ok && names(changed.value)).toEqual(['Lead', 'Proposal', 'Negotiation', 'Signed', 'Lost'])
    expect(changeStage(pipeline, stageOf(pipeline, 'Lead').id, { expectedDays: null }).ok).toBe(true)
  })

  it('refuses to move the ends, a name that is taken, and what is not there', () => {
    const { id } = stageOf(pipeline, 'Lost')
    expect(changeStage(pipeline, id, { position: 0 })).toMatchObject({
      error: { kind: 'stage_ends_pipeline', status: 'lost' },
    })
    expect(changeStage(pipeline, id, { name: 'lead' })).toMatchObject({ error: { kind: 'stage_name_taken' } })
    expect(changeStage(pipeline, newId<StageId>(), {})).toMatchObject({ error: { kind: 'stage_not_found' } })
    expect(add(pipeline, 'PROPOSAL', 0)).toMatchObject({ error: { kind: 'stage_name_taken' } })
  })

  it('refuses one column too many', () => {
    const full = aPipelineOf(Array.from({ length: MAX_OPEN_STAGES }, (_, i) => `Stage ${i}`))
    expect(add(full, 'One more', 0)).toMatchObject({ error: { kind: 'too_many_stages', limit: MAX_OPEN_STAGES } })
  })
})

describe('archiving a stage', () => {
  const archive = (p: Pipeline, name: string, deals = 0) => archiveStage(p, stageOf(p, name).id, deals)

  it('takes it out of use and keeps it on record', () => {
    const archived = archive(pipeline, 'Proposal')
    expect(archived.ok && names(archived.value)).toEqual(['Lead', 'Negotiation', 'Won', 'Lost'])
    expect(archived.ok && stageOf(archived.value, 'Proposal').isArchived).toBe(true)
  })

  it('waits until its deals are moved', () => {
    expect(archive(pipeline, 'Proposal', 3)).toMatchObject({ error: { kind: 'stage_has_deals', deals: 3 } })
  })

  it('is done once', () => {
    const archived = archive(pipeline, 'Proposal')
    if (!archived.ok) throw new Error('refused')
    const again = archive(archived.value, 'Proposal', 7)
    expect(again.ok && again.value).toBe(archived.value)
  })

  it('frees its name and refuses to be changed', () => {
    const archived = archive(pipeline, 'Proposal')
    if (!archived.ok) throw new Error('refused')
    expect(changeStage(archived.value, stageOf(pipeline, 'Proposal').id, { name: 'x' })).toMatchObject({
      error: { kind: 'stage_archived' },
    })
    expect(add(archived.value, 'Proposal', 0).ok).toBe(true)
  })

  it('keeps the ends and the last open stage', () => {
    expect(archive(pipeline, 'Won')).toMatchObject({ error: { kind: 'stage_ends_pipeline' } })
    expect(archive(aPipelineOf(['Lead']), 'Lead')).toMatchObject({ error: { kind: 'last_open_stage' } })
    expect(archiveStage(pipeline, newId<StageId>(), 0)).toMatchObject({ error: { kind: 'stage_not_found' } })
  })
})

it('keeps its shape whatever is done to it', () => {
  const step = fc.oneof(
    fc.record({ act: fc.constant('add' as const), at: fc.nat(30) }),
    fc.record({ act: fc.constant('move' as const), which: fc.nat(30), at: fc.nat(30) }),
    fc.record({ act: fc.constant('archive' as const), which: fc.nat(30), at: fc.constant(0) }),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      let p = pipeline
      for (const [i, s] of steps.entries()) {
        const target = s.act === 'add' ? undefined : p.stages[s.which % p.stages.length]
        const result =
          s.act === 'add'
            ? add(p, `New ${i}`, s.at)
            : s.act === 'move'
              ? changeStage(p, target!.id, { position: s.at })
              : archiveStage(p, target!.id, 0)
        if (result.ok) p = revised(p, result.value)
      }
      const used = inUse(p).toSorted((a, b) => a.position - b.position)
      expect(used.map((s) => s.position)).toEqual(used.map((_, i) => i))
      expect(used.slice(-2).map((s) => s.status)).toEqual(['won', 'lost'])
      expect(used.slice(0, -2).every((s) => s.status === 'open')).toBe(true)
      expect(openStages(p).length).toBeGreaterThan(0)
      expect(firstStage(p)).toBe(openStages(p)[0])
    }),
  )
})

describe('a revision', () => {
  it('is the same pipeline when nothing changed', () => {
    expect(revised(pipeline, { ...pipeline, stages: [...pipeline.stages] })).toBe(pipeline)
  })

  it('counts up the pipeline and the stages that changed, and says what happened', () => {
    const added = add(pipeline, 'New', 2)
    if (!added.ok) throw new Error('refused')
    const after = revised(pipeline, added.value)
    expect(after.version).toBe(2)
    expect(Object.fromEntries(after.stages.map((s) => [s.name, s.version]))).toEqual({
      Lead: 1,
      Proposal: 1,
      New: 1,
      Negotiation: 2,
      Won: 2,
      Lost: 2,
    })
    expect(pipelineEvents(pipeline, after).map((e) => [e.type, e.after?.name ?? e.after?.position ?? null])).toEqual([
      ['pipeline.changed', null],
      ['stage.added', 'New'],
      ['stage.changed', 3],
      ['stage.changed', 4],
      ['stage.changed', 5],
    ])
  })

  it('says of an archived stage that it was archived, to everyone', () => {
    const archived = archiveStage(pipeline, stageOf(pipeline, 'Negotiation').id, 0)
    if (!archived.ok) throw new Error('refused')
    const events = pipelineEvents(pipeline, revised(pipeline, archived.value))
    expect(events.find((e) => e.type === 'stage.archived')).toMatchObject({
      entity: 'stage',
      audience: 'tenant',
      before: { isArchived: false, version: 1 },
      after: { isArchived: true, version: 2 },
    })
  })

  it('says of a new pipeline all there is', () => {
    expect(pipelineEvents(null, pipeline).map((e) => e.type)).toEqual([
      'pipeline.added',
      ...pipeline.stages.map(() => 'stage.added'),
    ])
  })
})
