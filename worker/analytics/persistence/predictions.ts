import { type SQL, sql } from 'drizzle-orm'
import type { UnitOfWork } from '../../platform/unit-of-work'
import type { PastScore, StoredPrediction } from '../application/work'
import type { DealSignals, Reason } from '../contract'
import type { CustomerEvidence } from '../domain/evidence-book'
import type { Instant } from '../domain/timeline'

const HISTORY_SHOWN = 60

/** What explains a score, in one column: written and read whole. */
interface Explained {
  readonly reasons: readonly Reason[]
  readonly why: readonly string[]
}

/** A score that was kept without any still counts. */
function explained({ reasons = [], why = [] }: Partial<Explained>): Explained {
  return { reasons, why }
}

export async function findPrediction(unit: UnitOfWork, opportunityId: string): Promise<StoredPrediction | undefined> {
  const [row] = await unit.rows<{
    model_id: string
    number: number
    rung: StoredPrediction['rung']
    success_probability: number
    low: number
    high: number
    confidence: StoredPrediction['confidence']
    base_rate: number
    contributions: Partial<Explained>
    signals: Partial<DealSignals>
    as_of: string
  }>(sql`select p.model_id, m.number, m.rung, p.success_probability, p.low, p.high, p.confidence, p.base_rate, p.contributions, p.signals, p.as_of
    from predictions p join prediction_models m on m.tenant_id = p.tenant_id and m.id = p.model_id
    where p.tenant_id = ${unit.tenantId} and p.opportunity_id = ${opportunityId}`)
  if (!row) return undefined
  const { reasons, why } = explained(row.contributions)
  return {
    opportunityId,
    modelId: row.model_id,
    modelNumber: row.number,
    rung: row.rung,
    probability: row.success_probability,
    low: row.low,
    high: row.high,
    confidence: row.confidence,
    confidenceWhy: why,
    baseRate: row.base_rate,
    reasons,
    signals: { risk: row.signals.risk ?? null, push: row.signals.push ?? null },
    asOf: new Date(row.as_of).toISOString(),
  }
}

/** The newest scores of a deal, oldest first. */
export async function scoreHistory(unit: UnitOfWork, opportunityId: string | SQL): Promise<PastScore[]> {
  const rows = await unit.rows<{ as_of: string; success_probability: number; cause: string }>(sql`
    select as_of, success_probability, cause from prediction_history
    where tenant_id = ${unit.tenantId} and opportunity_id = ${opportunityId} order by as_of desc limit ${HISTORY_SHOWN}`)
  return rows
    .map(({ as_of, success_probability, cause }) => ({
      at: new Date(as_of).toISOString(),
      probability: success_probability,
      cause,
    }))
    .reverse()
}

/** A score to be kept: the newest of its deal, unless a newer one is there already. */
export interface KeptScore extends Omit<StoredPrediction, 'modelNumber' | 'rung'> {
  readonly cause: string
  /** What the same model would have said at earlier moments, for a deal that had no score then. */
  readonly earlier?: readonly PastScore[]
}

