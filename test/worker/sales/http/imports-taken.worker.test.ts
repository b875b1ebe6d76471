import { and, eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import {
  changeLog,
  customers,
  customFields,
  importErrors,
  jobs,
  opportunities,
  opportunityProducts,
  products,
  stageHistory,
  users,
} from '../../../../drizzle/schema'
import type { Pipeline } from '../../../../worker/sales/contract'
import { aCompany, type Company, owner } from '../../../support/actors'
import { as } from '../../../support/app'
import { aCustomer, aDeal } from '../../../support/builders'
import { errorsOf, filesOf, imported } from '../../../support/imports'

const HEAD =
  'Deal id,Title,Account,Amount,Currency,Stage,Owner,Product,Created,Close date,Loss reason,Source,Tags,Region'
const FILE = `${HEAD}
1,Pumps,Acme,1200.50,USD,Lead,Rita Rep,GTXPro,2026-01-05,2027-03-01,,Fair,"a,b",North
2,Probes,ACME,7,EUR,Won,Nora Neu,GTX Pro,2026-01-06,2026-02-01,,,,South
3,Scales,Bolt,9,EUR,Lost,nina@new.example,Other,2026-01-07,2026-02-02,Price,,,North
4,Valves,Bolt,8,EUR,Engaging,,,,2027-04-01,,,,
5,Filters,Coil,8,EUR,Won,,,,,,,,
`

const dealsOf = async ({ tenantId }: Company) => {
  const rows = await owner().select().from(opportunities).where(eq(opportunities.tenantId, tenantId))
  return Object.fromEntries(rows.map((row) => [row.externalId, row]))
}
const iso = (at: string | null | undefined) => (at ? new Date(at).toISOString() : null)

describe('a file of deals', () => {
  it('becomes deals, with all they refer to', async () => {
    const company = await aCompany()
    const { tenantId, stages } = company
    const run = await imported(company.admin, FILE)
    expect(run).toMatchObject({ status: 'done', rowsRead: 5, rowsCreated: 5, rowsUpdated: 0, rowsFailed: 0 })
    const deals = await dealsOf(company)
    expect(deals['1']).toMatchObject({
      title: 'Pumps',
      amountMinor: 120_050,
      currency: 'USD',
      status: 'open',
      stageId: stages.lead,
      ownerId: company.rep.userId,
      expectedCloseOn: '2027-03-01',
      closedAt: null,
      source: 'Fair',
      tags: ['a', 'b'],
      custom: { region: 'North' },
      isDated: true,
      createdBy: company.admin.userId,
    })
    expect(iso(deals['1']?.openedAt)).toBe('2026-01-05T08:00:00.000Z')
    expect(deals['2']).toMatchObject({
      status: 'won',
      stageId: stages.won,
      isWon: true,
      customerId: deals['1']?.customerId,
    })
    expect(iso(deals['2']?.closedAt)).toBe('2026-02-01T12:00:00.000Z')
    expect(deals['3']).toMatchObject({ status: 'lost', stageId: stages.lost, lossReason: 'Price' })
    expect(deals['4']).toMatchObject({ status: 'open', ownerId: company.admin.userId, custom: {} })
    // Closed, and nobody says when: it has no place in time.
    expect(deals['5']).toMatchObject({ status: 'won', isDated: false })

    const found = await owner().select().from(customers).where(eq(customers.tenantId, tenantId))
    expect(found.map(({ name, kind }) => [name, kind]).sort()).toEqual([
      ['Acme', 'company'],
      ['Bolt', 'company'],
      ['Coil', 'company'],
    ])
    const people = await owner()
      .select()
      .from(users)
      .where(and(eq(users.tenantId, tenantId), eq(users.status, 'placeholder')))
    expect(people.map(({ name, email }) => [name, email]).sort()).toEqual([
      ['Nora Neu', null],
      ['nina@new.example', 'nina@new.example'],
    ])
    expect(people.map(({ id }) => id)).toContain(deals['2']?.ownerId)
    const sold = await owner().select().from(products).where(eq(products.tenantId, tenantId))
    expect(sold.map(({ name }) => name).sort()).toEqual(['GTXPro', 'Other'])
    const links = await owner().select().from(opportunityProducts).where(eq(opportunityProducts.tenantId, tenantId))
    expect(links).toHaveLength(3)

    const spells = await owner().select().from(stageHistory).where(eq(stageHistory.tenantId, tenantId))
    expect(spells).toHaveLength(5)
    for (const row of ['1', '2', '3', '4', '5'] as const) {
      const deal = deals[row]!
      const spell = spells.find(({ opportunityId }) => opportunityId === deal.id)
      expect([spell?.stageId, iso(spell?.enteredAt), spell?.leftAt]).toEqual([
        deal.stageId,
        iso(deal.stageEnteredAt),
        null,
      ])
    }
  })

  it('adds the stages and fields that are not there, once, at the end of the open ones', async () => {
    const company = await aCompany()
    await imported(company.admin, FILE)
    await imported(company.admin, FILE.replaceAll('Engaging', 'ENGAGING'))
    const { body } = await as(company.admin).get<{ rows: Pipeline[] }>('/pipelines')
    expect(body.rows[0]?.stages.map(({ name }) => name)).toEqual([
      'Lead',
      'Qualified',
      'Proposal',
      'Engaging',
      'Won',
      'Lost',
    ])
    const fields = await owner().select().from(customFields).where(eq(customFields.tenantId, company.tenantId))
    expect(fields.map(({ label, key, type }) => [label, key, type])).toEqual([['Region', 'region', 'text']])
  })

  it('finds the deals its rows are about by id, whoever made them', async () => {
    const company = await aCompany()
    const customerId = await aCustomer(company, { name: 'Acme' })
    const id = await aDeal(company, { customerId, externalId: '1', title: 'Pumps, by hand', description: 'Kept' })
    const run = await imported(company.admin, FILE)
    expect(run).toMatchObject({ rowsCreated: 4, rowsUpdated: 1 })
    const deals = await dealsOf(company)
    expect(deals['1']).toMatchObject({ id, title: 'Pumps', description: 'Kept', customerId, version: 2 })
    expect(await imported(company.admin, FILE)).toMatchObject({ rowsUnchanged: 5, rowsCreated: 0, rowsUpdated: 0 })
  })

  it('says once what happened, in the name of whoever began it, and has a model learn from it', async () => {
    const company = await aCompany()
    const run = await imported(company.admin, FILE)
    const log = await owner()
      .select()
      .from(changeLog)
      .where(eq(changeLog.tenantId, company.tenantId))
      .orderBy(changeLog.seq)
    const told = log.filter(({ entity }) => entity === 'import')
    expect(told.map(({ type, entityId, actorId, audience }) => [type, entityId, actorId, audience])).toEqual([
      ['import.started', run.id, company.admin.userId, 'tenant'],
      ['import.done', run.id, company.admin.userId, 'tenant'],
    ])
    expect(log.filter(({ entity }) => entity === 'opportunity')).toEqual([])
    const promised = await owner().select().from(jobs).where(eq(jobs.tenantId, company.tenantId))
    // The model may be there already, and its deals be scored.
    expect(promised.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['import', 'train']))
    expect(promised.filter(({ kind }) => kind === 'train')).toHaveLength(1)
    expect(promised.find(({ kind }) => kind === 'import')?.finishedAt).not.toBeNull()
  })

  it('has no model learn from it a second time', async () => {
    const company = await aCompany()
    await imported(company.admin, FILE)
    await owner().delete(jobs).where(eq(jobs.tenantId, company.tenantId))
    expect(await imported(company.admin, FILE)).toMatchObject({ rowsUnchanged: 5 })
    const promised = await owner().select().from(jobs).where(eq(jobs.tenantId, company.tenantId))
    // The first one's model may still be at work, and have its deals scored.
    expect(promised.map(({ kind }) => kind)).toContain('import')
    expect(promised.map(({ kind }) => kind)).not.toContain('train')
  })

  it('is not kept when it is done', async () => {
    const company = await aCompany()
    const run = await imported(company.admin, FILE)
    // Its end is told first: were the files gone before it, a crash between the two would leave a run without its file.
    await expect.poll(() => filesOf(company, run)).toEqual([])
  })

  it('makes contacts of its people, each once in their company', async () => {
    const company = await aCompany()
    const file = 'Title,Account,Contact,Contact email\na,Acme,Ann,ann@acme.example\nb,Acme,ann,\nc,Bolt,Ann,\n'
    await imported(company.admin, file)
    await imported(company.admin, `${file}d,Acme,ANN,\n`)
    const people = await owner()
      .select()
      .from(customers)
      .where(and(eq(customers.tenantId, company.tenantId), eq(customers.kind, 'person')))
    expect(people.map(({ name, email }) => `${name} ${email}`).sort()).toEqual(['Ann ann@acme.example', 'Ann null'])
    expect(new Set(people.map(({ companyId }) => companyId)).size).toBe(2)
  })

  it('names a customer for deals without one after the file', async () => {
    const company = await aCompany()
    await imported(company.admin, 'Deal id,Region\n1,North\n2,South\n', { name: 'export.2026.csv' })
    const found = await owner().select().from(customers).where(eq(customers.tenantId, company.tenantId))
    expect(found.map(({ name }) => name)).toEqual(['Customers of export.2026'])
    const renamed = await imported(company.admin, 'Deal id,Region\n1,North\n2,South\n', { name: 'copy.csv' })
    expect(renamed).toMatchObject({ rowsUnchanged: 2, rowsCreated: 0, rowsUpdated: 0 })
  })

  it('does not make a person of every row when a column is no column of owners', async () => {
    const company = await aCompany()
    const rows = Array.from({ length: 600 }, (_, i) => `${i},Person ${i}\n`).join('')
    const run = await imported(company.admin, `Deal id,Owner\n${rows}`)
    expect(run).toMatchObject({ status: 'done', rowsCreated: 500, rowsFailed: 100 })
    expect((await errorsOf(company.admin, run))[0]).toEqual([
      502,
      '',
      'Owner names more than 500 new people: look whether this is the right column',
    ])
  })

  it('puts into a field of choices only its choices', async () => {
    const company = await aCompany()
    const field = { entity: 'opportunity', label: 'Region', type: 'choice', choices: ['North', 'South'] }
    await as(company.admin).post('/custom-fields', field)
    const run = await imported(company.admin, 'Deal id,Region\n1,North\n2,Nroth\n3,\n')
    expect(run).toMatchObject({ rowsCreated: 2, rowsFailed: 1 })
    expect(await errorsOf(company.admin, run)).toEqual([[3, 'Region', 'Region has no such choice']])
    expect((await dealsOf(company))['1']?.custom).toEqual({ region: 'North' })
  })
})

