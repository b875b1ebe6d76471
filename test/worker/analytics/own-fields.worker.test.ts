import { expect, it } from 'vitest'
import type { ModelOverview, Prediction } from '../../../worker/analytics/contract'
import type { CustomField, ImportDraft, OpportunityRow } from '../../../worker/sales/contract'
import { aCompany } from '../../support/actors'
import { as } from '../../support/app'
import { imported } from '../../support/imports'
import { untilIdle } from '../../support/queues'

const PATIENCE = 120_000
const DAY_MS = 86_400_000
const [CLOSED, OPEN] = [500, 6]

const FIELDS = [
  { label: 'Route to market', type: 'choice', choices: ['Partner', 'Direct'] },
  { label: 'Client size', type: 'number' },
  { label: 'First visit', type: 'date' },
  { label: 'Project code', type: 'text' },
  { label: 'Country', type: 'choice', choices: ['Finland'] },
  { label: 'Trade fair', type: 'choice', choices: ['Hannover', 'None'] },
] as const

/** Deals that end by the route they came, the size of the client, how soon it was visited, and the fair it was met at. */
function file(): string {
  const day = (at: number) => new Date(at).toISOString().slice(0, 10)
  const now = Math.floor(Date.now() / DAY_MS) * DAY_MS
  const lines = Array.from({ length: CLOSED + OPEN }, (_, i) => {
    const isOpen = i >= CLOSED
    // Each fact in a rhythm of its own, so that none tells another; the last decides where the others leave it open.
    const [isPartner, size, isSoon, isMet] = [i % 2 === 0, 1 + (i % 5), i % 3 === 0, i % 7 < 3]
    const odds = (isPartner ? 1.8 : -1.8) + (size - 3) * 0.6 + (isSoon ? 1 : -0.5) + (isMet ? 0.8 : -0.6)
    const won = ((i * 7919) % 1000) / 1000 < 1 / (1 + Math.exp(-odds))
    const opened = now - (isOpen ? 5 : 700 - (i * 600) / CLOSED) * DAY_MS
    return [
      ...[
        `D${i}`,
        `Order ${i}`,
        `Customer ${i % 40}`,
        isOpen ? 'Open' : won ? 'Won' : 'Lost',
        1000 + ((i * 7919) % 9000),
      ],
      ...[day(opened), isOpen ? '' : day(opened + 40 * DAY_MS), isPartner ? 'Partner' : 'Direct', size],
      ...[day(opened + (isSoon ? 4 : 35) * DAY_MS), `PX-${10_000 + i}`, 'Finland', isMet ? 'Hannover' : 'None'],
    ].join(',')
  })
  const own = FIELDS.map(({ label }) => label).join(',')
  return `Deal id,Title,Account,Stage,Amount,Created date,Close date,${own}\n${lines.join('\n')}\n`
}

it(
  'learns by itself from a company’s own choices, numbers and dates, and from none that only names, is all alike or is archived',
  async () => {
    const company = await aCompany()
    const keyOf = new Map<string, string>()
    const made = new Map<string, CustomField>()
    for (const field of FIELDS) {
      const { status, body } = await as(company.admin).post<CustomField>('/custom-fields', {
        entity: 'opportunity',
        ...field,
      })
      expect(status).toBe(201)
      keyOf.set(field.label, body.key)
      made.set(field.label, body)
    }
    // Somebody insists on the columns that an import leaves out by itself, being all alike or no more than a number.
    const correct = ({ mapping }: ImportDraft) => {
      for (const [i, { header }] of mapping.columns.entries()) {
        const field = FIELDS.find(({ label }) => label === header)
        if (field) mapping.columns[i] = { header, target: { kind: 'custom', name: field.label, type: field.type } }
      }
    }
    expect(await imported(company.admin, file(), { correct })).toMatchObject({
      status: 'done',
      rowsCreated: CLOSED + OPEN,
    })
    await untilIdle(company.tenantId)
    const feature = (label: string) => `custom:${keyOf.get(label)}`
    const newest = async () => (await as(company.rep).get<ModelOverview>('/models')).body.models[0]
    const first = await newest()
    expect(first).toMatchObject({ rung: 'own', status: 'champion' })
    const learned = first?.topFeatures.map((one) => [one.feature, one.phrase])
    for (const label of ['Route to market', 'Client size', 'First visit', 'Trade fair'])
      expect(learned).toContainEqual([feature(label), label])
    const leftOut = (label: string, reason: string) => ({ kind: 'field', name: keyOf.get(label), reason })
    expect(first?.leftOut).toContainEqual(leftOut('Project code', 'identifier'))
    expect(first?.leftOut).toContainEqual(leftOut('Country', 'constant'))

    // What was learned is said of each deal in the field's own words.
    const { body } = await as(company.admin).get<{ rows: OpportunityRow[] }>('/opportunities?status=open')
    expect(body.rows).toHaveLength(OPEN)
    const said = async (row: OpportunityRow) => {
      const { body: prediction } = await as(company.admin).get<Prediction>(`/opportunities/${row.id}/prediction`)
      return prediction.reasons.map(({ words }) => words)
    }
    for (const row of body.rows) {
      const words = await said(row)
      expect(words).toContain(
        `Route to market: ${Number(row.title.slice('Order '.length)) % 2 === 0 ? 'Partner' : 'Direct'}`,
      )
      expect(words.join('. ')).not.toMatch(/PX-|Finland/)
    }
    const all = (await Promise.all(body.rows.map(said))).flat()
    expect(all).toContainEqual(expect.stringMatching(/^Client size: [1-5]$/))
    expect(all).toContainEqual(expect.stringMatching(/^First visit (in \d+ days|\d+ days? ago|today|yesterday)$/))
    expect(all).toContain('Trade fair: Hannover')

    const { id, version } = made.get('Trade fair')!
    await as(company.admin).patch(`/custom-fields/${id}`, { version, isArchived: true })
    expect((await as(company.admin).post('/models/train')).status).toBe(202)
    await untilIdle(company.tenantId)
    const second = await newest()
    expect(second?.number).toBe(first!.number + 1)
    expect(second?.leftOut).toContainEqual(leftOut('Trade fair', 'archived'))
    expect(second?.topFeatures.map((one) => one.feature)).not.toContain(feature('Trade fair'))
  },
  PATIENCE,
)
