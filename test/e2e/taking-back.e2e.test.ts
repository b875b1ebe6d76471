import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { ask, axeViolations, eventually, message, PHONE, visitAs } from './support'

// What the browser says of a request that was answered with a no.
const REFUSED = / (404|409) /

interface Person {
  readonly userId: string
  readonly name: string
}

interface Row {
  readonly id: string
  readonly version: number
  readonly priority: string
  readonly amountMinor: number
}

const undo = (page: Page) => page.getByRole('button', { name: /^Undo/ }).last()
/** A way back goes after a while, but not from under a pointer. */
const holdUndo = (page: Page) => undo(page).hover()
const named = (all: Element[]) => all.map((one) => (one as HTMLInputElement).labels?.[0]?.innerText.trim() ?? '')
const synced = (page: Page) => page.getByText('Synced').waitFor()
const known = (page: Page, path: string) => ask<Row>(page, 'GET', path)

async function twoPeople(): Promise<{ rep: Page; manager: Page; repIs: Person; managerIs: Person }> {
  const rep = await visitAs('Sales rep', { expected: REFUSED })
  const manager = await visitAs('Manager', { expected: REFUSED, size: PHONE })
  await Promise.all([rep.goto('/tasks'), manager.goto('/tasks')])
  for (const page of [rep, manager]) await page.getByRole('textbox', { name: 'Add a task', exact: true }).waitFor()
  const [repIs, managerIs] = [await ask<Person>(rep, 'GET', '/me'), await ask<Person>(manager, 'GET', '/me')]
  return { rep, manager, repIs, managerIs }
}

async function choosePriority(page: Page, priority: string): Promise<void> {
  await page.getByRole('button', { name: /^Priority:/ }).click()
  await page.getByRole('menuitemcheckbox', { name: priority, exact: true }).click()
}
const showsPriority = (page: Page, priority: string) =>
  page.getByRole('button', { name: `Priority: ${priority}` }).waitFor()

it('takes a field back with undo, and leaves what a colleague has made of it since, who is named', async () => {
  const { rep, manager, managerIs } = await twoPeople()
  const collaborators = [{ userId: managerIs.userId, canEdit: true }]
  const sharing = { title: 'Survey the jetty', visibility: 'collaborative', collaborators }
  const { id } = await ask<Row>(rep, 'POST', '/tasks', sharing)
  await Promise.all([rep.goto(`/tasks/${id}`), manager.goto(`/tasks/${id}`)])
  await choosePriority(rep, 'High')
  await message(rep, 'Priority changed: Survey the jetty').waitFor()
  await synced(rep)
  await rep.keyboard.press('Control+z')
  await showsPriority(manager, 'Medium')
  await synced(rep)

  await choosePriority(rep, 'High')
  await holdUndo(rep)
  await showsPriority(manager, 'High')
  await choosePriority(manager, 'Critical')
  await showsPriority(rep, 'Critical')
  await undo(rep).click()
  const told = `${managerIs.name} has changed it since, and theirs stays. Priority: Critical`
  await message(rep, told).waitFor()
  await showsPriority(rep, 'Critical')
  expect(await known(rep, `/tasks/${id}`)).toMatchObject({ priority: 'critical' })

  // The two and what it was stand side by side until somebody says which it is to be.
  await rep.goto('/pending')
  const refused = rep.getByRole('region', { name: 'Refused' })
  const row = refused.getByRole('row', { name: 'Priority' })
  await eventually(() => row.getByRole('cell').allInnerTexts()).toEqual(['Medium', 'Critical', 'High'])
  expect(await axeViolations(rep)).toEqual([])
  await refused.getByRole('button', { name: 'Use mine' }).click()
  await showsPriority(manager, 'Medium')
})

it('brings no task back that a colleague has deleted', async () => {
  const { rep, manager, repIs } = await twoPeople()
  const { id } = await ask<Row>(manager, 'POST', '/tasks', { title: 'Count the ropes', assignedTo: repIs.userId })
  await rep.goto(`/tasks/${id}`)
  await choosePriority(rep, 'High')
  await message(rep, 'Priority changed: Count the ropes').waitFor()
  await holdUndo(rep)
  await synced(rep)
  await manager.goto(`/tasks/${id}`)
  await manager.getByRole('button', { name: 'Delete', exact: true }).click()
  await rep.getByRole('article', { name: 'Count the ropes' }).waitFor({ state: 'detached' })
  await undo(rep).click()
  await message(rep, '“Count the ropes” stays as it was. There is no such task.').waitFor()
  await eventually(() => known(rep, `/tasks/${id}`).then(Boolean, () => false)).toBe(false)
  await rep.goto('/tasks')
  await rep.getByRole('textbox', { name: 'Add a task', exact: true }).waitFor()
  await synced(rep)
  expect(await rep.getByRole('link', { name: 'Count the ropes' }).count()).toBe(0)
})