describe('the same file again', () => {
  it('changes nothing', async () => {
    const company = await aCompany()
    await imported(company.admin, FILE)
    const before = await dealsOf(company)
    const again = await imported(company.admin, FILE)
    expect(again).toMatchObject({ status: 'done', rowsRead: 5, rowsUnchanged: 5, rowsCreated: 0, rowsUpdated: 0 })
    expect(await dealsOf(company)).toEqual(before)
    expect(await owner().select().from(stageHistory).where(eq(stageHistory.tenantId, company.tenantId))).toHaveLength(5)
  })

  it('changes nothing of what people have done to the deals since', async () => {
    const company = await aCompany()
    await imported(company.admin, FILE)
    const { id } = (await dealsOf(company))['1']!
    await as(company.rep).patch(`/opportunities/${id}`, { version: 1, title: 'By hand' })
    await as(company.rep).post(`/opportunities/${id}/close`, { outcome: 'won' })
    expect(await imported(company.admin, FILE)).toMatchObject({ rowsUnchanged: 5, rowsFailed: 0 })
    expect((await dealsOf(company))['1']).toMatchObject({ title: 'By hand', status: 'won' })
  })
})

describe('a file in which rows have changed', () => {
  it('changes those deals and no others', async () => {
    const company = await aCompany()
    await imported(company.admin, FILE)
    const before = await dealsOf(company)
    const run = await imported(company.admin, FILE.replace('1,Pumps,Acme,1200.50', '1,Bigger pumps,Acme,1300'))
    expect(run).toMatchObject({ rowsCreated: 0, rowsUpdated: 1, rowsUnchanged: 4 })
    const after = await dealsOf(company)
    expect(after['1']).toMatchObject({ title: 'Bigger pumps', amountMinor: 130_000, version: 2 })
    for (const id of ['2', '3', '4', '5']) expect(after[id]).toEqual(before[id])
  })

  it('moves deals on, and their past tells it', async () => {
    const company = await aCompany()
    const { stages } = company
    await imported(company.admin, FILE)
    const moved = FILE.replace('USD,Lead', 'USD,Proposal').replace(
      '8,EUR,Engaging,,,,2027-04-01',
      '8,EUR,Won,,,,2026-11-30',
    )
    expect(await imported(company.admin, moved)).toMatchObject({ rowsUpdated: 2 })
    const deals = await dealsOf(company)
    expect(deals['1']).toMatchObject({ stageId: stages.proposal, status: 'open' })
    expect(deals['4']).toMatchObject({ stageId: stages.won, status: 'won', isDated: true })
    for (const deal of [deals['1']!, deals['4']!]) {
      const spells = await owner()
        .select()
        .from(stageHistory)
        .where(and(eq(stageHistory.tenantId, company.tenantId), eq(stageHistory.opportunityId, deal.id)))
        .orderBy(stageHistory.enteredAt)
      expect(spells).toHaveLength(2)
      expect(spells[0]?.leftAt).toBe(spells[1]?.enteredAt)
      expect(spells[1]).toMatchObject({ stageId: deal.stageId, leftAt: null })
      expect(iso(spells[1]?.enteredAt)).toBe(iso(deal.stageEnteredAt))
    }
  })

  it('says nothing with a blank or a missing column: what people filled in stays', async () => {
    const company = await aCompany()
    await imported(company.admin, FILE)
    const { id, stageEnteredAt } = (await dealsOf(company))['1']!
    const byHand = { description: 'Met at the fair', tags: ['vip'], ownerId: company.outsider.userId }
    await as(company.admin).patch(`/opportunities/${id}`, { version: 1, ...byHand })
    const run = await imported(company.admin, 'Deal id,Title,Amount,Region\n1,Pumps,1500,\n')
    expect(run).toMatchObject({ rowsUpdated: 1 })
    expect((await dealsOf(company))['1']).toMatchObject({
      ...byHand,
      amountMinor: 150_000,
      currency: 'EUR',
      status: 'open',
      stageId: company.stages.lead,
      stageEnteredAt,
      source: 'Fair',
      expectedCloseOn: '2027-03-01',
      custom: { region: 'North' },
    })
  })

  it('leaves a deal that a person closed closed, and says so', async () => {
    const company = await aCompany()
    await imported(company.admin, FILE)
    const { id } = (await dealsOf(company))['1']!
    await as(company.rep).post(`/opportunities/${id}/close`, { outcome: 'lost', lossReason: 'Price' })
    const run = await imported(company.admin, FILE.replace('1200.50', '1300'))
    expect(run).toMatchObject({ status: 'done', rowsUpdated: 0, rowsUnchanged: 4, rowsFailed: 1 })
    expect(await errorsOf(company.admin, run)).toEqual([[2, '', 'This deal is closed as lost here, and stays closed']])
    expect((await dealsOf(company))['1']).toMatchObject({ status: 'lost', amountMinor: 120_050 })
  })

  it('updates a closed deal of which it says the same, and keeps its day where it knows none', async () => {
    const company = await aCompany()
    await imported(company.admin, FILE)
    const { id } = (await dealsOf(company))['4']!
    await as(company.admin).post(`/opportunities/${id}/close`, { outcome: 'won' })
    const { closedAt } = (await dealsOf(company))['4']!
    await imported(
      company.admin,
      FILE.replace('4,Valves,Bolt,8,EUR,Engaging,,,,2027-04-01', '4,Valves,Bolt,9,EUR,Won,,,,'),
    )
    expect((await dealsOf(company))['4']).toMatchObject({ status: 'won', amountMinor: 900, closedAt, isDated: true })
  })
})

describe('a file that says something twice', () => {
  it('counts the same row once, and lists the one that differs', async () => {
    const company = await aCompany()
    const file = 'Deal id,Title,Account\n1,Pumps,Acme\n1,Pumps,Acme\n1,Probes,Acme\n2,Scales,Acme\n'
    const run = await imported(company.admin, file, {
      correct: ({ mapping }) => {
        mapping.columns[0]!.target = { kind: 'field', field: 'externalId' }
      },
    })
    expect(run).toMatchObject({ rowsRead: 4, rowsCreated: 2, rowsUnchanged: 1, rowsFailed: 1 })
    expect(await errorsOf(company.admin, run)).toEqual([
      [4, '', 'Same id as row 2, other values differ; row 2 is kept'],
    ])
    const kept = await owner().select().from(importErrors).where(eq(importErrors.tenantId, company.tenantId))
    expect(kept.map(({ value }) => value)).toEqual(['1'])
  })
})
