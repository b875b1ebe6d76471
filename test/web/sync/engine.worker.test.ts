import { eq } from 'drizzle-orm'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { interactions, operations, opportunities } from '../../../drizzle/schema'
import { Refusal } from '../../../web/src/api/problems'
import type { Command } from '../../../web/src/sync/operation'
import { newId, type OpportunityId } from '../../../worker/kernel/ids'
import { aCompany, type Company, owner } from '../../support/actors'
import { as } from '../../support/app'
import { aCustomer, aDeal } from '../../support/builders'
import { inOrder, workingSetOf } from '../../support/device'
import { FakeBrowser, type Tab } from '../../support/tabs'

const browsers: FakeBrowser[] = []
function aBrowser(company: Company, who: 'rep' | 'admin' = 'rep'): FakeBrowser {
  const browser = new FakeBrowser(company[who])
  browsers.push(browser)
  return browser
}
afterEach(() => {
  for (const browser of browsers.splice(0)) for (const tab of [...browser.tabs]) tab.close()
})

const move = (company: Company, id: string, to: 'lead' | 'qualified' | 'proposal'): Command => ({
  what: `Move to ${to}`,
  method: 'POST',
  path: `/opportunities/${id}/move`,
  body: { stageId: company.stages[to] },
  effects: [{ entity: 'opportunities', id, set: { stageId: company.stages[to] } }],
  brings: 'deal',
})
function change(tab: Tab, id: string, body: Record<string, string | number>): Command {
  const deal = tab.views.opportunities.get(id)!
  const before = Object.fromEntries(Object.keys(body).map((key) => [key, deal[key as 'title']]))
  return {
    what: `Change ${deal.title}`,
    method: 'PATCH',
    path: `/opportunities/${id}`,
    body,
    effects: [{ entity: 'opportunities', id, set: body }],
    basis: { path: `/opportunities/${id}`, id, version: deal.version, before },
    brings: 'deal',
  }
}