export function keepScores(unit: UnitOfWork, scores: readonly KeptScore[]): void {
  if (scores.length === 0) return
  const rows = scores.map((score) => ({
    opportunity_id: score.opportunityId,
    model_id: score.modelId,
    as_of: score.asOf,
    success_probability: score.probability,
    low: score.low,
    high: score.high,
    confidence: score.confidence,
    base_rate: score.baseRate,
    contributions: { reasons: score.reasons, why: score.confidenceWhy } satisfies Explained,
    signals: score.signals,
  }))
  const past = scores.flatMap((score) => [
    ...(score.earlier ?? []).map(({ at, probability, cause }) => ({
      opportunity_id: score.opportunityId,
      as_of: at,
      model_id: score.modelId,
      success_probability: probability,
      cause,
    })),
    {
      opportunity_id: score.opportunityId,
      as_of: score.asOf,
      model_id: score.modelId,
      success_probability: score.probability,
      cause: score.cause,
    },
  ])
  const { tenantId } = unit
  // `as_of` decides, not who comes last: a slow sweep never overwrites what a command has scored since. The join
  // leaves out what was closed meanwhile. Who keeps many holds their deals first.
  unit.write(sql`insert into predictions as p (tenant_id, opportunity_id, model_id, as_of, success_probability, low, high,
      confidence, base_rate, contributions, signals)
    select o.tenant_id, o.id, r.model_id, r.as_of, r.success_probability, r.low, r.high, r.confidence, r.base_rate, r.contributions, r.signals
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(opportunity_id uuid, model_id uuid, as_of timestamptz,
      success_probability float8, low float8, high float8, confidence text, base_rate float8, contributions jsonb, signals jsonb)
    join opportunities o on o.tenant_id = ${tenantId} and o.id = r.opportunity_id and o.status = 'open'
    on conflict (tenant_id, opportunity_id) do update set model_id = excluded.model_id, as_of = excluded.as_of,
      success_probability = excluded.success_probability, low = excluded.low, high = excluded.high,
      confidence = excluded.confidence, base_rate = excluded.base_rate, contributions = excluded.contributions, signals = excluded.signals, created_at = now()
    where p.as_of <= excluded.as_of`)
  unit.write(sql`insert into prediction_history (tenant_id, opportunity_id, as_of, model_id, success_probability, cause)
    select o.tenant_id, o.id, r.as_of, r.model_id, r.success_probability, r.cause
    from jsonb_to_recordset(${JSON.stringify(past)}::jsonb) as r(opportunity_id uuid, model_id uuid, as_of timestamptz,
      success_probability float8, cause text)
    join opportunities o on o.tenant_id = ${tenantId} and o.id = r.opportunity_id
    on conflict do nothing`)
}

export interface CustomerFacts extends CustomerEvidence {
  readonly industry: string | null
  readonly employees: number | null
}

interface EvidenceRow {
  won: string
  closed: string
  median_minor: number | null
  amounts: string
  industry: string | null
  employees: number | null
}

/** How one customer's closed deals went, and what kind of customer it is. Without a currency, in the company's. */
export async function customerFacts(
  unit: UnitOfWork,
  customerId: string,
  currency: string | null,
  toMajor: (minor: number, currency: string) => number,
): Promise<CustomerFacts | undefined> {
  const [row] = await unit.rows<EvidenceRow & { currency: string }>(sql`select e.*, t.currency
    from (select coalesce(${currency}::text, currency) as currency from tenants where id = ${unit.tenantId}) t
    cross join lateral app.customer_evidence(${customerId}::uuid, t.currency, ${unit.now.toISOString()}::timestamptz) e`)
  return row && toFacts(row, (minor) => toMajor(minor, row.currency))
}

/** The same for the customer of a stored deal. */
export async function customerFactsOfDeal(
  unit: UnitOfWork,
  opportunityId: string | SQL,
  toMajor: (minor: number, currency: string) => number,
): Promise<CustomerFacts | undefined> {
  const [row] = await unit.rows<EvidenceRow & { currency: string }>(sql`select e.*, o.currency from opportunities o
    cross join lateral app.customer_evidence(o.customer_id, o.currency, ${unit.now.toISOString()}::timestamptz) e
    where o.tenant_id = ${unit.tenantId} and o.id = ${opportunityId}`)
  return row && toFacts(row, (minor) => toMajor(minor, row.currency))
}

/** The same for many customers, by `customer id + space + currency`. */
export async function manyCustomersFacts(
  unit: UnitOfWork,
  pairs: readonly { readonly customerId: string; readonly currency: string }[],
  toMajor: (minor: number, currency: string) => number,
): Promise<ReadonlyMap<string, CustomerFacts>> {
  const rows = await unit.rows<EvidenceRow & { customer_id: string; currency: string }>(sql`
    select c."customerId" as customer_id, c.currency, e.*
    from jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb) as c("customerId" uuid, currency text)
    cross join lateral app.customer_evidence(c."customerId", c.currency, ${unit.now.toISOString()}::timestamptz) e`)
  return new Map(
    rows.map((row) => [`${row.customer_id} ${row.currency}`, toFacts(row, (minor) => toMajor(minor, row.currency))]),
  )
}

function toFacts(row: EvidenceRow, toMajor: (minor: number) => number): CustomerFacts {
  return {
    tally: { won: Number(row.won), closed: Number(row.closed) },
    amount: row.median_minor === null ? null : { value: toMajor(row.median_minor), count: Number(row.amounts) },
    industry: row.industry,
    employees: row.employees,
  }
}

/** Moments as the API writes them. */
export function isoOf(at: Instant): string {
  return new Date(at).toISOString()
}
