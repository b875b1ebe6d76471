import type { SimulatedDeal, SimulatedTenant } from '../worker/analytics/domain/simulator/simulated'
import type { Instant } from '../worker/analytics/domain/timeline'

type Row = Readonly<Record<string, unknown>>

const iso = (at: Instant) => new Date(at).toISOString()
const maybeIso = (at: Instant | null) => (at === null ? null : iso(at))

/** The demo company's customers: companies, and the people in them. */
export function customerRows(tenantId: string, { customers }: SimulatedTenant): Row[] {
  return customers.flatMap((company) => {
    const shared = {
      tenant_id: tenantId,
      owner_id: company.ownerId,
      created_by: company.ownerId,
      created_at: iso(company.createdAt),
      updated_at: iso(company.createdAt),
    }
    const { id, name, industry, employees, website } = company
    const address = { city: company.city, country: company.country }
    return [
      { ...shared, id, kind: 'company', name, industry, employees, website, address, company_id: null },
      ...company.contacts.map((contact) => ({
        ...shared,
        id: contact.id,
        kind: 'person',
        name: contact.name,
        company_id: id,
        job_title: contact.jobTitle,
        email: contact.email,
        phone: contact.phone,
      })),
    ]
  })
}

export function opportunityRows(tenantId: string, { deals, pipeline }: SimulatedTenant): Row[] {
  return deals.map((deal) => ({
    tenant_id: tenantId,
    id: deal.id,
    customer_id: deal.customerId,
    owner_id: deal.ownerId,
    pipeline_id: pipeline.id,
    stage_id: deal.stageId,
    status: deal.status,
    title: deal.title,
    amount_minor: deal.amountMinor,
    currency: deal.currency,
    expected_close_on: deal.expectedCloseOn,
    closed_at: maybeIso(deal.closedAt),
    loss_reason: deal.lossReason,
    source: deal.source,
    priority: deal.priority,
    competitor: deal.competitor,
    next_step: deal.nextStep,
    next_step_on: deal.nextStepOn,
    custom: deal.custom,
    opened_at: iso(deal.openedAt),
    stage_entered_at: iso(deal.stageHistory.at(-1)?.enteredAt ?? deal.openedAt),
    last_activity_at: maybeIso(deal.interactions.at(-1)?.at ?? null),
    created_by: deal.ownerId,
    created_at: iso(deal.openedAt),
    updated_at: iso(deal.closedAt ?? deal.interactions.at(-1)?.at ?? deal.openedAt),
  }))
}

export function stageHistoryRows(tenantId: string, { deals }: SimulatedTenant, newId: () => string): Row[] {
  return deals.flatMap((deal) =>
    deal.stageHistory.map(({ stageId, enteredAt, leftAt }) => ({
      tenant_id: tenantId,
      id: newId(),
      opportunity_id: deal.id,
      stage_id: stageId,
      entered_at: iso(enteredAt),
      left_at: maybeIso(leftAt),
      moved_by: deal.ownerId,
    })),
  )
}

export function opportunityProductRows(tenantId: string, { deals }: SimulatedTenant): Row[] {
  return deals.flatMap((deal) =>
    deal.products.map(({ productId, quantity }) => ({
      tenant_id: tenantId,
      opportunity_id: deal.id,
      product_id: productId,
      quantity,
    })),
  )
}

export function interactionRows(tenantId: string, { deals }: SimulatedTenant): Row[] {
  return deals.flatMap((deal) =>
    deal.interactions.map((touch) => ({
      tenant_id: tenantId,
      id: touch.id,
      customer_id: deal.customerId,
      opportunity_id: deal.id,
      person_id: touch.personId,
      user_id: touch.userId,
      channel: touch.channel,
      direction: touch.direction,
      subject: touch.subject,
      content: touch.content,
      outcome: touch.outcome,
      duration_minutes: touch.durationMinutes,
      follow_up_on: touch.followUpOn,
      sentiment: touch.sentiment,
      occurred_at: iso(touch.at),
      created_at: iso(touch.at),
      updated_at: iso(touch.at),
    })),
  )
}

/** What the change log would hold had the company worked here all along, in the order of time. */
export function changeRows(tenant: SimulatedTenant): Row[] {
  return tenant.deals.flatMap((deal) => changesOf(deal)).sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
}

interface ChangeRow extends Row {
  readonly at: string
}

function changesOf(deal: SimulatedDeal): ChangeRow[] {
  const { timeline } = deal
  const change = (type: string, at: Instant, before: Row | null, after: Row): ChangeRow => ({
    type,
    at: iso(at),
    entity: 'opportunity',
    entity_id: deal.id,
    actor: deal.ownerId,
    audience: 'owner',
    owner_before: deal.ownerId,
    owner_after: deal.ownerId,
    before,
    after,
  })
  let stageId = deal.stageHistory[0]?.stageId
  const known: Record<string, unknown> = { nextStep: null, nextStepOn: null }
  const changes: ChangeRow[] = []
  const opening = { ...known, title: deal.title, stageId, ownerId: timeline.ownerId }
  for (const event of timeline.events) {
    const next: Record<string, unknown> = {}
    if (event.type === 'amount_set') next.amountMinor = event.amountMinor
    else if (event.type === 'close_date_set') next.expectedCloseOn = event.day
    else if (event.type === 'next_step_set') {
      next.nextStep = event.planned ? (deal.nextStep ?? 'Agree on what comes next') : null
      next.nextStepOn = event.day
    } else if (event.type === 'stage_entered' && event.stageId !== stageId) {
      changes.push(change('opportunity.moved', event.at, { stageId }, { stageId: event.stageId }))
      stageId = event.stageId
      continue
    } else continue
    if (event.at <= deal.openedAt) {
      Object.assign(opening, next)
      Object.assign(known, next)
      continue
    }
    const before = Object.fromEntries(Object.keys(next).map((key) => [key, known[key] ?? null]))
    if (JSON.stringify(before) === JSON.stringify(next)) continue
    changes.push(change('opportunity.changed', event.at, before, next))
    Object.assign(known, next)
  }
  if (deal.closedAt !== null) {
    const after = {
      status: deal.status,
      stageId: deal.stageId,
      closedAt: iso(deal.closedAt),
      lossReason: deal.lossReason,
    }
    changes.push(change(`opportunity.${deal.status}`, deal.closedAt, { status: 'open', stageId }, after))
  }
  return [change('opportunity.opened', deal.openedAt, null, opening), ...changes]
}