describe('what is done on a device', () => {
  let company: Company
  let deal: OpportunityId
  beforeAll(async () => {
    company = await aCompany()
    deal = await aDeal(company, { customerId: await aCustomer(company), title: 'Rollout' })
  })
  const dealNow = async () => (await owner().select().from(opportunities).where(eq(opportunities.id, deal)))[0]!

  async function aTab(browser = aBrowser(company)): Promise<Tab> {
    const tab = await browser.openTab()
    await tab.until((one) => one.isQuiet)
    return tab
  }

  it('is seen at once, and in the other tabs and with colleagues once it is carried out', async () => {
    const browser = aBrowser(company)
    const [here, there, admin] = [await aTab(browser), await aTab(browser), await aTab(aBrowser(company, 'admin'))]
    const done = here.perform(move(company, deal, 'qualified'))
    expect(here.views.opportunities.get(deal)?.stageId).toBe(company.stages.qualified)
    await done
    for (const tab of [there, admin])
      await tab.until(({ views }) => views.opportunities.base(deal)?.stageId === company.stages.qualified)
  })

  it('without a network is kept, also by a tab opened later, and sent once when there is one again', async () => {
    const browser = aBrowser(company)
    const tab = await aTab(browser)
    browser.cut()
    expect(await tab.perform(change(tab, deal, { title: 'Rollout, first half' }))).toBeUndefined()
    expect(await tab.perform(change(tab, deal, { amountMinor: 77_00 }))).toBeUndefined()
    tab.close()

    const later = await browser.openTab()
    await later.until(({ operations }) => operations.length === 2)
    expect(later.views.opportunities.get(deal)).toMatchObject({ title: 'Rollout, first half', amountMinor: 77_00 })
    browser.mend()
    await later.until((one) => one.isQuiet && one.operations.every(({ state }) => state === 'sent'))
    expect(await dealNow()).toMatchObject({ title: 'Rollout, first half', amountMinor: 77_00 })
  })

  it('is carried out once when the answer is lost and when it arrives twice', async () => {
    const browser = aBrowser(company)
    const tab = await aTab(browser)
    const id = newId()
    browser.weather.loseAnswers = 1
    browser.weather.double = 2
    const said = { id, opportunityId: deal, channel: 'note', content: 'Once' }
    await tab.perform({ what: 'Log', method: 'POST', path: '/interactions', body: said, effects: [] })
    await tab.until((one) => one.operations.some(({ body, state }) => body?.id === id && state === 'sent'))
    const [operation] = tab.operations.filter(({ body }) => body?.id === id)
    expect(await owner().select().from(interactions).where(eq(interactions.id, id))).toHaveLength(1)
    expect(await owner().select().from(operations).where(eq(operations.id, operation!.id))).toHaveLength(1)
  })

  it('that is refused is put back, and whoever waits is told', async () => {
    const tab = await aTab()
    const before = tab.views.opportunities.get(deal)
    const refused = tab.perform(change(tab, deal, { amountMinor: -1 }))
    expect(tab.views.opportunities.get(deal)?.amountMinor).toBe(-1)
    await expect(refused).rejects.toBeInstanceOf(Refusal)
    expect(tab.views.opportunities.get(deal)).toEqual(before)
  })

  it('that is refused later keeps its text, and takes with it what was built on it', async () => {
    const browser = aBrowser(company)
    const tab = await aTab(browser)
    browser.cut()
    const customerId = newId()
    const customer = { id: customerId, kind: 'company', name: ' ' } // refused: no name
    await tab.perform({ what: 'Add', method: 'POST', path: '/customers', body: customer, effects: [] })
    const opened = { title: 'On top', amountMinor: 1, customerId, id: newId() }
    await tab.perform({ what: 'Open', method: 'POST', path: '/opportunities', body: opened, effects: [] })
    browser.mend()
    await tab.until(({ refused }) => refused.length === 2)
    expect(tab.operations.filter(({ state }) => state === 'refused')).toMatchObject([
      { what: 'Add', body: customer, problem: { status: 422 } },
      { what: 'Open', body: opened, problem: { kind: 'builds_on_refused' } },
    ])
  })

  it('meets what a colleague did: other facts are merged, the same fact is shown and may be taken back', async () => {
    const browser = aBrowser(company)
    const tab = await aTab(browser)
    const { version } = await dealNow()
    browser.cut()
    await tab.perform(change(tab, deal, { nextStep: 'Call them' }))
    await tab.perform(change(tab, deal, { title: 'Mine' }))
    const theirs = await as(company.admin).patch(`/opportunities/${deal}`, {
      version,
      title: 'Theirs',
      priority: 'high',
    })
    expect(theirs.status).toBe(200)
    browser.mend()
    await tab.until(({ met }) => met.length === 1)
    expect(tab.met[0]).toMatchObject({ body: { title: 'Mine' }, conflict: { theirs: { title: 'Theirs' } } })
    expect(await dealNow()).toMatchObject({ title: 'Theirs', priority: 'high', nextStep: 'Call them' })

    await tab.engine.retry(tab.met[0]!.id)
    await tab.until(({ views, isQuiet }) => isQuiet && views.opportunities.base(deal)?.title === 'Mine')
    expect(await dealNow()).toMatchObject({ title: 'Mine', priority: 'high' })
  })

  it('is sent by whichever tab is left when the one that leads is closed, or is frozen', async () => {
    const browser = aBrowser(company)
    const [leader, other, third] = [await aTab(browser), await aTab(browser), await aTab(browser)]
    leader.close()
    await other.perform(move(company, deal, 'proposal'))
    // Frozen: it holds the lock and does nothing any more.
    other.isAlive = false
    await third.perform(move(company, deal, 'qualified'))
    await third.until(({ operations }) => operations.every(({ state }) => state !== 'waiting'))
    expect((await dealNow()).stageId).toBe(company.stages.qualified)
  })

  it('is over in a tab that hears of it only after it is', async () => {
    const browser = aBrowser(company)
    const [here, there] = [await aTab(browser), await aTab(browser)]
    await here.perform(change(here, deal, { amountMinor: 31_00 }))
    const [done] = (await browser.outbox.all()).slice(-1)
    await there.until(({ operations }) => operations.some(({ id, state }) => id === done!.id && state === 'sent'))
    there.hear({ type: 'queued', operation: { ...done!, state: 'waiting' } })
    await browser.quiet()
    expect(there.views.opportunities.isPending(deal)).toBe(false)
  })

  it('is over in every tab once another leads, when the one that sent it died before it could say so', async () => {
    const browser = aBrowser(company)
    const [first, here, there] = [await aTab(browser), await aTab(browser), await aTab(browser)]
    browser.cut()
    await here.perform(change(here, deal, { amountMinor: 32_00 }))
    const [waiting] = (await browser.outbox.all()).slice(-1)
    await there.until(({ views }) => views.opportunities.isPending(deal))
    await browser.outbox.replace({ ...waiting!, state: 'sent' })
    first.close()
    for (const tab of [here, there]) await tab.until(({ views }) => !views.opportunities.isPending(deal))
  })

  it('leaves every tab with what a new one is given', async () => {
    const tab = await aTab()
    expect(inOrder(tab.seen())).toEqual(inOrder((await workingSetOf(company.rep)).rows))
  })
})
