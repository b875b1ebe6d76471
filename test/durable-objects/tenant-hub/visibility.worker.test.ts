import { evictDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { and, eq } from 'drizzle-orm'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { customers, opportunities, roles, tenantHeads, users } from '../../../drizzle/schema'
import type { CustomerId } from '../../../worker/kernel/ids'
import { signAccessToken } from '../../../worker/platform/tokens'
import { aCompany, type Company, owner, type Person } from '../../support/actors'
import { as } from '../../support/app'
import { aCustomer, aDeal } from '../../support/builders'
import { Device, inOrder, workingSetOf } from '../../support/device'

const PEOPLE = ['rep', 'outsider', 'manager', 'admin'] as const
const index = fc.nat({ max: 50 })
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('open' as const), customer: index, to: index }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('hand over' as const), deal: index, to: index }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('move' as const), deal: index }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('close' as const), deal: index }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('with another' as const), deal: index, customer: index }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('rename' as const), customer: index, to: index }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('works for' as const), customer: index, company: index }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('team' as const), member: index }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('role' as const), person: index, to: index }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('talk' as const), deal: index }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('hang up' as const), device: index }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('come back' as const), device: index }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('evict' as const) }) },
)
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never

it('leaves every device with exactly what a new one would be given, whatever happens', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 40 }), async (steps) => {
      const world = await World.begin()
      try {
        for (const one of steps) await world.take(one)
        await world.settle()
      } finally {
        world.end()
      }
    }),
    { numRuns: 6, verbose: 1 },
  )
}, 240_000)

/** A company in which anything may happen, and a device of everybody in it. */
class World {
  private readonly company: Company
  private readonly devices: readonly Device[]
  private readonly away = new Set<Device>()

  private constructor(company: Company, devices: readonly Device[]) {
    this.company = company
    this.devices = devices
  }

  static async begin(): Promise<World> {
    const company = await aCompany()
    for (const name of ['Globex', 'Initech', 'Umbrella']) {
      const employer = await aCustomer(company, { name })
      const person = await aCustomer(company, { name: `Somebody at ${name}`, kind: 'person', companyId: employer })
      await aDeal(company, { customerId: person })
      await aDeal(company, { customerId: employer, ownerId: company.outsider.userId })
    }
    return new World(company, await Promise.all(PEOPLE.map((who) => Device.of(company[who]))))
  }

  end(): void {
    for (const device of this.devices) device.hangUp()
  }

  /** Everybody comes back and hears of everything. */
  async settle(): Promise<void> {
    for (const device of this.away) await device.start()
    const [head] = await owner().select().from(tenantHeads).where(eq(tenantHeads.tenantId, this.company.tenantId))
    await Promise.all(this.devices.map((device) => device.until(({ copy }) => copy.seq >= head!.seq)))
    for (const [i, who] of PEOPLE.entries()) {
      expect(this.devices[i]!.holds(), who).toEqual(inOrder((await workingSetOf(this.company[who])).rows))
    }
  }

