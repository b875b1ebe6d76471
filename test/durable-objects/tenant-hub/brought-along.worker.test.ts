import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { OpportunityId } from '../../../worker/kernel/ids'
import { openDatabase } from '../../../worker/platform/db'
import type { Env } from '../../../worker/platform/env'
import { UnitOfWork } from '../../../worker/platform/unit-of-work'
import { changeOpportunity, salesWork } from '../../../worker/sales'
import { aCompany, type Company } from '../../support/actors'
import { as } from '../../support/app'
import { aCustomer, aDeal } from '../../support/builders'
import { Device } from '../../support/device'

let company: Company
let deal: OpportunityId
const opened: Device[] = []
beforeEach(async () => {
  company = await aCompany()
  deal = await aDeal(company, { customerId: await aCustomer(company), title: 'Before' })
})
afterEach(() => {
  for (const device of opened.splice(0)) device.hangUp()
})

const hub = () => env.TENANT_HUB.getByName(company.tenantId)
const titleOn = (device: Device) => device.copy.views.opportunities.base(deal)?.title
const toldOn = (device: Device) => device.heard.flatMap((one) => (one.type === 'rows' ? [one.seq] : []))

async function listening(person = company.rep): Promise<Device> {
  const device = await Device.of(person)
  opened.push(device)
  await device.until(({ heard }) => heard.length > 0)
  return device
}

/** Renames the deal without telling the hub. What the commit brings along says so, and can be told from what was stored. */
async function renamed(version: number, title: string): Promise<{ seq: number; news: string }> {
  const unit = new UnitOfWork(openDatabase(env as unknown as Env), { as: 'actor', actor: company.rep })
  const changed = await changeOpportunity(salesWork(unit), { id: deal, version, title })
  if (!changed.ok) throw new Error(changed.error.kind)
  const { seq, news } = await unit.commit()
  if (seq === null || news === null) throw new Error('a deal that is renamed is news')
  return { seq, news: news.replaceAll(title, `${title}, as brought along`) }
}

it('tells a change as its commit brought it along, and asks the database nothing', async () => {
  const device = await listening()
  const { seq, news } = await renamed(1, 'After')
  await hub().publish(seq, news)
  await device.until(({ copy }) => copy.seq === seq)
  expect(titleOn(device)).toBe('After, as brought along')
})

it('tells changes that follow each other as they were brought along, one after the other', async () => {
  const device = await listening()
  const [first, second] = [await renamed(1, 'Once'), await renamed(2, 'Twice')]
  await Promise.all([hub().publish(first.seq, first.news), hub().publish(second.seq, second.news)])
  await device.until(({ copy }) => copy.seq === second.seq)
  expect(titleOn(device)).toBe('Twice, as brought along')
  expect(toldOn(device).slice(-2)).toEqual([first.seq, second.seq])
})

it('reads what is between where a later change is heard of first, and tells nothing older after it', async () => {
  const device = await listening()
  const [first, second] = [await renamed(1, 'Once'), await renamed(2, 'Twice')]
  await hub().publish(second.seq, second.news)
  await device.until(({ copy }) => copy.seq === second.seq)
  expect(titleOn(device)).toBe('Twice')
  await hub().publish(first.seq, first.news)
  const third = await renamed(3, 'Thrice')
  await hub().publish(third.seq, third.news)
  await device.until(({ copy }) => copy.seq === third.seq)
  expect(titleOn(device)).toBe('Thrice, as brought along')
  expect(toldOn(device)).toEqual(toldOn(device).toSorted((a, b) => a - b))
})

it('shows what was brought along to nobody who may not see it', async () => {
  const [rep, manager, outsider] = await Promise.all([
    listening(),
    listening(company.manager),
    listening(company.outsider),
  ])
  const { seq, news } = await renamed(1, 'Ours')
  await hub().publish(seq, news)
  for (const device of [rep, manager, outsider]) await device.until(({ copy }) => copy.seq === seq)
  expect([titleOn(rep), titleOn(manager)]).toEqual(['Ours, as brought along', 'Ours, as brought along'])
  expect(JSON.stringify(outsider.heard)).not.toContain(deal)
})

it('asks the database where it does not know who listens', async () => {
  const device = await listening()
  await evictDurableObject(hub())
  const { seq, news } = await renamed(1, 'After a rest')
  await hub().publish(seq, news)
  await device.until(({ copy }) => copy.seq === seq)
  expect(titleOn(device)).toBe('After a rest')
})

it('asks the database after rights may have changed', async () => {
  const device = await listening(company.manager)
  const { body } = await as(company.admin).get<{ rows: { id: string; name: string; version: number }[] }>('/teams')
  const north = body.rows.find(({ name }) => name === 'North')!
  await as(company.admin).patch(`/teams/${north.id}`, { version: north.version, memberIds: [] })
  await device.until(() => titleOn(device) === undefined)
  const { seq, news } = await renamed(1, 'Not theirs')
  await hub().publish(seq, news)
  await device.until(({ copy }) => copy.seq === seq)
  expect(titleOn(device)).toBeUndefined()
})

it('goes on where everybody is, when it dies after telling and before it has written that down', async () => {
  const device = await listening()
  const { seq, news } = await renamed(1, 'Told')
  await runInDurableObject(hub(), async (instance, state) => {
    const written = ['head', 'stream'].map((table) => [...state.storage.sql.exec(`select * from ${table}`)][0]!)
    await instance.publish(seq, news)
    // On its disk is what was there before it told.
    state.storage.sql.exec('update head set seq = ?', written[0]!.seq)
    state.storage.sql.exec('update stream set told = ?', written[1]!.told)
    await state.storage.sync()
    state.abort('it died')
  }).catch(() => {})
  await device.until(({ copy, closed }) => copy.seq === seq && closed !== undefined)
  await device.listen()
  const next = await renamed(2, 'Told on')
  await hub().publish(next.seq, next.news)
  await device.until(({ copy }) => copy.seq === next.seq)
  expect(device.heard.filter(({ type }) => type === 'resync')).toEqual([])
  expect(titleOn(device)).toMatch(/^Told on/)
})
