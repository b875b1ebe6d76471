import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Command } from '../../../web/src/sync/operation'
import { newOperationId } from '../../../web/src/sync/operation-id'
import { inverse, undoOf } from '../../../web/src/tasks/task-undo'
import type { TaskId } from '../../../worker/kernel/ids'
import type { Opportunity } from '../../../worker/sales/contract'
import type { BulkAnswer, Task, TaskAnswer, TaskRow } from '../../../worker/tasks/contract'
import { aCompany, type Company } from '../../support/actors'
import { as } from '../../support/app'
import { aCustomer, aDeal } from '../../support/builders'
import { FakeBrowser, type Tab } from '../../support/tabs'

const browsers: FakeBrowser[] = []
afterEach(() => {
  for (const browser of browsers.splice(0)) for (const tab of [...browser.tabs]) tab.close()
})

type Facts = Partial<TaskRow>

/** A change of a task's fields, or its undo, as the app says it. */
function write({ id, title, version }: TaskRow, to: Facts, before: Facts, undoes?: string): Command {
  return {
    what: `Change “${title}”`,
    method: 'PATCH',
    path: `/tasks/${id}`,
    body: { ...to, ...(undoes && { takesBack: before }) },
    effects: [{ entity: 'tasks', id, set: to }],
    basis: { id, version, before },
    ...(undoes && { undoes }),
    brings: 'task',
  }
}

