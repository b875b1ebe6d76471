import { describe, expect, it } from 'vitest'
import { KNOWN_DEALS, SHOWN_AS } from '../../../../../worker/analytics/domain/simulator/names'
import { HALDEN, OSTRA, TERVO, type WorldProfile } from '../../../../../worker/analytics/domain/simulator/profile'
import { DEMO, simulate } from '../../../../../worker/analytics/domain/simulator/simulate'
import { type SimulatedDeal, trueProbability } from '../../../../../worker/analytics/domain/simulator/simulated'
import { closingOf, DAY_MS } from '../../../../../worker/analytics/domain/timeline'

const ASOF = Date.UTC(2026, 10, 23)
const company = simulate({ ...DEMO, asOf: ASOF })

const closed = (deals: readonly SimulatedDeal[]) => deals.filter(({ status }) => status !== 'open')
const isWon = ({ status }: SimulatedDeal) => (status === 'won' ? 1 : 0)

/** How many standard errors the wins are away from what the true chances promise. */
function surprise(deals: readonly SimulatedDeal[], at: (deal: SimulatedDeal) => number): number {
  let [won, expected, variance] = [0, 0, 0]
  for (const deal of deals) {
    const chance = trueProbability(deal, at(deal))
    won += isWon(deal)
    expected += chance
    variance += chance * (1 - chance)
  }
  return (won - expected) / Math.sqrt(variance)
}

/** Told long after its end, when every deal has closed: then the closed deals are all deals. */
function finished(profile: WorldProfile, seed: number): readonly SimulatedDeal[] {
  const { deals } = simulate({ seed, deals: 1500, asOf: ASOF, profile })
  const settled = deals.filter(({ openedAt }) => openedAt < ASOF - 400 * DAY_MS)
  expect(settled.filter(({ status }) => status === 'open')).toEqual([])
  return settled
}

describe('the true probability', () => {
  it.each([
    ['at the start', TERVO, 1, (deal: SimulatedDeal) => deal.openedAt],
    ['at the start', HALDEN, 2, (deal: SimulatedDeal) => deal.openedAt],
    ['at the start', OSTRA, 3, (deal: SimulatedDeal) => deal.openedAt],
    ['after two weeks', TERVO, 4, (deal: SimulatedDeal) => deal.openedAt + 14 * DAY_MS],
    ['after six weeks', HALDEN, 5, (deal: SimulatedDeal) => deal.openedAt + 42 * DAY_MS],
    ['after ten weeks', OSTRA, 6, (deal: SimulatedDeal) => deal.openedAt + 70 * DAY_MS],
  ] as const)('%s is what comes true (%#)', (_, profile, seed, at) => {
    const deals = finished(profile, seed).filter((deal) => deal.closedAt !== null && deal.closedAt > at(deal))
    expect(deals.length).toBeGreaterThan(150)
    expect(Math.abs(surprise(deals, at))).toBeLessThan(3)
  })

  it('comes true among the unlikely, the open and the likely alike', () => {
    const deals = finished(TERVO, 8)
    const at = (deal: SimulatedDeal) => deal.openedAt + 35 * DAY_MS
    for (const [low, high] of [
      [0, 0.1],
      [0.1, 0.3],
      [0.3, 0.6],
      [0.6, 0.9],
      [0.9, 1],
    ] as const) {
      const band = deals.filter((deal) => {
        const chance = trueProbability(deal, at(deal))
        return deal.closedAt! > at(deal) && chance >= low && chance < high
      })
      expect(band.length).toBeGreaterThan(25)
      expect(Math.abs(surprise(band, at))).toBeLessThan(3.5)
    }
  })

  it('is certain once the deal has closed, and not before', () => {
    for (const deal of closed(company.deals)) {
      expect(trueProbability(deal, deal.closedAt!)).toBe(isWon(deal))
      const before = trueProbability(deal, deal.closedAt! - 1)
      expect(before).toBeGreaterThan(0)
      expect(before).toBeLessThan(1)
    }
  })

  it('moves with what happens', () => {
    const moved = company.deals.filter((deal) => new Set(deal.truth.won.map((won) => Math.round(won * 20))).size > 3)
    expect(moved.length).toBeGreaterThan(company.deals.length / 2)
  })
})

