import { evictDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { eq, sql } from 'drizzle-orm'
import fc from 'fast-check'
import { expect, inject, it } from 'vitest'
import { interactions, operations, taskComments, tenantHeads } from '../../drizzle/schema'
import type { Command } from '../../web/src/sync/operation'
import type { SomeRows } from '../../web/src/sync/rows'
import { newId } from '../../worker/kernel/ids'
import { aCompany, type Company, owner } from '../support/actors'
import { as } from '../support/app'
import { aCustomer, aDeal } from '../support/builders'
import { inOrder } from '../support/device'
import { everythingOf, FakeBrowser, type Tab } from '../support/tabs'
import { TASK_KINDS, TaskDoings, type TaskKind } from './task-doings'

const { seed, operations: wanted, clients } = inject('fuzz')
const KINDS = ['move', 'title', 'amount', 'next step', 'note', 'open', 'close'] as const
const FAULTS = [
  'cut',
  'mend',
  'drop sockets',
  'lose answer',
  'twice',
  'kill a tab',
  'open a tab',
  'evict',
  'publish late',
] as const
const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constantFrom(...KINDS, ...TASK_KINDS),
      client: fc.nat(99),
      tab: fc.nat(9),
      deal: fc.nat(99),
      value: fc.nat(9999),
    }),
  },
  { weight: 1, arbitrary: fc.record({ fault: fc.constantFrom(...FAULTS), client: fc.nat(99), tab: fc.nat(9) }) },
)
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never

it(`ends with everybody holding the same, byte for byte (seed ${seed}, ${wanted} operations, ${clients} clients)`, async () => {
  const [steps] = fc.sample(fc.array(step, { minLength: wanted, maxLength: wanted, size: 'max' }), { seed, numRuns: 1 })
  const world = await World.begin()
  try {
    for (const one of steps!) await world.take(one)
    await world.settle()
  } catch (difference) {
    throw new Error(`not alike with seed ${seed}, ${wanted} operations, ${clients} clients`, { cause: difference })
  } finally {
    world.end()
  }
}, 3_600_000)

class World {
  private readonly company: Company
  private readonly browsers: readonly FakeBrowser[]
  private readonly deals: string[]
  private readonly customerId: string
  /** What each operation would leave behind exactly once, by the id its client made. */
  private readonly notes = new Set<string>()
  private readonly answered = new Set<string>()
  private readonly said: Promise<unknown>[] = []
  private readonly tasks: TaskDoings

  private constructor(company: Company, browsers: readonly FakeBrowser[], deals: string[], customerId: string) {
    this.company = company
    this.browsers = browsers
    this.deals = deals
    this.customerId = customerId
    this.tasks = new TaskDoings([company.rep, company.manager, company.admin].map(({ userId }) => userId))
  }

  static async begin(): Promise<World> {
    const company = await aCompany()
    const customerId = await aCustomer(company)
    const deals: string[] = []
    for (let i = 0; i < 12; i++) deals.push(await aDeal(company, { customerId }))
    const who = [company.rep, company.admin, company.manager]
    const browsers = Array.from({ length: clients }, (_, i) => new FakeBrowser(who[i % who.length]!))
    const world = new World(company, browsers, deals, customerId)
    for (const [i, body] of world.tasks.first(6).entries()) {
      const { status } = await as(who[i % who.length]!).post('/tasks', body)
      if (status !== 201) throw new Error(`a task was refused with ${status}`)
    }
    for (const browser of browsers) await browser.openTab()
    return world
  }

  end(): void {
    for (const browser of this.browsers) for (const tab of [...browser.tabs]) tab.close()
  }

  async take(one: Step): Promise<void> {
    const browser = this.browsers[one.client % this.browsers.length]!
    const tab = [...browser.tabs][one.tab % Math.max(1, browser.tabs.size)]
    if ('fault' in one) return this.goWrong(one.fault, browser, tab)
    if (!tab) return
    const command = this.command(one, tab)
    if (!command) return
    // Nobody waits for one to be answered before doing the next.
    this.said.push(
      tab.perform(command).then(
        (answer) => answer && this.answered.add(String(command.body?.id)),
        () => {},
      ),
    )
    if (one.value % 3 === 0) await new Promise<void>((resolve) => setTimeout(resolve))
  }

  async settle(): Promise<void> {
    for (const browser of this.browsers) {
      browser.weather.loseAnswers = 0
      browser.weather.double = 0
      browser.mend()
      if (browser.tabs.size === 0) await browser.openTab()
      for (const tab of browser.tabs) tab.engine.check()
    }
    const tabs = this.browsers.flatMap((browser) => [...browser.tabs])
    await Promise.all(
      tabs.map((tab) => tab.until(({ operations }) => operations.every(({ state }) => state !== 'waiting'))),
    )
    const { tenantId } = this.company
    const [head] = await owner().select().from(tenantHeads).where(eq(tenantHeads.tenantId, tenantId))
    await Promise.all(tabs.map((tab) => tab.until(({ engine }) => engine.copy.seq >= head!.seq && engine.hasTasks)))
    for (const browser of this.browsers) {
      // What the tab that leads has fetched last, it tells the others a moment after.
      await browser.quiet()
      const truth = canonical(inOrder(ageless(await everythingOf(browser.person))))
      for (const tab of browser.tabs) expect(canonical(inOrder(ageless(tab.seen())))).toBe(truth)
    }
    await this.countOnce()
  }

