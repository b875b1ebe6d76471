import { evictDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { and, eq, sql } from 'drizzle-orm'
import fc from 'fast-check'
import { expect, inject, it } from 'vitest'
import {
  changeLog,
  interactions,
  operations,
  opportunities,
  taskComments,
  tasks,
  tenantHeads,
} from '../../drizzle/schema'
import type { Command } from '../../web/src/sync/operation'
import type { SomeRows } from '../../web/src/sync/rows'
import type { Env } from '../../worker/platform/env'
import { signAccessToken } from '../../worker/platform/tokens'
import { aCompany, aPerson, aRole, type Company, owner, type Person } from '../support/actors'
import { as } from '../support/app'
import { aCustomer, aDeal } from '../support/builders'
import { inOrder } from '../support/device'
import { everythingOf, FakeBrowser, type Tab } from '../support/tabs'
import { DEAL_KINDS, DealDoings } from './deal-doings'
import { TASK_KINDS, TaskDoings } from './task-doings'
import { ROOM_FAULTS, TEXT_KINDS, Texts } from './texts'

const FAULTS = [
  'cut',
  'mend',
  'drop sockets',
  'lose answer',
  'twice',
  'database refuses',
  'database answer lost',
  'publish lost',
  'kill a tab',
  'open a tab',
  'evict',
  'restart',
  'publish late',
] as const
const CLOCKS = [0, 86_400_000, -86_400_000] // ms by which they are wrong
const TEXTS = 3
const SAY_EVERY = 1000 // operations of a long run
const of = { client: fc.nat(99), tab: fc.nat(9), thing: fc.nat(99), value: fc.nat(9999) }
const step = fc.oneof(
  { weight: 10, arbitrary: fc.record({ kind: fc.constantFrom(...DEAL_KINDS, ...TASK_KINDS), ...of }) },
  { weight: 5, arbitrary: fc.record({ text: fc.constantFrom(...TEXT_KINDS), ...of }) },
  { weight: 2, arbitrary: fc.record({ fault: fc.constantFrom(...FAULTS), ...of }) },
  { weight: 1, arbitrary: fc.record({ room: fc.constantFrom(...ROOM_FAULTS), ...of }) },
)
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never

const run = 'ends with everybody holding the same, byte for byte (seed $seed, $operations operations, $clients clients)'

it.each(inject('fuzz'))(run, { timeout: 3_600_000 }, async ({ seed, operations: wanted, clients }) => {
  const [steps] = fc.sample(fc.infiniteStream(step, { noHistory: true }), { seed, numRuns: 1 })
  const world = await World.begin(clients)
  let done = 0
  try {
    // What goes wrong, and what cannot be done where somebody stands, is beside what was asked for.
    for (const one of steps!) {
      if (!(await world.take(one))) continue
      if (++done % SAY_EVERY === 0) console.log(`${done} operations`)
      if (done === wanted) break
    }
    await world.settle()
  } catch (difference) {
    throw new Error(`not alike with seed ${seed}, ${done} of ${wanted} operations, ${clients} clients`, {
      cause: difference,
    })
  } finally {
    world.end()
  }
})

class World {
  private readonly company: Company
  private readonly browsers: readonly FakeBrowser[]
  private readonly answered = new Set<string>()
  private readonly said: Promise<unknown>[] = []
  private readonly deals: DealDoings
  private readonly tasks: TaskDoings
  private readonly texts: Texts
  // What somebody is signed in by lives for minutes, and a long run for longer.
  private readonly renewal = setInterval(
    () => void Promise.all(this.browsers.map(({ person }) => renew(person))),
    240_000,
  )

  private constructor(
    company: Company,
    browsers: readonly FakeBrowser[],
    doings: { readonly deals: DealDoings; readonly tasks: TaskDoings; readonly texts: Texts },
  ) {
    this.company = company
    this.browsers = browsers
    this.deals = doings.deals
    this.tasks = doings.tasks
    this.texts = doings.texts
  }

  static async begin(clients: number): Promise<World> {
    const company = await aCompany()
    const customerId = await aCustomer(company)
    const ids: string[] = []
    for (let i = 0; i < 12; i++) ids.push(await aDeal(company, { customerId }))
    const people = await peopleOf(company, clients)
    const browsers = people.map((person, i) => new FakeBrowser(person, CLOCKS[i % CLOCKS.length]))
    const doings = new TaskDoings(people.map(({ userId }) => userId))
    for (const [i, body] of doings.first(6).entries()) {
      const { status } = await as(people[i % people.length]!).post('/tasks', body) // within it
      if (status !== 201) throw new Error(`a task was refused with ${status}`)
    }
    const texts = await Texts.begin(company, people, TEXTS)
    for (const browser of browsers) await browser.openTab()
    return new World(company, browsers, { deals: new DealDoings(company, customerId, ids), tasks: doings, texts })
  }

  end(): void {
    clearInterval(this.renewal)
    for (const browser of this.browsers) for (const tab of [...browser.tabs]) tab.close()
    this.texts.end()
  }

  /** Whether somebody did something by it. */
  async take(one: Step): Promise<boolean> {
    const browser = this.browsers[one.client % this.browsers.length]!
    if ('text' in one) return this.texts.take(one.text, one.thing, one.client, one.value)
    const tab = [...browser.tabs][one.tab % Math.max(1, browser.tabs.size)]
    if ('room' in one) await this.texts.goWrong(one.room, one.thing, one.client)
    else if ('fault' in one) await this.goWrong(one.fault, browser, tab)
    // Who has closed everything opens it to do something.
    else return this.perform(one, tab ?? (await browser.openTab()))
    return false
  }

  private async perform(one: Extract<Step, { kind: unknown }>, tab: Tab): Promise<boolean> {
    const command = this.command(one, tab)
    if (!command) return false
    // Nobody waits for one to be answered before doing the next.
    this.said.push(
      tab.perform(command).then(
        (answer) => answer && this.answered.add(String(command.body?.id)),
        () => {},
      ),
    )
    if (one.value % 3 === 0) await new Promise<void>((resolve) => setTimeout(resolve))
    return true
  }

  async settle(): Promise<void> {
    await this.texts.settle()
    for (const browser of this.browsers) {
      browser.weather.loseAnswers = 0
      browser.weather.double = 0
      browser.weather.troubles.length = 0
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
    await this.foldLogs()
  }

  /** Nothing that was acknowledged is missing, and nothing is there twice. */
  private async countOnce(): Promise<void> {
    const { tenantId } = this.company
    const kept = await owner().select().from(interactions).where(eq(interactions.tenantId, tenantId))
    const ids = kept.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const id of ids) expect(this.deals.notes).toContain(id)
    for (const id of this.answered) if (this.deals.notes.has(id)) expect(ids).toContain(id)
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

  /** One after the other: each change begins with what the one before it left, and the last one left what is there. */
  private async foldLogs(): Promise<void> {
    const { tenantId } = this.company
    const deals = await owner().select().from(opportunities).where(eq(opportunities.tenantId, tenantId))
    await this.foldLog('opportunity', deals, ['title', 'amountMinor', 'nextStep', 'stageId', 'status'])
    const work = await owner().select().from(tasks).where(eq(tasks.tenantId, tenantId))
    await this.foldLog('task', work, ['title', 'priority', 'status', 'position', 'tags', 'visibility', 'assignedTo'])
  }

  private async foldLog<Row extends { readonly id: string }>(
    entity: 'opportunity' | 'task',
    rows: readonly Row[],
    told: readonly (keyof Row & string)[],
  ): Promise<void> {
    const ours = and(eq(changeLog.tenantId, this.company.tenantId), eq(changeLog.entity, entity))
    const log = await owner().select().from(changeLog).where(ours).orderBy(changeLog.seq)
    for (const [id, changes] of Map.groupBy(log, ({ entityId }) => entityId)) {
      const facts: Record<string, unknown> = {}
      for (const { before, after, seq } of changes) {
        for (const fact of told)
          if (before && fact in before && fact in facts)
            expect(before[fact], `${fact} of ${entity} ${id} before ${seq}`).toEqual(facts[fact])
        Object.assign(facts, after)
      }
      const row = rows.find((one) => one.id === id)
      for (const fact of told) if (fact in facts) expect(row?.[fact], `${fact} of ${entity} ${id}`).toEqual(facts[fact])
    }
  }

  private command({ kind, thing, value }: Extract<Step, { kind: unknown }>, tab: Tab): Command | undefined {
    return isOf(TASK_KINDS, kind)
      ? this.tasks.command(kind, thing, value, tab)
      : isOf(DEAL_KINDS, kind)
        ? this.deals.command(kind, thing, value, tab)
        : undefined
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
      case 'database refuses':
        browser.weather.troubles.push('refuse')
        return
      case 'database answer lost':
        browser.weather.troubles.push('lose-reply')
        return
      case 'publish lost':
        browser.weather.troubles.push('lose publish')
        return
      case 'kill a tab':
        return tab?.close()
      case 'open a tab':
        if (browser.tabs.size < 3) await browser.openTab()
        return
      case 'evict':
        // It may be out of memory already.
        return evictDurableObject(hub).catch(() => {})
      case 'restart':
        return evictDurableObject(hub, { webSockets: 'close' }).catch(() => {})
      case 'publish late':
        return hub.publish(1)
    }
  }
}

/** One person for each client, of each kind by turns: nobody is slowed down for what others do. */
async function peopleOf({ tenantId, ...company }: Company, count: number): Promise<Person[]> {
  const kinds = [company.rep, company.admin, company.manager]
  const more = Array.from({ length: Math.max(0, count - kinds.length) }, async (_, i) => {
    const { scope, permissions } = kinds[i % kinds.length]! // within it
    return aPerson(tenantId, `Person ${i}`, await aRole(tenantId, scope, permissions))
  })
  return [...kinds, ...(await Promise.all(more))].slice(0, count)
}

async function renew(person: Person): Promise<void> {
  Object.assign(person, { token: await signAccessToken(env as unknown as Env, person, new Date()) })
}

function isOf<Kind extends string>(kinds: readonly Kind[], kind: string): kind is Kind {
  return (kinds as readonly string[]).includes(kind)
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