describe('an undo on a device', () => {
  let company: Company
  beforeAll(async () => {
    company = await aCompany()
  })
  async function aTab(): Promise<{ readonly browser: FakeBrowser; readonly tab: Tab }> {
    const browser = new FakeBrowser(company.rep)
    browsers.push(browser)
    const tab = await browser.openTab()
    await tab.until((one) => one.isQuiet && one.engine.hasTasks)
    return { browser, tab }
  }
  /** A task of the rep that the manager may edit. */
  async function aTask(facts: object = {}): Promise<TaskId> {
    const collaborators = [{ userId: company.manager.userId, canEdit: true }]
    const { body } = await as(company.rep).post<TaskRow>('/tasks', { title: 'Visit', collaborators, ...facts })
    return body.id
  }
  const taskNow = async (id: string) => (await as(company.rep).get<Task>(`/tasks/${id}`)).body
  const isQuiet = (tab: Tab) => tab.isQuiet && tab.engine.hasTasks

  it('of a field that a colleague has written since leaves theirs, and asks', async () => {
    const id = await aTask()
    const { tab } = await aTab()
    const was = { ...tab.views.tasks.get(id)! }
    const operation = newOperationId()
    const made = (await tab.perform(write(was, { priority: 'high' }, { priority: 'medium' }), operation)) as TaskAnswer
    await as(company.manager).patch(`/tasks/${id}`, { version: 2, priority: 'critical' })
    await tab.until(({ views }) => views.tasks.get(id)?.priority === 'critical')

    const { patch, takesBack } = undoOf(was, made.task, ['priority'])
    const undo = write({ ...was, version: made.task.version }, patch as Facts, takesBack as Facts, operation)
    await expect(tab.perform(undo)).rejects.toMatchObject({ body: { kind: 'version_conflict', isAsked: true } })
    expect(await taskNow(id)).toMatchObject({ priority: 'critical' })
    await tab.until(({ views }) => views.tasks.get(id)?.priority === 'critical')
    const [asked] = tab.met
    expect(asked).toMatchObject({
      state: 'refused',
      body: { priority: 'medium' },
      basis: { before: { priority: 'high' } },
      conflict: { theirs: { priority: 'critical' } },
    })

    // Whoever takes back has the last word, over what they were shown and nothing newer.
    await as(company.manager).patch(`/tasks/${id}`, { version: 3, priority: 'low' })
    await tab.engine.retry(asked!.id)
    await tab.until(({ met }) => met.length === 2)
    expect(tab.met[1]).toMatchObject({ conflict: { theirs: { priority: 'low' } } })
    await tab.engine.retry(asked!.id)
    await tab.until(isQuiet)
    expect(await taskNow(id)).toMatchObject({ priority: 'medium' })
  })

  it('is made on what the change made of it, however late that was sent', async () => {
    const id = await aTask()
    const { browser, tab } = await aTab()
    const was = { ...tab.views.tasks.get(id)! }
    browser.cut()
    const operation = newOperationId()
    await tab.perform(
      write(was, { priority: 'high', title: 'Call' }, { priority: 'medium', title: 'Visit' }),
      operation,
    )
    await tab.perform(
      write(was, { priority: 'medium', title: 'Visit' }, { priority: 'high', title: 'Call' }, operation),
    )
    await as(company.manager).patch(`/tasks/${id}`, { version: 1, estimateMinutes: 30 })
    browser.mend()
    await tab.until(isQuiet)
    expect(tab.met).toEqual([])
    expect(await taskNow(id)).toMatchObject({ priority: 'medium', title: 'Visit', estimateMinutes: 30 })
  })

  it('of something that was refused does nothing, and brings no step back that a colleague removed', async () => {
    const id = await aTask({ checklist: ['Boots'] })
    const step = (await taskNow(id)).checklist[0]!
    const { browser, tab } = await aTab()
    browser.cut()
    const operation = newOperationId()
    const path = `/tasks/${id}/checklist`
    const drop = { checklist: { drop: [step.id] } }
    await tab.perform(
      {
        what: 'Remove',
        method: 'DELETE',
        path: `${path}/${step.id}`,
        effects: [{ entity: 'taskParts', id, lists: drop }],
      },
      operation,
    )
    await tab.perform({
      what: 'Add',
      method: 'POST',
      path,
      body: { items: [{ title: step.title, position: step.position }] },
      effects: [],
      undoes: operation,
    })
    await as(company.manager).delete(`${path}/${step.id}`)
    browser.mend()
    await tab.until((one) => isQuiet(one) && one.operations.every(({ state }) => state === 'refused'))
    expect((await taskNow(id)).checklist).toEqual([])
  })

  it('of a move leaves a deal where a colleague has put it since, and asks', async () => {
    const { lead, qualified, proposal } = company.stages
    const id = await aDeal(company, { customerId: await aCustomer(company), stageId: lead })
    const { tab } = await aTab()
    const { version } = tab.views.opportunities.get(id)!
    const move = (stageId: string, before: string, on: number, undoes?: string): Command => ({
      what: 'Move',
      method: 'POST',
      path: `/opportunities/${id}/move`,
      body: { stageId },
      effects: [{ entity: 'opportunities', id, set: { stageId: stageId as Opportunity['stageId'] } }],
      basis: { path: `/opportunities/${id}`, id, version: on, before: { stageId: before } },
      ...(undoes && { undoes }),
      brings: 'deal',
    })
    const operation = newOperationId()
    const made = (await tab.perform(move(qualified, lead, version), operation)) as Opportunity
    await as(company.manager).post(`/opportunities/${id}/move`, { stageId: proposal })
    const undo = tab.perform(move(lead, qualified, made.version, operation))
    await expect(undo).rejects.toMatchObject({ body: { isAsked: true } })
    expect(tab.met[0]).toMatchObject({ conflict: { theirs: { stageId: proposal } } })
    const deal = async () => (await as(company.rep).get<Opportunity>(`/opportunities/${id}`)).body
    expect((await deal()).stageId).toBe(proposal)

    // What a colleague wants too is nothing to ask about.
    await as(company.manager).patch(`/opportunities/${id}`, { version: (await deal()).version, title: 'Pumps' })
    expect(await tab.perform(move(proposal, lead, version))).toMatchObject({ stageId: proposal, title: 'Pumps' })
  })

  it('of many takes back what still stands, and keeps the rest to be decided one by one', async () => {
    const [one, other] = [await aTask(), await aTask({ tags: ['site'] })]
    const { tab } = await aTab()
    const rows = [one, other].map((id) => ({ ...tab.views.tasks.get(id)! }))
    const changes = rows.map(({ id, version }) => ({
      id,
      version,
      status: 'completed' as const,
      priority: 'high' as const,
      addTags: ['urgent'],
    }))
    const many = (list: readonly object[], bases: Command['bases'], undoes?: string): Command => ({
      what: '2 tasks completed',
      method: 'POST',
      path: '/tasks/bulk',
      body: { changes: list },
      effects: [],
      bases: bases ?? [],
      ...(undoes && { undoes }),
      brings: 'tasks',
    })
    const operation = newOperationId()
    await as(company.manager).patch(`/tasks/${one}`, { version: 1, priority: 'critical' })
    const bases = rows.map((row) => ({ id: row.id, before: { ...row } }))
    const answer = (await tab.perform(many(changes, bases), operation)) as BulkAnswer
    // It met a newer value, which is told and can be had again.
    expect(tab.overwrote).toMatchObject([{ met: { overwrote: 1, left: 0 } }])
    expect(tab.operations.filter(({ overwrote }) => overwrote)).toMatchObject([
      {
        path: `/tasks/${one}`,
        state: 'sent',
        body: { priority: 'high' },
        basis: { before: { priority: 'medium' } },
        overwrote: { priority: 'critical' },
      },
    ])

    await as(company.manager).post(`/tasks/${other}/move`, { status: 'canceled' })
    await as(company.manager).patch(`/tasks/${other}`, { version: 3, addTags: ['north'] })
    const undo = rows.map((row, at) => ({ ...inverse(row, changes[at]!)!, version: answer.rows[at]!.version }))
    expect(undo[0]).toMatchObject({ removeTags: ['urgent'], takesBack: { status: 'completed', priority: 'high' } })
    await tab.perform(
      many(
        undo,
        undo.map(({ id, takesBack }) => ({ id, before: { ...takesBack } })),
        operation,
      ),
    )
    expect(await taskNow(one)).toMatchObject({ status: 'pending', priority: 'medium', tags: [] })
    expect(await taskNow(other)).toMatchObject({ status: 'canceled', priority: 'medium', tags: ['site', 'north'] })
    expect(tab.met).toMatchObject([{ met: { overwrote: 0, left: 1 } }])
    const left = tab.operations.find(({ conflict }) => conflict)
    expect(left).toMatchObject({
      method: 'POST',
      path: `/tasks/${other}/move`,
      state: 'refused',
      body: { status: 'pending' },
      basis: { before: { status: 'completed' } },
      conflict: { theirs: { status: 'canceled' } },
    })
    await tab.engine.retry(left!.id)
    await tab.until(isQuiet)
    expect(await taskNow(other)).toMatchObject({ status: 'pending' })
  })
})
