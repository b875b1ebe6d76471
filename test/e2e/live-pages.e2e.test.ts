import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { cardOf, column, openBoard, stages } from './board'
import { ask, eventually, visitAs } from './support'

interface Named {
  readonly id: string
  readonly version: number
}
interface Team extends Named {
  readonly memberIds: readonly string[]
}
type Pipelines = readonly { id: string; isDefault: boolean; stages: readonly { id: string; status: string }[] }[]

// What a browser says of a record that is asked for and not to be seen.
const REFUSED = / 40[134] /

const taskOn = (page: Page, title: string) =>
  page.getByRole('region', { name: 'Tasks' }).getByRole('link', { name: title })
const heading = (page: Page, name: string) => page.getByRole('heading', { name, level: 1 })

/** What a rep has of their own, called by what it is and by `unique`. */
async function worldOf(rep: Page, unique: string) {
  const me = await ask<{ userId: string }>(rep, 'GET', '/me')
  const { rows } = await ask<{ rows: Pipelines }>(rep, 'GET', '/pipelines')
  const pipeline = rows.find(({ isDefault }) => isDefault)
  const stage = pipeline?.stages.find(({ status }) => status === 'open')
  const customer = await ask<Named>(rep, 'POST', '/customers', { kind: 'company', name: `Quay ${unique}` })
  const facts = { customerId: customer.id, pipelineId: pipeline?.id, stageId: stage?.id, amountMinor: 900_000 }
  const deal = await ask<Named>(rep, 'POST', '/opportunities', { ...facts, title: `Crane ${unique}` })
  return { me: me.userId, customer, deal }
}

it('shows on a deal’s page, a customer’s page and a list of tasks what a colleague changes, by itself', async () => {
  const [rep, manager] = [await visitAs('Sales rep'), await visitAs('Manager')]
  await Promise.all([rep.goto('/tasks'), manager.goto('/tasks')])
  await manager.getByText('Synced').waitFor()
  const { me, customer, deal } = await worldOf(rep, 'one')
  const given = { title: 'Measure the quay', assignedTo: me, dueAt: '2020-01-06T09:00:00.000Z' }
  const task = await ask<Named>(manager, 'POST', '/tasks', given)
  await rep.getByRole('link', { name: 'Measure the quay' }).waitFor()
  await ask(manager, 'PATCH', `/tasks/${task.id}`, { version: task.version, title: 'Measure the pier' })
  await rep.getByRole('link', { name: 'Measure the pier' }).waitFor()

  await manager.goto(`/deals/${deal.id}`)
  await heading(manager, 'Crane one').waitFor()
  await ask(rep, 'PATCH', `/opportunities/${deal.id}`, { version: deal.version, title: 'Crane two' })
  await heading(manager, 'Crane two').waitFor()

  await manager.goto(`/customers/${customer.id}`)
  await heading(manager, 'Quay one').waitFor()
  await ask(rep, 'PATCH', `/customers/${customer.id}`, { version: customer.version, name: 'Quay two' })
  await heading(manager, 'Quay two').waitFor()
})

it('keeps others’ tasks on a deal’s page as they are, whatever else happens to tasks', async () => {
  const [rep, admin] = [await visitAs('Sales rep'), await visitAs('Org admin')]
  await Promise.all([rep.goto('/tasks'), admin.goto('/tasks')])
  await admin.getByText('Synced').waitFor()
  const { deal } = await worldOf(rep, 'three')
  const ofAll = { opportunityId: deal.id, visibility: 'public' }
  const task = await ask<Named>(admin, 'POST', '/tasks', { ...ofAll, title: 'Insure the crane' })
  await rep.goto(`/deals/${deal.id}`)
  await taskOn(rep, 'Insure the crane').waitFor()

  // News of a task of one's own, on the same page.
  await ask(rep, 'POST', '/tasks', { opportunityId: deal.id, title: 'Grease the crane' })
  await taskOn(rep, 'Grease the crane').waitFor()
  await taskOn(rep, 'Insure the crane').waitFor()
  // And of others' that one does not keep: another about this deal, and another name for the one that is there.
  await ask(admin, 'POST', '/tasks', { ...ofAll, title: 'Paint the crane' })
  await taskOn(rep, 'Paint the crane').waitFor()
  await ask(admin, 'PATCH', `/tasks/${task.id}`, { version: task.version, title: 'Insure it twice' })
  await taskOn(rep, 'Insure it twice').waitFor()
  expect(await taskOn(rep, 'Insure the crane').count()).toBe(0)
  expect(await taskOn(rep, 'Paint the crane').count()).toBe(1)

  await ask(admin, 'PUT', `/tasks/${task.id}/sharing`, { visibility: 'private', collaborators: [] })
  await taskOn(rep, 'Insure it twice').waitFor({ state: 'detached' })
  expect(await taskOn(rep, 'Paint the crane').count()).toBe(1)
})

