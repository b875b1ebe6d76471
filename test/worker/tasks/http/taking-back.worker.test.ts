import { beforeAll, describe, expect, it } from 'vitest'
import type { BulkAnswer, ChecklistAnswer, Task, TaskAnswer, TaskRow } from '../../../../worker/tasks/contract'
import { aCompany, type Company, type Person } from '../../../support/actors'
import { as } from '../../../support/app'

let company: Company
beforeAll(async () => {
  company = await aCompany()
})

/** A task of the rep that the manager may edit. */
async function shared(facts: object = {}): Promise<Task> {
  const collaborators = [{ userId: company.manager.userId, canEdit: true }]
  const { body } = await as(company.rep).post<TaskRow>('/tasks', { title: 'Visit', collaborators, ...facts })
  return show(body.id)
}
const show = async (id: string) => (await as(company.rep).get<Task>(`/tasks/${id}`)).body
const patch = (person: Person, id: string, body: object) => as(person).patch<TaskAnswer>(`/tasks/${id}`, body)
const move = (person: Person, id: string, body: object) => as(person).post<TaskAnswer>(`/tasks/${id}/move`, body)
const bulk = (person: Person, ...changes: object[]) => as(person).post<BulkAnswer>('/tasks/bulk', { changes })

describe('an undo', () => {
  it('puts a field back as long as what it takes back still stands, whatever else others changed', async () => {
    const { id } = await shared()
    await patch(company.rep, id, { version: 1, priority: 'high' })
    await patch(company.manager, id, { version: 2, title: 'Visit Ann' })
    const undone = await patch(company.rep, id, {
      version: 2,
      priority: 'medium',
      takesBack: { priority: 'high' },
    })
    expect(undone).toMatchObject({ status: 200, roundTrips: 2 })
    expect(undone.body.task).toMatchObject({ priority: 'medium', title: 'Visit Ann' })
  })

  it.each([
    ['priority', 'medium', 'high', 'critical'],
    ['title', 'Visit', 'Visit Bo', 'Visit Ann'],
    ['estimateMinutes', null, 30, 45],
    ['dueAt', null, '2027-01-01T10:00:00Z', '2027-02-01T10:00:00.000Z'],
  ])('of %s leaves what a colleague has written since, and says what it is', async (field, before, mine, theirs) => {
    const { id } = await shared()
    await patch(company.rep, id, { version: 1, [field]: mine })
    await patch(company.manager, id, { version: 2, [field]: theirs })
    // Also when it is sent as made on what is there now.
    for (const version of [2, 3])
      expect(await patch(company.rep, id, { version, [field]: before, takesBack: { [field]: mine } })).toMatchObject({
        status: 409,
        roundTrips: 1,
        body: { kind: 'version_conflict', version: 3, theirs: { [field]: theirs } },
      })
    expect(await show(id)).toMatchObject({ [field]: theirs, version: 3 })
  })

  it('knows a moment and a text again, however it was written', async () => {
    const { id } = await shared()
    const mine = { dueAt: '2027-01-01T12:00:00+02:00', title: ' Visit Bo ' }
    await patch(company.rep, id, { version: 1, ...mine })
    const undone = await patch(company.rep, id, { version: 2, dueAt: null, title: 'Visit', takesBack: mine })
    expect(undone.body.task).toMatchObject({ dueAt: null, title: 'Visit' })
  })

  it('has nothing to do where somebody else has put it back already', async () => {
    const { id } = await shared()
    await patch(company.rep, id, { version: 1, priority: 'high' })
    await patch(company.manager, id, { version: 2, priority: 'medium' })
    const undone = await patch(company.rep, id, { version: 2, priority: 'medium', takesBack: { priority: 'high' } })
    expect(undone).toMatchObject({ status: 200, body: { task: { priority: 'medium', version: 3 } } })
  })

  it('of a status or a place leaves where a colleague has taken the task since', async () => {
    const { id, position } = await shared()
    await move(company.rep, id, { status: 'in_progress', position: 'B' })
    await move(company.manager, id, { status: 'canceled' })
    const back = { status: 'pending', position, takesBack: { status: 'in_progress', position: 'B' } }
    expect(await move(company.rep, id, back)).toMatchObject({
      status: 409,
      body: { kind: 'version_conflict', theirs: { status: 'canceled', position: 'B' } },
    })
    expect(await show(id)).toMatchObject({ status: 'canceled', position: 'B' })
  })

  it('of sharing leaves who may see it to whoever said so since', async () => {
    const { id } = await shared({ visibility: 'collaborative', assignedTo: company.rep.userId })
    const sharing = `/tasks/${id}/sharing`
    await as(company.rep).patch(sharing, { visibility: 'public' })
    await patch(company.manager, id, { version: 2, visibility: 'collaborative' })
    const back = { visibility: 'private', takesBack: { visibility: 'public' } }
    expect(await as(company.rep).patch(sharing, back)).toMatchObject({
      status: 409,
      body: { theirs: { visibility: 'collaborative' } },
    })
  })

  it('of a step leaves the words a colleague gave it since, and brings no step back', async () => {
    const { id, checklist } = await shared({ checklist: ['Boots'] })
    const step = `/tasks/${id}/checklist/${checklist[0]!.id}`
    await as(company.rep).patch(step, { title: 'Warm boots' })
    await as(company.manager).patch(step, { title: 'Dry boots' })
    const back = { title: 'Boots', takesBack: { title: 'Warm boots' } }
    expect(await as(company.rep).patch(step, back)).toMatchObject({
      status: 409,
      body: { kind: 'version_conflict', theirs: { title: 'Dry boots' } },
    })
    await as(company.manager).delete(step)
    expect(await as(company.rep).patch(step, back)).toMatchObject({
      status: 404,
      body: { kind: 'checklist_item_not_found' },
    })
    expect((await show(id)).checklist).toEqual([])
  })

  it('of anything brings no task back that a colleague has deleted', async () => {
    const { id, version } = await shared()
    await patch(company.rep, id, { version, priority: 'high' })
    // Whoever leads deletes what their people do.
    const asTheirs = await as(company.manager).post<TaskRow>('/tasks', { title: 'T', assignedTo: company.rep.userId })
    await patch(company.rep, asTheirs.body.id, { version: 1, priority: 'high' })
    expect((await as(company.manager).delete(`/tasks/${asTheirs.body.id}`)).status).toBe(204)
    const back = { version: 2, priority: 'medium', takesBack: { priority: 'high' } }
    expect(await patch(company.rep, asTheirs.body.id, back)).toMatchObject({ status: 404 })
    expect((await as(company.rep).get(`/tasks/${asTheirs.body.id}`)).status).toBe(404)

    const undone = await bulk(company.rep, { ...back, id: asTheirs.body.id }, { ...back, id })
    expect(undone.body.rows).toMatchObject([{ id, priority: 'medium' }])
    expect((await as(company.rep).get(`/tasks/${asTheirs.body.id}`)).status).toBe(404)
  })

  it('of many takes back what still stands, and leaves and tells the rest', async () => {
    const [one, other] = [await shared(), await shared({ tags: ['site'] })]
    const done = await bulk(
      company.rep,
      ...[one, other].map(({ id }) => ({ id, status: 'completed', priority: 'high', addTags: ['Urgent', 'site'] })),
    )
    await patch(company.manager, one.id, { version: 2, priority: 'low', addTags: ['north'] })
    await move(company.manager, other.id, { status: 'canceled' })
    const undone = await bulk(company.rep, ...done.body.undo.changes)
    expect(undone).toMatchObject({ status: 200, roundTrips: 2 })
    expect(undone.body.left).toEqual([
      { id: one.id, field: 'priority', theirs: 'low' },
      { id: other.id, field: 'status', theirs: 'canceled' },
    ])
    // What colleagues put on meanwhile stays on.
    expect(await show(one.id)).toMatchObject({ status: 'pending', priority: 'low', tags: ['north'] })
    expect(await show(other.id)).toMatchObject({ status: 'canceled', priority: 'medium', tags: ['site'] })
  })

  it('of tags that were written as a whole puts back and takes off one by one', async () => {
    const { id } = await shared({ tags: ['site', 'legal'] })
    const done = await bulk(company.rep, { id, tags: ['legal', 'draft'] })
    await patch(company.manager, id, { version: 2, addTags: ['north'] })
    await bulk(company.rep, ...done.body.undo.changes)
    expect((await show(id)).tags.toSorted()).toEqual(['legal', 'north', 'site'])
  })
})

