import { eq } from 'drizzle-orm'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { taskChecklistItems, taskComments, tasks } from '../../../drizzle/schema'
import type { Command } from '../../../web/src/sync/operation'
import { newTaskRows } from '../../../web/src/tasks/new-task'
import { newId, type TaskId } from '../../../worker/kernel/ids'
import type { TaskRow } from '../../../worker/tasks/contract'
import { aCompany, type Company, owner } from '../../support/actors'
import { as } from '../../support/app'
import { aCustomer, aDeal } from '../../support/builders'
import { inOrder } from '../../support/device'
import { everythingOf, FakeBrowser, type Tab } from '../../support/tabs'

const browsers: FakeBrowser[] = []
afterEach(() => {
  for (const browser of browsers.splice(0)) for (const tab of [...browser.tabs]) tab.close()
})

const change = (tab: Tab, id: TaskId, body: Partial<TaskRow>): Command => {
  const row = tab.views.tasks.get(id)!
  const before = Object.fromEntries(Object.keys(body).map((key) => [key, row[key as 'title']]))
  const effects = [{ entity: 'tasks', id, set: body }] as const
  const basis = { id, version: row.version, before }
  return { what: `Change “${row.title}”`, method: 'PATCH', path: `/tasks/${id}`, body, effects, basis, brings: 'task' }
}
const tags = (tab: Tab, id: TaskId, addTags: string[], removeTags: string[] = []): Command => ({
  ...change(tab, id, {}),
  body: { addTags, removeTags },
  effects: [{ entity: 'tasks', id, lists: { tags: { put: addTags, drop: removeTags } } }],
})
const comment = (id: TaskId, text: string): Command & { readonly body: { readonly id: string } } => {
  const body = { id: newId(), text, mentions: [] }
  const effects = [{ entity: 'taskParts', id, lists: { comments: { put: [body] } } }] as const
  return { what: 'Comment', method: 'POST', path: `/tasks/${id}/comments`, body, effects }
}
const step = (id: TaskId, title: string, position: string): Command & { readonly item: string } => {
  const item = newId()
  const put = [{ id: item, title, position, isDone: false, doneBy: null, doneAt: null }]
  const body = { items: [{ id: item, title, position }] }
  const effects = [{ entity: 'taskParts', id, lists: { checklist: { put } } }] as const
  return { item, what: `Add ${title}`, method: 'POST', path: `/tasks/${id}/checklist`, body, effects }
}
const tick = (id: TaskId, item: string): Command => ({
  what: 'Tick',
  method: 'PATCH',
  path: `/tasks/${id}/checklist/${item}`,
  body: { isDone: true },
  effects: [{ entity: 'taskParts', id, lists: { checklist: { set: [{ id: item, isDone: true }] } } }],
})

