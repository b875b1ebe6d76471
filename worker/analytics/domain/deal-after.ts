import type { Change } from '../../kernel/change'
import type { Day } from '../../kernel/text'
import type { DealRecord, RecordedInteraction, TrackedFields } from './deal-record'
import type { Instant } from './timeline'

/** A deal as a command leaves it: the part of it that scoring reads. */
export interface DealAfter {
  readonly id: string
  readonly customerId: string
  readonly ownerId: string
  readonly pipelineId: string
  readonly stageId: string
  readonly status: 'open' | 'won' | 'lost'
  readonly amountMinor: number
  readonly currency: string
  readonly expectedCloseOn: string | null
  readonly source: string | null
  readonly priority: string
  readonly competitor: string | null
  readonly nextStep: string | null
  readonly nextStepOn: string | null
  readonly productIds: readonly string[]
  readonly custom: Readonly<Record<string, string | number | null>>
  readonly openedAt: string
  readonly createdAt: string
  readonly stageEnteredAt: string
}

/** What kind of customer it is, as far as scoring reads it. */
export interface CustomerKind {
  readonly industry: string | null
  readonly employees: number | null
}

/** The deal's record with what the command has decided, which the database does not hold yet. */
export function recordAfter(
  after: DealAfter,
  changes: readonly Change[],
  before: DealRecord | undefined,
  customer: CustomerKind | undefined,
  at: Instant,
): DealRecord {
  return {
    id: after.id,
    customerId: after.customerId,
    pipelineId: after.pipelineId,
    currency: after.currency,
    industry: customer?.industry ?? before?.industry ?? null,
    employees: customer?.employees ?? before?.employees ?? null,
    now: {
      amountMinor: after.amountMinor,
      expectedCloseOn: after.expectedCloseOn as Day | null,
      nextStep: after.nextStep,
      nextStepOn: after.nextStepOn as Day | null,
      ownerId: after.ownerId,
      source: after.source,
      priority: after.priority,
      competitor: after.competitor,
      productIds: after.productIds,
      custom: after.custom,
    },
    openedAt: Date.parse(after.openedAt),
    createdAt: Date.parse(after.createdAt),
    closedAt: null,
    outcome: null,
    isDated: true,
    stages: stagesAfter(before?.stages ?? [], after, at),
    changes: [
      ...(before?.changes ?? []),
      ...changes
        .filter(({ entity }) => entity === 'opportunity')
        .map((change) => ({
          at,
          before: (change.before ?? null) as TrackedFields | null,
          after: (change.after ?? null) as TrackedFields | null,
        })),
    ],
    interactions: interactionsAfter(before?.interactions ?? [], changes, at),
  }
}

type Spells = DealRecord['stages']

function stagesAfter(stages: Spells, { stageId, stageEnteredAt }: DealAfter, at: Instant): Spells {
  const [previous, present] = [stages.at(-2), stages.at(-1)]
  if (present?.stageId === stageId) return stages
  const enteredAt = Math.min(at, Date.parse(stageEnteredAt))
  // A move taken back at once returns to the spell before it, as the stage history does: the slip never was.
  if (present && previous?.stageId === stageId && enteredAt < present.at) return stages.slice(0, -1)
  return [...stages, { at: enteredAt, stageId }]
}

function interactionsAfter(
  known: readonly RecordedInteraction[],
  changes: readonly Change[],
  at: Instant,
): readonly RecordedInteraction[] {
  let interactions = known
  for (const { entity, before, after } of changes) {
    if (entity !== 'interaction') continue
    if (after) interactions = [...interactions, ...interactionOf(after, at)]
    else if (before) interactions = without(interactions, before)
  }
  return interactions
}

/** The record bears no ids; of two alike in all that is read of them, either may go. The database rounds to milliseconds. */
function without(
  interactions: readonly RecordedInteraction[],
  { channel, occurredAt, createdAt, personId }: Readonly<Record<string, unknown>>,
): readonly RecordedInteraction[] {
  const [at, writtenAt] = [Date.parse(String(occurredAt)), Date.parse(String(createdAt))]
  const gone = interactions.findIndex(
    (one) =>
      one.channel === channel &&
      Math.abs(one.at - at) <= 1 &&
      Math.abs(one.knownAt - Math.max(at, writtenAt)) <= 1 &&
      one.personId === (personId ?? null),
  )
  return interactions.filter((_, i) => i !== gone)
}

function interactionOf(after: Readonly<Record<string, unknown>>, at: number): RecordedInteraction[] {
  const { channel, direction, personId, durationMinutes, sentiment, outcome, occurredAt } = after as Partial<
    Omit<RecordedInteraction, 'at' | 'knownAt'> & { occurredAt: string }
  >
  if (!channel) return []
  return [
    {
      at: occurredAt ? Math.min(at, Date.parse(occurredAt)) : at,
      knownAt: at,
      channel,
      direction: direction ?? null,
      personId: personId ?? null,
      durationMinutes: durationMinutes ?? null,
      sentiment: sentiment ?? null,
      outcome: outcome ?? null,
    },
  ]
}