describe('a change that meets a newer value', () => {
  it('of a status stands, and tells what it went over', async () => {
    const { id, version } = await shared()
    await move(company.manager, id, { status: 'canceled', version })
    const mine = await move(company.rep, id, { status: 'completed', version })
    expect(mine.body).toMatchObject({
      task: { status: 'completed' },
      overwritten: [{ field: 'status', theirs: 'canceled' }],
    })
    // Whoever had seen it goes over nothing, and who does not say what they saw is told nothing.
    expect((await move(company.rep, id, { status: 'pending', version: 3 })).body.overwritten).toEqual([])
    expect((await move(company.rep, id, { status: 'in_progress' })).body.overwritten).toEqual([])
  })

  it('among many at once stands, and tells what it went over', async () => {
    const [one, other] = [await shared(), await shared()]
    await patch(company.manager, one.id, { version: 1, priority: 'low' })
    await move(company.manager, other.id, { status: 'canceled' })
    const changes = [one, other].map(({ id, version }) => ({ id, version, status: 'completed', priority: 'high' }))
    const done = await bulk(company.rep, ...changes)
    expect(done.body.overwritten).toEqual([
      { id: one.id, field: 'priority', theirs: 'low' },
      { id: other.id, field: 'status', theirs: 'canceled' },
    ])
    expect(done.body.rows).toMatchObject([
      { status: 'completed', priority: 'high' },
      { status: 'completed', priority: 'high' },
    ])
    // One step was made, and whoever has seen it goes over nothing.
    const again = await bulk(company.rep, ...[one, other].map(({ id }) => ({ id, version: 3, status: 'pending' })))
    expect(again.body.overwritten).toEqual([])
    const older = await bulk(company.rep, ...[one, other].map(({ id }) => ({ id, status: 'completed' })))
    expect(older).toMatchObject({ status: 200, body: { overwritten: [] } })
  })

  it('of a step’s words stands, and tells what it went over', async () => {
    const { id, checklist } = await shared({ checklist: ['Boots'] })
    const rename = (person: Person, body: object) =>
      as(person).patch<ChecklistAnswer>(`/tasks/${id}/checklist/${checklist[0]!.id}`, body)
    await rename(company.manager, { title: 'Dry boots', before: { title: 'Boots' } })
    const mine = await rename(company.rep, { title: 'Warm boots', before: { title: 'Boots' } })
    expect(mine.body).toMatchObject({
      checklist: [{ title: 'Warm boots' }],
      overwritten: [{ field: 'title', theirs: 'Dry boots' }],
    })
    expect((await rename(company.rep, { title: 'Boots' })).body.overwritten).toEqual([])
  })
})