it('leaves a deal’s amount and stage to whoever changed them since, and puts mine back when I say so', async () => {
  const { rep, manager, managerIs } = await twoPeople()
  await rep.goto('/pipeline')
  await rep.getByRole('group', { name: 'Stages' }).getByRole('region').first().getByRole('link').first().click()
  await rep.waitForURL(/deal=/)
  const id = new URL(rep.url()).searchParams.get('deal') ?? ''
  await rep.goto(`/deals/${id}`)
  const path = `/opportunities/${id}`
  const before = await known(rep, path)
  await rep.getByRole('button', { name: /^Edit amount:/ }).click()
  const amount = rep.getByRole('textbox', { name: 'Amount', exact: true })
  await amount.fill('5000')
  await amount.press('Enter')
  await message(rep, /^Amount changed/).waitFor()
  await holdUndo(rep)
  await synced(rep)
  const mine = await known(rep, path)
  await ask<Row>(manager, 'PATCH', path, { version: mine.version, amountMinor: 700_000 })
  await rep.getByRole('button', { name: /^Edit amount:.*7,000/ }).waitFor()
  await rep.keyboard.press('Control+z')
  const told = message(rep, `${managerIs.name} has changed it since, and theirs stays. Amount: `)
  await told.waitFor()
  expect((await known(rep, path)).amountMinor).toBe(700_000)
  await rep.getByRole('button', { name: 'Put mine back' }).click()
  await eventually(async () => (await known(rep, path)).amountMinor).toBe(before.amountMinor)
})

it('leaves what a colleague has written about a customer since', async () => {
  const { rep, manager, managerIs } = await twoPeople()
  const { id } = await ask<Row>(rep, 'POST', '/customers', { kind: 'company', name: 'Salt Works', industry: 'Salt' })
  const path = `/customers/${id}`
  await rep.goto(path)
  await rep.getByRole('button', { name: 'Edit industry: Salt' }).click()
  const industry = rep.getByRole('textbox', { name: 'Industry', exact: true })
  await industry.fill('Chemicals')
  await industry.press('Enter')
  await undo(rep).hover()
  await synced(rep)
  const { version } = await known(rep, path)
  await ask<Row>(manager, 'PATCH', path, { version, industry: 'Food' })
  await rep.getByRole('button', { name: 'Edit industry: Food' }).waitFor()
  await undo(rep).click()
  await message(rep, `${managerIs.name} has changed it since, and theirs stays. Industry: Food`).waitFor()
  await rep.getByRole('button', { name: 'Edit industry: Food' }).waitFor()
  await rep.getByRole('button', { name: 'Put mine back' }).click()
  await rep.getByRole('button', { name: 'Edit industry: Salt' }).waitFor()
  await eventually(() => known(rep, path)).toMatchObject({ industry: 'Salt' })
})

it('takes back what was done to the steps, the time and the reminders of a task, and to what it waits for', async () => {
  const { rep } = await twoPeople()
  await ask<Row>(rep, 'POST', '/tasks', { title: 'Hire the crane' })
  const { id } = await ask<Row>(rep, 'POST', '/tasks', { title: 'Lift the mast', checklist: ['Straps', 'Radio'] })
  await rep.goto(`/tasks/${id}`)
  const task = rep.getByRole('article', { name: 'Lift the mast' })
  const steps = () => task.getByRole('region', { name: 'Checklist' }).getByRole('checkbox').evaluateAll(named)
  const more = async (step: string, what: string) => {
    await task.getByRole('button', { name: `More about ${step}` }).click()
    await rep.getByRole('menuitem', { name: what }).click()
  }
  const takeBack = async (words: string) => {
    await message(rep, words).waitFor()
    await undo(rep).click()
    await message(rep, words).waitFor({ state: 'detached' })
  }
  await more('Straps', 'Rename')
  await task.getByRole('textbox', { name: 'Step', exact: true }).fill('Wide straps')
  await rep.keyboard.press('Enter')
  await eventually(steps).toEqual(['Wide straps', 'Radio'])
  await takeBack('Renamed: Wide straps')
  await eventually(steps).toEqual(['Straps', 'Radio'])
  await more('Straps', 'Move down')
  await eventually(steps).toEqual(['Radio', 'Straps'])
  await takeBack('Moved: Straps')
  await eventually(steps).toEqual(['Straps', 'Radio'])

  const part = (name: string) => task.getByRole('region', { name, exact: true })
  await task.getByRole('textbox', { name: 'Time spent' }).fill('1 h')
  await part('Time').getByRole('button', { name: 'Log time' }).click()
  await part('Time').getByRole('listitem').waitFor()
  await takeBack('Time logged')
  await part('Time').getByRole('listitem').waitFor({ state: 'detached' })
  await part('Reminders').getByRole('button', { name: 'Remind me' }).click()
  await rep.getByRole('button', { name: 'In an hour' }).click()
  await part('Reminders').getByRole('listitem').waitFor()
  await takeBack('You will be reminded')
  await part('Reminders').getByRole('listitem').waitFor({ state: 'detached' })
  await task.getByRole('button', { name: 'Add a task to wait for' }).click()
  await task.getByRole('combobox').fill('Hire the')
  await rep.getByRole('option', { name: 'Hire the crane' }).first().click()
  await part('Waits for').getByRole('link', { name: 'Hire the crane' }).waitFor()
  await takeBack('Waits for Hire the crane')
  await part('Waits for').getByRole('link', { name: 'Hire the crane' }).waitFor({ state: 'detached' })
  await synced(rep)
  const { checklist, time, reminders, blockedBy } = await ask<Record<string, readonly unknown[]>>(
    rep,
    'GET',
    `/tasks/${id}`,
  )
  expect({ checklist, time, reminders, blockedBy }).toMatchObject({
    checklist: [{ title: 'Straps' }, { title: 'Radio' }],
    time: [],
    reminders: [],
    blockedBy: [],
  })
})