it('takes a deal and a customer off the screen of a manager whose team they leave', async () => {
  const manager = await visitAs('Manager', { expected: REFUSED })
  const [rep, admin] = [await visitAs('Sales rep'), await visitAs('Org admin')]
  await Promise.all([rep.goto('/tasks'), admin.goto('/tasks')])
  await admin.getByText('Synced').waitFor()
  const { me, customer, deal } = await worldOf(rep, 'four')
  await manager.goto(`/deals/${deal.id}`)
  await heading(manager, 'Crane four').waitFor()
  const other = await manager.context().newPage()
  await other.goto(`/customers/${customer.id}`)
  await heading(other, 'Quay four').waitFor()

  const teams = (await ask<{ rows: readonly Team[] }>(admin, 'GET', '/teams')).rows
  const team = teams.find(({ memberIds }) => memberIds.includes(me))
  const rest = team?.memberIds.filter((id) => id !== me)
  const smaller = await ask<Team>(admin, 'PATCH', `/teams/${team?.id}`, { version: team?.version, memberIds: rest })
  try {
    await manager.getByRole('heading', { name: 'There is no such deal' }).waitFor()
    await other.getByRole('heading', { name: 'There is no such customer' }).waitFor()
  } finally {
    const all = { version: smaller.version, memberIds: team?.memberIds }
    await ask(admin, 'PATCH', `/teams/${team?.id}`, all)
  }
})

it('leaves a card in the hand alone while a colleague moves another, and shows that when it is let go', async () => {
  const [here, there] = [await visitAs('Sales rep'), await visitAs('Sales rep')]
  await there.goto('/tasks')
  await there.getByText('Synced').waitFor()
  const { deal } = await worldOf(there, 'five')
  await worldOf(there, 'six')
  const heard: string[] = []
  here.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => heard.push(String(payload))))
  const [from = '', to = '', third = ''] = await openBoard(here)
  await here.getByText('Synced').waitFor()

  const card = cardOf(column(here, from), 'Crane six')
  const over = here.getByText(`Over ${to}.`)
  await eventually(async () => {
    const start = (await card.getByRole('heading').boundingBox())!
    const target = (await column(here, to).boundingBox())!
    await here.mouse.up()
    await here.mouse.move(start.x + 20, start.y + 8)
    await here.mouse.down()
    await here.mouse.move(start.x + 60, start.y + 30, { steps: 5 })
    await here.mouse.move(target.x + target.width / 2, target.y + 160, { steps: 12 })
    return over.waitFor({ state: 'attached', timeout: 2_000 }).then(
      () => true,
      () => false,
    )
  }).toBe(true)

  const { rows } = await ask<{ rows: Pipelines }>(there, 'GET', '/pipelines')
  const open = rows.find(({ isDefault }) => isDefault)?.stages.filter(({ status }) => status === 'open')
  await ask(there, 'POST', `/opportunities/${deal.id}/move`, { stageId: open?.[2]?.id })
  await eventually(async () => heard.some((one) => one.includes(deal.id) && one.includes(String(open?.[2]?.id)))).toBe(
    true,
  )
  // It was told before this, and would have been shown with the next frame.
  await here.evaluate(() => new Promise((shown) => requestAnimationFrame(() => requestAnimationFrame(shown))))
  expect(await cardOf(column(here, from), 'Crane five').count()).toBe(1)
  expect(await cardOf(column(here, third), 'Crane five').count()).toBe(0)

  await here.mouse.up()
  await cardOf(column(here, third), 'Crane five').waitFor({ state: 'attached' })
  await cardOf(column(here, to), 'Crane six').waitFor({ state: 'attached' })
  expect(await cardOf(stages(here), 'Crane six').count()).toBe(1)
})