describe('the demo company', () => {
  it('is the same for the same seed, and another for another', () => {
    const again = simulate({ seed: 7, deals: 300, asOf: ASOF })
    expect(simulate({ seed: 7, deals: 300, asOf: ASOF })).toEqual(again)
    expect(simulate({ seed: 8, deals: 300, asOf: ASOF }).deals[0]).not.toEqual(again.deals[0])
  })

  it('has the size of a real one', () => {
    expect(company.people).toHaveLength(9)
    expect(company.teams).toHaveLength(2)
    expect(company.pipeline.stages.map(({ name }) => name)).toEqual([
      'Qualified',
      'Discovery',
      'Pilot',
      'Proposal',
      'Negotiation',
      'Won',
      'Lost',
    ])
    const open = company.deals.filter(({ status }) => status === 'open')
    const interactions = company.deals.reduce((sum, deal) => sum + deal.interactions.length, 0)
    const rate = company.deals.filter(({ status }) => status === 'won').length / closed(company.deals).length
    expect(closed(company.deals).length).toBeGreaterThan(1500)
    expect(open.length).toBeGreaterThan(100)
    expect(open.length).toBeLessThan(200)
    expect(interactions).toBeGreaterThan(12_000)
    expect(interactions).toBeLessThan(17_000)
    expect(rate).toBeGreaterThan(0.2)
    expect(rate).toBeLessThan(0.45)
    for (const stage of company.pipeline.stages.filter(({ status }) => status === 'open')) {
      expect(open.filter(({ stageId }) => stageId === stage.id).length).toBeGreaterThan(5)
    }
  })

  it('keeps its records whole: every reference is to something that is there, in order, and in the past', () => {
    const people = new Set(company.people.map(({ id }) => id))
    const products = new Set(company.products.map(({ id }) => id))
    const contactsByCustomer = new Map(
      company.customers.map(({ id, contacts }) => [id, new Set(contacts.map((c) => c.id))]),
    )
    const statusByStage = new Map(company.pipeline.stages.map(({ id, status }) => [id, status]))
    const ids = [
      ...company.deals.flatMap((deal) => [deal.id, ...deal.interactions.map(({ id }) => id)]),
      ...company.customers.flatMap(({ id, contacts }) => [id, ...contacts.map((contact) => contact.id)]),
      ...people,
      ...products,
    ]
    expect(new Set(ids).size).toBe(ids.length)
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(new Set(company.customers.map(({ name }) => name)).size).toBe(company.customers.length)

    for (const deal of company.deals) {
      const contacts = contactsByCustomer.get(deal.customerId)!
      expect(people.has(deal.ownerId)).toBe(true)
      expect(deal.products.every(({ productId }) => products.has(productId))).toBe(true)
      expect(statusByStage.get(deal.stageId)).toBe(deal.status)
      expect(deal.closedAt === null).toBe(deal.status === 'open')
      expect(deal.lossReason === null).toBe(deal.status !== 'lost')
      expect(Number.isInteger(deal.amountMinor) && deal.amountMinor > 0).toBe(true)
      expect(deal.stageHistory.at(-1)).toMatchObject({ stageId: deal.stageId, leftAt: null })
      deal.stageHistory.slice(1).forEach((stay, i) => {
        expect(deal.stageHistory[i]!.leftAt).toBe(stay.enteredAt)
        expect(stay.enteredAt).toBeGreaterThan(deal.stageHistory[i]!.enteredAt)
      })
      const until = deal.closedAt ?? ASOF
      const outside = deal.timeline.events.filter(({ at }) => !Number.isInteger(at) || at < deal.openedAt || at > until)
      expect(outside).toEqual([])
      const odd = deal.interactions.filter(
        ({ personId, subject, content }) =>
          (personId !== null && !contacts.has(personId)) ||
          /[{}]/.test(subject) ||
          !/^\p{Lu}[^{}]+[.?!]$/u.test(content),
      )
      expect(odd).toEqual([])
      expect(closingOf(deal.timeline)).toEqual(
        deal.closedAt === null ? null : { at: deal.closedAt, won: deal.status === 'won' },
      )
    }
  })

  it('does not repeat itself: nobody writes one sentence to the same customer again and again', () => {
    const repeats = company.deals.map((deal) => {
      const counts = Map.groupBy(deal.interactions, ({ content }) => content)
      return Math.max(0, ...[...counts.values()].map(({ length }) => length))
    })
    expect(repeats.filter((most) => most > 3).length).toBeLessThan(company.deals.length * 0.02)
  })

  it.each([ASOF, Date.UTC(2027, 0, 2), Date.UTC(2027, 6, 14)])(
    'has the deals everybody knows open, whatever the day',
    (asOf) => {
      const { deals, customers, people, pipeline } = simulate({ ...DEMO, deals: 200, asOf })
      const nameById = new Map([...customers, ...people, ...pipeline.stages].map(({ id, name }) => [id, name]))
      const told = deals.map(({ title, customerId, ownerId, stageId, status }) => ({
        status,
        title,
        customer: nameById.get(customerId),
        owner: nameById.get(ownerId),
        stage: nameById.get(stageId),
      }))
      for (const { title, customer, owner, stage } of KNOWN_DEALS) {
        expect(told).toContainEqual({ status: 'open', title, customer, owner, stage })
      }
    },
  )

  it.each([ASOF, Date.UTC(2027, 0, 2), Date.UTC(2027, 6, 14)])(
    'is shown as the same people, whatever the day: a rep with deals in the team of the manager',
    (asOf) => {
      const { deals, people, teams } = simulate({ ...DEMO, deals: 200, asOf })
      const [rep, manager, admin] = Object.entries(SHOWN_AS).map(([role, name]) =>
        people.find((one) => one.role === role && one.name === name),
      )
      expect(admin).toBeDefined()
      expect(teams.find(({ id }) => id === rep?.teamId)?.managerId).toBe(manager?.id)
      expect(deals.filter(({ ownerId, status }) => ownerId === rep?.id && status === 'open').length).toBeGreaterThan(3)
    },
  )
})