  /** Nothing that was acknowledged is missing, and nothing is there twice. */
  private async countOnce(): Promise<void> {
    const { tenantId } = this.company
    const kept = await owner().select().from(interactions).where(eq(interactions.tenantId, tenantId))
    const ids = kept.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const id of ids) expect(this.notes).toContain(id)
    for (const id of this.answered) if (this.notes.has(id)) expect(ids).toContain(id)
    const said = await owner().select().from(taskComments).where(eq(taskComments.tenantId, tenantId))
    const comments = said.map((one) => one.id as string)
    for (const id of comments) expect(this.tasks.comments).toContain(id)
    for (const id of this.answered) if (this.tasks.comments.has(id)) expect(comments).toContain(id)
    const sent = this.browsers.flatMap(({ tabs }) => [...tabs].flatMap((tab) => tab.operations))
    const done = await owner().select({ id: operations.id }).from(operations).where(eq(operations.tenantId, tenantId))
    const known = new Set(done.map(({ id }) => id))
    for (const { id, state } of sent) if (state === 'sent') expect(known).toContain(id)
    const [gaps] = (
      await owner().execute<{ gaps: number }>(
        sql`select max(seq) - count(*) as gaps from change_log where tenant_id = ${tenantId}`,
      )
    ).rows
    expect(Number(gaps?.gaps ?? 0)).toBe(0)
  }

  private command({ kind, deal, value }: Extract<Step, { kind: unknown }>, tab: Tab): Command | undefined {
    if (isOfTasks(kind)) return this.tasks.command(kind, deal, value, tab)
    const id = this.deals[deal % this.deals.length]!
    const row = tab.views.opportunities.get(id)
    const { stages, pipelineId } = this.company
    const path = `/opportunities/${id}`
    const change = (body: { title?: string; amountMinor?: number; nextStep?: string }): Command | undefined =>
      row && {
        what: 'Change',
        method: 'PATCH',
        path,
        body,
        effects: [{ entity: 'opportunities', id, set: body }],
        basis: {
          path,
          id,
          version: row.version,
          before: Object.fromEntries(Object.keys(body).map((key) => [key, row[key as 'title']])),
        },
        brings: 'deal',
      }
    switch (kind) {
      case 'title':
        return change({ title: `Title ${value}` })
      case 'amount':
        return change({ amountMinor: value })
      case 'next step':
        return change({ nextStep: `Step ${value}` })
      case 'move': {
        const stageId = [stages.lead, stages.qualified, stages.proposal][value % 3]!
        const effects = [{ entity: 'opportunities', id, set: { stageId } }] as const
        return row && { what: 'Move', method: 'POST', path: `${path}/move`, body: { stageId }, effects, brings: 'deal' }
      }
      case 'close': {
        if (value % 10 !== 0) return undefined // or soon there is nothing left
        const effects = [{ entity: 'opportunities', id, set: { status: 'won' } }] as const
        return (
          row && {
            what: 'Win',
            method: 'POST',
            path: `${path}/close`,
            body: { outcome: 'won' },
            effects,
            brings: 'deal',
          }
        )
      }
      case 'note': {
        const note = newId()
        this.notes.add(note)
        const body = {
          id: note,
          opportunityId: id,
          channel: 'note',
          content: `Note ${value}`,
          occurredAt: new Date().toISOString(),
        }
        return { what: 'Note', method: 'POST', path: '/interactions', body, effects: [], brings: 'activity' }
      }
      case 'open': {
        if (this.deals.length > 60) return undefined
        const opened = newId()
        this.deals.push(opened)
        const body = { id: opened, title: `New ${value}`, amountMinor: value, customerId: this.customerId, pipelineId }
        return { what: 'Open', method: 'POST', path: '/opportunities', body, effects: [], brings: 'deal' }
      }
    }
  }

  private async goWrong(fault: (typeof FAULTS)[number], browser: FakeBrowser, tab: Tab | undefined): Promise<void> {
    const hub = env.TENANT_HUB.getByName(this.company.tenantId)
    switch (fault) {
      case 'cut':
        return browser.cut()
      case 'mend':
        return browser.mend()
      case 'drop sockets':
        return browser.dropSockets()
      case 'lose answer':
        browser.weather.loseAnswers++
        return
      case 'twice':
        browser.weather.double++
        return
      case 'kill a tab':
        return tab?.close()
      case 'open a tab':
        if (browser.tabs.size < 3) await browser.openTab()
        return
      case 'evict':
        // It may be out of memory already.
        return evictDurableObject(hub).catch(() => {})
      case 'publish late':
        return hub.publish(1)
    }
  }
}

function isOfTasks(kind: string): kind is TaskKind {
  return (TASK_KINDS as readonly string[]).includes(kind)
}

// When its parts were fetched is no fact of a task.
function ageless(rows: SomeRows) {
  return { ...rows, taskParts: (rows.taskParts ?? []).map((one) => ({ ...one, version: 0 })) }
}

/** The same facts as the same bytes, in whichever order they were told. */
function canonical(value: unknown): string {
  return JSON.stringify(
    value,
    (_, one) =>
      one && typeof one === 'object' && !Array.isArray(one) ? Object.fromEntries(Object.entries(one).sort()) : one,
    1,
  )
}
