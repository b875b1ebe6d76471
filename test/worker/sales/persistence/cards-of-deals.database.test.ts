import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { opportunities } from '../../../../drizzle/schema'
import type { Actor } from '../../../../worker/kernel/actor'
import { newId, type OpportunityId } from '../../../../worker/kernel/ids'
import { type DealDatabase, openDealDatabase } from '../../../support/deal-database'

describe.each(['pglite', 'postgres'] as const)('the cards of many deals on %s', (kind) => {
  let company: DealDatabase
  const ofRep = newId<OpportunityId>()
  const ofAdmin = newId<OpportunityId>()
  const nobodys = newId<OpportunityId>()

  beforeAll(async () => {
    company = await openDealDatabase(kind)
    await anOpenDeal(company, ofRep, company.rep)
    await anOpenDeal(company, ofAdmin, company.admin)
  })
  afterAll(() => company.database.close())

  it.each([
    ['a rep of their own', () => company.rep, [ofRep]],
    ['a manager of the team', () => company.manager, [ofRep]],
    ['an admin of everybody', () => company.admin, [ofRep, ofAdmin]],
  ] as const)('are told %s', async (_, actor, expected) => {
    const { unit } = company.begin(actor())
    const asked = sql.join(
      [ofRep, ofAdmin, nobodys].map((id) => sql`${id}::uuid`),
      sql`, `,
    )
    const rows = await unit.rows<{ deal: string; customer: string }>(
      sql`select deal, customer from app.cards_of_deals(array[${asked}], now())`,
    )
    expect(rows.map(({ deal }) => deal).sort()).toEqual([...expected].sort())
    expect(new Set(rows.map(({ customer }) => customer))).toEqual(new Set(['Globex']))
  })
})

async function anOpenDeal(company: DealDatabase, id: OpportunityId, owner: Actor): Promise<void> {
  const { tenantId, customerId, pipelineId, stages } = company
  await company.owner.insert(opportunities).values({
    tenantId,
    id,
    customerId,
    ownerId: owner.userId,
    createdBy: owner.userId,
    pipelineId,
    stageId: stages.lead,
    status: 'open',
    title: 'Rollout',
    amountMinor: 1000,
    currency: 'EUR',
    openedAt: '2026-01-05T09:00:00.000Z',
    stageEnteredAt: '2026-01-05T09:00:00.000Z',
  })
}