  async take(one: Step): Promise<void> {
    const { company } = this
    const { stages, pipelineId } = company
    const admin = as(company.admin)
    switch (one.do) {
      case 'open': {
        const customerId = pick(await this.customers(), one.customer)?.id
        const ownerId = this.person(one.to).userId
        await admin.post('/opportunities', { title: 'New', amountMinor: 100, customerId, ownerId, pipelineId })
        return
      }
      case 'hand over':
        return this.patchDeal(one.deal, { ownerId: this.person(one.to).userId })
      case 'with another':
        return this.patchDeal(one.deal, { customerId: pick(await this.customers(), one.customer)?.id })
      case 'move': {
        const deal = pick(await this.deals(), one.deal)
        const stageId = deal?.stageId === stages.lead ? stages.qualified : stages.lead
        if (deal) await admin.post(`/opportunities/${deal.id}/move`, { stageId })
        return
      }
      case 'close': {
        const deal = pick(await this.deals(), one.deal)
        if (deal) await admin.post(`/opportunities/${deal.id}/close`, { outcome: 'won' })
        return
      }
      case 'rename':
        return this.patchCustomer(one.customer, { name: `Name ${one.to}` })
      case 'works for': {
        const companies = (await this.customers()).filter(({ kind }) => kind === 'company')
        return this.patchCustomer(one.customer, { companyId: pick(companies, one.company)?.id }, 'person')
      }
      case 'team': {
        const { body } = await admin.get<{ rows: { id: string; name: string; version: number }[] }>('/teams')
        const north = body.rows.find(({ name }) => name === 'North')!
        const memberIds = one.member % 3 === 0 ? [] : [this.person(one.member % 2).userId]
        await admin.patch(`/teams/${north.id}`, { version: north.version, memberIds })
        return
      }
      case 'role': {
        const who = PEOPLE[one.person % 3]! // the administrator stays
        return this.giveRole(company[who], one.to)
      }
      case 'talk': {
        const deal = pick(await this.deals(), one.deal)
        const said = { channel: 'note', content: 'They like it' }
        if (deal) await admin.post('/interactions', { ...said, customerId: deal.customerId, opportunityId: deal.id })
        return
      }
      case 'hang up': {
        const device = pick(this.devices, one.device)!
        this.away.add(device)
        return device.hangUp()
      }
      case 'come back': {
        const device = pick([...this.away], one.device)
        if (!device) return
        this.away.delete(device)
        return device.listen()
      }
      case 'evict':
        // It may be out of memory already.
        return evictDurableObject(env.TENANT_HUB.getByName(company.tenantId)).catch(() => {})
    }
  }

  private async giveRole(person: Person, to: number): Promise<void> {
    const { tenantId } = this.company
    const all = await owner().select().from(roles).where(eq(roles.tenantId, tenantId))
    const role = pick(
      all.filter(({ key }) => key !== 'org_admin'),
      to,
    )!
    const [user] = await this.user(person)
    const path = `/users/${person.userId}`
    const answer = await as(this.company.admin).patch(path, { version: user!.version, roleId: role.id })
    expect(answer.status).toBe(200)
    // As a client does when it is told that its rights changed: it has its token renewed.
    const [{ accessVersion } = { accessVersion: 1 }] = await this.user(person)
    const renewed = {
      ...person,
      scope: role.scope,
      permissions: role.permissions as Person['permissions'],
      accessVersion,
    }
    Object.assign(person, renewed, { token: await signAccessToken(env, renewed, new Date()) })
  }

  private user({ userId }: Person) {
    return owner()
      .select()
      .from(users)
      .where(and(eq(users.tenantId, this.company.tenantId), eq(users.id, userId)))
  }

  private async patchDeal(which: number, patch: Record<string, unknown>): Promise<void> {
    const deal = pick(await this.deals(), which)
    if (deal) await as(this.company.admin).patch(`/opportunities/${deal.id}`, { version: deal.version, ...patch })
  }

  private async patchCustomer(which: number, patch: Record<string, unknown>, kind?: 'person'): Promise<void> {
    const customer = pick(
      (await this.customers()).filter((one) => !kind || one.kind === kind),
      which,
    )
    if (!customer) return
    await as(this.company.admin).patch(`/customers/${customer.id}`, { version: customer.version, ...patch })
  }

  private person(which: number): Person {
    return this.company[PEOPLE[which % PEOPLE.length]!]
  }

  private deals() {
    const ofCompany = and(eq(opportunities.tenantId, this.company.tenantId), eq(opportunities.status, 'open'))
    return owner().select().from(opportunities).where(ofCompany).orderBy(opportunities.id)
  }

  private async customers(): Promise<{ id: CustomerId; kind: string; version: number }[]> {
    const found = await owner()
      .select()
      .from(customers)
      .where(eq(customers.tenantId, this.company.tenantId))
      .orderBy(customers.id)
    return found.map(({ id, kind, version }) => ({ id: id as CustomerId, kind, version }))
  }
}

function pick<T>(all: readonly T[], which: number): T | undefined {
  return all[which % Math.max(1, all.length)]
}