describe('what is done to tasks on a device', () => {
  let company: Company
  beforeAll(async () => {
    company = await aCompany()
  })
  async function aTab(who: 'rep' | 'manager' = 'rep'): Promise<{ readonly browser: FakeBrowser; readonly tab: Tab }> {
    const browser = new FakeBrowser(company[who])
    browsers.push(browser)
    const tab = await browser.openTab()
    await tab.until((one) => one.isQuiet && one.engine.hasTasks)
    return { browser, tab }
  }
  /** A task of the rep that the manager may edit. */
  async function aTask(facts: Partial<TaskRow> = {}): Promise<TaskId> {
    const collaborators = [{ userId: company.manager.userId, canEdit: true }]
    const { body } = await as(company.rep).post<TaskRow>('/tasks', { title: 'Visit', collaborators, ...facts })
    return body.id
  }
  const isSent = (tab: Tab) => tab.isQuiet && tab.engine.hasTasks
  const taskNow = async (id: TaskId) => (await owner().select().from(tasks).where(eq(tasks.id, id)))[0]!
  function create(title: string): Command & { readonly id: TaskId } {
    const id = newId<TaskId>()
    const wanted = { id, title, checklist: ['Pack', 'Drive'] }
    const known = { opportunities: {}, customers: {} }
    const { row, parts, body } = newTaskRows(wanted, company.rep.userId, known, new Date().toISOString())
    const effects = [
      { entity: 'tasks', id, row },
      { entity: 'taskParts', id, row: parts },
    ] as const
    return { id, what: `Add ${title}`, method: 'POST', path: '/tasks', body, effects, brings: 'new task' }
  }

  it('is all there without a network and after a cold start, and reaches a colleague once', async () => {
    const kept = await aTask()
    const { browser, tab } = await aTab()
    const { tab: theirs } = await aTab('manager')
    browser.cut()
    const made = create('Ring the harbour')
    const said = comment(kept, 'The gate is on the left.')
    const packed = step(kept, 'Boots', 'V')
    const steps = made.effects.flatMap(({ entity, row }) => (entity === 'taskParts' ? (row?.checklist ?? []) : []))
    for (const one of [made, tick(made.id, steps[0]!.id), change(tab, kept, { priority: 'high' }), said, packed])
      expect(await tab.perform(one)).toBeUndefined()
    await tab.perform(tick(kept, packed.item))
    tab.close()

    const later = await browser.openTab()
    await later.until(({ operations }) => operations.length === 6)
    expect(later.views.tasks.get(kept)).toMatchObject({ title: 'Visit', priority: 'high' })
    expect(later.views.taskParts.get(kept)).toMatchObject({
      comments: [{ text: 'The gate is on the left.' }],
      checklist: [{ title: 'Boots', isDone: true }],
    })
    expect(later.views.taskParts.get(made.id)?.checklist).toMatchObject([
      { title: 'Pack', isDone: true },
      { title: 'Drive', isDone: false },
    ])

    browser.weather.loseAnswers = 2
    browser.weather.double = 3
    browser.mend()
    await later.until(isSent)
    expect(later.operations.every(({ state }) => state === 'sent')).toBe(true)
    await theirs.until((one) => one.views.taskParts.get(kept)?.checklist[0]?.isDone === true)
    expect(theirs.views.taskParts.get(kept)?.comments).toMatchObject([{ id: said.body.id }])
    expect(await owner().select().from(taskComments).where(eq(taskComments.taskId, kept))).toHaveLength(1)
    expect(await owner().select().from(taskChecklistItems).where(eq(taskChecklistItems.taskId, made.id))).toHaveLength(
      2,
    )
    const { taskParts = [], ...truth } = await everythingOf(company.rep)
    const seen = later.seen()
    const ageless = seen.taskParts!.map((one) => ({ ...one, version: 0 }))
    expect(inOrder({ ...seen, taskParts: ageless })).toEqual(inOrder({ ...truth, taskParts }))
  })

  it('is as the server has it when its answer comes to a tab that leads no more', async () => {
    const id = await aTask()
    const { browser, tab } = await aTab()
    const other = await browser.openTab()
    await other.until(isSent)
    const late = Promise.withResolvers<void>()
    browser.weather.held = late.promise
    void tab.perform(comment(id, 'Late.'))
    await other.until(({ views }) => views.taskParts.base(id)?.comments[0]?.text === 'Late.')
    // Frozen for a moment, and so the other leads and sends it again.
    tab.engine.pause()
    await other.until((one) => isSent(one) && one.operations.every(({ state }) => state === 'sent'))
    late.resolve()
    await browser.quiet()
    await other.until(isSent)
    const { taskParts: truth = [] } = await everythingOf(company.rep)
    const comments = truth.find((one) => one.id === id)?.comments
    expect(comments).toHaveLength(1)
    expect(other.views.taskParts.base(id)?.comments).toEqual(comments)
    expect((await browser.keeper.load())?.rows.taskParts?.find((one) => one.id === id)?.comments).toEqual(comments)
  })

  it('goes over what a colleague wrote meanwhile, as the last word, and says what that was and what it was before', async () => {
    const id = await aTask({ title: 'Before' })
    const { browser, tab } = await aTab()
    browser.cut()
    await tab.perform(change(tab, id, { title: 'Mine' }))
    await tab.perform(change(tab, id, { title: 'Mine, better' }))
    await as(company.manager).patch(`/tasks/${id}`, { version: 1, title: 'Theirs', priority: 'critical' })
    browser.mend()
    await tab.until(isSent)
    expect(await taskNow(id)).toMatchObject({ title: 'Mine, better', priority: 'critical' })
    // Of the two only the first met somebody else's; the second went over one's own.
    expect(tab.operations).toMatchObject([
      { body: { title: 'Mine' }, basis: { before: { title: 'Before' } }, overwrote: { title: 'Theirs' } },
      { body: { title: 'Mine, better' }, basis: { before: { title: 'Mine' } } },
    ])
    expect(tab.operations[1]).not.toHaveProperty('overwrote')
    expect(tab.overwrote).toHaveLength(1)
  })

  it('adds to the tags others put on, takes off what was seen, and what was put on again unseen stays', async () => {
    const id = await aTask({ tags: ['site', 'legal'] })
    const { browser, tab } = await aTab()
    browser.cut()
    await tab.perform(tags(tab, id, ['urgent'], ['site', 'legal']))
    await tab.perform(tags(tab, id, ['draft']))
    await tab.perform(tags(tab, id, [], ['draft']))
    const theirs = await as(company.manager).patch(`/tasks/${id}`, { version: 1, addTags: ['north', 'Legal'] })
    expect(theirs.status).toBe(200)
    browser.mend()
    await tab.until(isSent)
    expect((await taskNow(id)).tags).toEqual(['legal', 'north', 'urgent'])
  })

  it('is refused whole on a task one was removed from, with the text kept, and the copy goes', async () => {
    const id = await aTask()
    const { browser, tab } = await aTab('manager')
    expect(tab.views.tasks.base(id)).toBeDefined()
    browser.cut()
    await tab.perform(comment(id, 'What I wrote in the train'))
    await tab.perform(change(tab, id, { title: 'Renamed in the train' }))
    const sharing = { visibility: 'private', remove: [company.manager.userId] }
    expect((await as(company.rep).patch(`/tasks/${id}/sharing`, sharing)).status).toBe(200)
    // Who leads the team sees its tasks by that: the task has to leave the team as well.
    await owner()
      .update(tasks)
      .set({ assignedTo: company.outsider.userId, assignedBy: company.outsider.userId })
      .where(eq(tasks.id, id))
    browser.mend()
    await tab.until((one) => one.refused.length === 2 && one.engine.hasTasks)
    expect(tab.operations).toMatchObject([
      { state: 'refused', body: { text: 'What I wrote in the train' }, problem: { kind: 'task_not_found' } },
      { state: 'refused', body: { title: 'Renamed in the train' }, problem: { kind: 'task_not_found' } },
    ])
    expect(await owner().select().from(taskComments).where(eq(taskComments.taskId, id))).toHaveLength(0)
    expect((await taskNow(id)).title).toBe('Visit')
    await tab.until(({ views }) => !views.tasks.base(id) && !views.taskParts.base(id))
  })

  it('shows what a colleague does to a task as the stream tells it, and asks the server nothing', async () => {
    const id = await aTask({ visibility: 'collaborative' })
    const packed = step(id, 'Boots', 'V')
    await as(company.rep).post(`/tasks/${id}/checklist`, packed.body)
    const { browser, tab } = await aTab()
    browser.asked.length = 0
    const manager = as(company.manager)
    await manager.patch(`/tasks/${id}`, { version: 1, title: 'Theirs', description: 'By the gate' })
    await manager.patch(`/tasks/${id}/checklist/${packed.item}`, { isDone: true })
    await manager.post(`/tasks/${id}/comments`, comment(id, 'Done.').body)
    await tab.until(({ views }) => views.taskParts.base(id)?.comments.length === 1)
    expect(tab.views.tasks.base(id)).toMatchObject({ title: 'Theirs', checklistDone: 1, commentCount: 1 })
    expect(tab.views.taskParts.base(id)).toMatchObject({ description: 'By the gate', checklist: [{ isDone: true }] })
    const made = await manager.post<TaskRow>('/tasks', { title: 'For you', assignedTo: company.rep.userId })
    await tab.until(({ views }) => views.taskParts.base(made.body.id) !== undefined)
    await manager.delete(`/tasks/${made.body.id}`)
    await tab.until(({ views }) => !views.tasks.base(made.body.id) && !views.taskParts.base(made.body.id))
    expect(browser.asked).toEqual([])
  })

  it('asks for the parts of a task where they are too much to be told', async () => {
    const id = await aTask({ visibility: 'collaborative' })
    const { browser, tab } = await aTab()
    const text = 'word '.repeat(1900)
    for (let i = 0; i < 7; i++) await as(company.manager).post(`/tasks/${id}/comments`, { text })
    await tab.until(({ views }) => views.tasks.base(id)?.commentCount === 7)
    await tab.until(({ views }) => views.taskParts.base(id)?.comments.length === 7)
    expect(browser.asked.slice(-1)).toEqual([id])
  })

  it('calls the deal and the customer of a task what a colleague has renamed them to', async () => {
    const customerId = await aCustomer(company, { name: 'Harbor' })
    const opportunityId = await aDeal(company, { customerId, title: 'Crane' })
    const id = await aTask({ customerId, opportunityId })
    const { browser, tab } = await aTab()
    browser.asked.length = 0
    await as(company.manager).patch(`/opportunities/${opportunityId}`, { version: 1, title: 'Two cranes' })
    await as(company.manager).patch(`/customers/${customerId}`, { version: 1, name: 'Harbour' })
    await tab.until(({ views }) => views.tasks.base(id)?.customerName === 'Harbour')
    expect(tab.views.tasks.base(id)?.opportunityTitle).toBe('Two cranes')
    expect(browser.asked).toEqual([])
    // Whose it is now is for the server to say: the rep sees neither any more.
    const ownerId = company.outsider.userId
    await as(company.admin).patch(`/opportunities/${opportunityId}`, { version: 2, ownerId })
    await tab.until(({ views }) => views.tasks.base(id)?.opportunityTitle === null)
  })

  it('forgets what a colleague had written on a task one was removed from, and keeps what one wrote oneself', async () => {
    const { browser, tab } = await aTab('manager')
    const [here, away] = [await aTask({ title: 'Before' }), await aTask({ title: 'Before' })]
    await tab.until(({ views }) => Boolean(views.taskParts.base(here) && views.taskParts.base(away)))
    browser.cut()
    for (const id of [here, away]) {
      await tab.perform(change(tab, id, { title: 'Mine' }))
      await as(company.rep).patch(`/tasks/${id}`, { version: 1, title: 'Theirs' })
    }
    browser.mend()
    await tab.until(isSent)
    const theirs = { basis: { before: { title: 'Before' } }, overwrote: { title: 'Theirs' } }
    expect(tab.operations).toMatchObject([theirs, theirs])
    const shutOut = (id: TaskId) =>
      as(company.rep).patch(`/tasks/${id}/sharing`, { visibility: 'private', remove: [company.manager.userId] })
    const isForgotten = ({ operations }: Tab, which: number) =>
      operations[which]?.overwrote === undefined && Object.keys(operations[which]?.basis?.before ?? {}).length === 0

    await shutOut(here)
    await tab.until((one) => isForgotten(one, 0))
    expect(tab.operations).toMatchObject([{ body: { title: 'Mine' } }, theirs])
    // The other while nobody looked: found out when the app is opened the next time.
    tab.close()
    await shutOut(away)
    const later = await browser.openTab()
    await later.until((one) => one.operations.length === 2 && isForgotten(one, 1))
    expect(later.operations).toMatchObject([{ body: { title: 'Mine' } }, { body: { title: 'Mine' } }])
    expect(await browser.outbox.all()).toEqual(later.operations)
  })

  it('keeps nothing of a deal beside the copy once that leaves it', async () => {
    const customerId = await aCustomer(company)
    const [stays, goes, went] = [
      await aDeal(company, { customerId }),
      await aDeal(company, { customerId }),
      await aDeal(company, { customerId }),
    ]
    const { browser, tab } = await aTab()
    for (const id of [stays, goes, went]) browser.sights.add(id)
    const ownerId = company.outsider.userId
    await as(company.admin).patch(`/opportunities/${goes}`, { version: 1, ownerId })
    await tab.until(({ views }) => !views.opportunities.base(goes))
    expect([...browser.sights]).toEqual([stays, went])
    tab.close()
    await as(company.admin).patch(`/opportunities/${went}`, { version: 1, ownerId })
    const later = await browser.openTab()
    await later.until(({ views }) => !views.opportunities.base(went))
    expect([...browser.sights]).toEqual([stays])
  })

  it('does not bring back a step that a colleague removed, and keeps what was written on it', async () => {
    const id = await aTask()
    const packed = step(id, 'Boots', 'V')
    await as(company.rep).post(`/tasks/${id}/checklist`, packed.body)
    const { browser, tab } = await aTab()
    browser.cut()
    await tab.perform(tick(id, packed.item))
    expect((await as(company.manager).delete(`/tasks/${id}/checklist/${packed.item}`)).status).toBe(200)
    browser.mend()
    await tab.until((one) => one.refused.length === 1 && one.engine.hasTasks)
    expect(tab.refused[0]).toMatchObject({ problem: { kind: 'checklist_item_not_found' } })
    expect(tab.views.taskParts.get(id)?.checklist).toEqual([])
  })

  it('puts steps between others where people apart wanted them, in one order for both', async () => {
    const id = await aTask()
    await as(company.rep).post(`/tasks/${id}/checklist`, step(id, 'First', 'F').body)
    await as(company.rep).post(`/tasks/${id}/checklist`, step(id, 'Last', 'T').body)
    const [{ browser, tab }, { browser: far, tab: other }] = [await aTab(), await aTab('manager')]
    browser.cut()
    far.cut()
    await tab.perform(step(id, 'Mine', 'M'))
    await other.perform(step(id, 'Theirs', 'M'))
    browser.mend()
    far.mend()
    const order = (one: Tab) => one.views.taskParts.get(id)?.checklist.map(({ title }) => title)
    for (const one of [tab, other]) await one.until((it) => isSent(it) && order(it)?.length === 4)
    expect(order(tab)).toEqual(order(other))
    expect([order(tab)?.[0], order(tab)?.[3]]).toEqual(['First', 'Last'])
  })
})
