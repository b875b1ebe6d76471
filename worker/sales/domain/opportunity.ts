import { isSame, mentioned } from '../../kernel/difference'
import type { CustomerId, OpportunityId, PipelineId, ProductId, StageId, UserId } from '../../kernel/ids'
import type { Currency } from '../../kernel/money'
import { err, ok, type Result } from '../../kernel/result'
import { tidyTags } from '../../kernel/tags'
import type { CustomValues } from './custom-values'
import type { Stage } from './stage'
import { type Spell, type Step, stepTo } from './stage-history'

type Standing =
  | { readonly status: 'open'; readonly closedAt: null; readonly lossReason: null }
  | { readonly status: 'won'; readonly closedAt: string; readonly lossReason: null }
  // An import may tell that a deal was lost without telling why.
  | { readonly status: 'lost'; readonly closedAt: string; readonly lossReason: string | null }

export interface OpportunityFacts {
  readonly title: string
  readonly description: string
  readonly customerId: CustomerId
  readonly ownerId: UserId
  readonly amountMinor: number
  readonly currency: Currency
  readonly expectedCloseOn: string | null
  readonly source: string | null
  readonly priority: 'critical' | 'high' | 'medium' | 'low'
  readonly competitor: string | null
  readonly nextStep: string | null
  readonly nextStepOn: string | null
  readonly tags: readonly string[]
  readonly custom: Readonly<CustomValues>
  readonly productIds: readonly ProductId[]
}

interface Place {
  readonly id: OpportunityId
  readonly pipelineId: PipelineId
  readonly stageId: StageId
  readonly externalId: string | null
  readonly openedAt: string
  readonly stageEnteredAt: string
  readonly lastActivityAt: string | null
  readonly createdAt: string
  readonly updatedAt: string
  readonly version: number
}

/** A deal in the making, or one that was made or missed. */
export type Opportunity = OpportunityFacts & Place & Standing

export type MoveRefused =
  | { readonly kind: 'deal_closed'; readonly status: 'won' | 'lost' }
  | { readonly kind: 'stage_of_other_pipeline' }
  | { readonly kind: 'stage_closes_deal'; readonly status: 'won' | 'lost' }
  | { readonly kind: 'stage_archived' }
export type CloseRefused =
  | { readonly kind: 'deal_closed'; readonly status: 'won' | 'lost' }
  | { readonly kind: 'loss_reason_unknown'; readonly lossReasons: readonly string[] }
export type ChangeRefused = { readonly kind: 'deal_closed'; readonly status: 'won' | 'lost' }

/** A stage as far as a move is concerned; the web app's stages are never archived. */
type Target = Pick<Stage, 'id' | 'pipelineId' | 'status'> & { readonly isArchived?: boolean }
type Movable = Pick<Opportunity, 'pipelineId' | 'stageId' | 'status'>

/** Why a deal cannot be moved to a stage; null when it can. */
export function whyNotMove(opportunity: Movable, to: Target): MoveRefused | null {
  // A closed deal is history: reopening one starts a new opportunity, so that
  // win rates computed last quarter stay true this quarter.
  if (opportunity.status !== 'open') return { kind: 'deal_closed', status: opportunity.status }
  if (to.pipelineId !== opportunity.pipelineId) return { kind: 'stage_of_other_pipeline' }
  if (to.status !== 'open') return { kind: 'stage_closes_deal', status: to.status }
  if (to.isArchived && to.id !== opportunity.stageId) return { kind: 'stage_archived' }
  return null
}

export function canMove(opportunity: Movable, to: Target): boolean {
  return whyNotMove(opportunity, to) === null
}

/** A deal after something happened to it, and what its stage history learns; no step when it stayed where it was. */
export interface Moved {
  readonly opportunity: Opportunity
  readonly step: Step | null
}

/** Moves a deal along its pipeline. `recent` are its latest stage spells, newest first. */
export function moveTo(
  opportunity: Opportunity,
  to: Target,
  recent: readonly Spell[],
  at: Date,
): Result<Moved, MoveRefused> {
  const refusal = whyNotMove(opportunity, to)
  if (refusal) return err(refusal)
  if (to.id === opportunity.stageId) return ok({ opportunity, step: null })
  const step = stepTo(to.id, recent, momentFor(opportunity, at))
  return ok({
    opportunity: next(opportunity, { stageId: to.id, stageEnteredAt: step.enteredAt }, at),
    step,
  })
}

/** Wins a deal: it enters the stage of its pipeline that wins. */
export function closeWon(opportunity: Opportunity, stages: readonly Stage[], at: Date): Result<Moved, CloseRefused> {
  if (opportunity.status !== 'open') return err({ kind: 'deal_closed', status: opportunity.status })
  const closedAt = momentFor(opportunity, at)
  return ok(closed(opportunity, stages, { status: 'won', closedAt, lossReason: null }, at))
}

/** Loses a deal, for one of the reasons the company keeps count of. */
export function closeLost(
  opportunity: Opportunity,
  stages: readonly Stage[],
  lossReason: string,
  lossReasons: readonly string[],
  at: Date,
): Result<Moved, CloseRefused> {
  if (opportunity.status !== 'open') return err({ kind: 'deal_closed', status: opportunity.status })
  if (!lossReasons.includes(lossReason)) return err({ kind: 'loss_reason_unknown', lossReasons })
  const closedAt = momentFor(opportunity, at)
  return ok(closed(opportunity, stages, { status: 'lost', closedAt, lossReason }, at))
}

function closed(
  opportunity: Opportunity,
  stages: readonly Stage[],
  standing: Exclude<Standing, { status: 'open' }>,
  at: Date,
): Moved {
  const stage = stages.find((s) => s.pipelineId === opportunity.pipelineId && s.status === standing.status)
  if (!stage) throw new Error(`pipeline ${opportunity.pipelineId} has no stage that is ${standing.status}`)
  const step: Step = { kind: 'entered', stageId: stage.id, enteredAt: standing.closedAt }
  return {
    opportunity: { ...next(opportunity, { stageId: stage.id, stageEnteredAt: step.enteredAt }, at), ...standing },
    step,
  }
}

export type OpportunityPatch = { readonly [F in keyof OpportunityFacts]?: OpportunityFacts[F] | undefined }

// What was sold, to whom, by whom and for how much is what win rates are made of; words about it may be bettered.
const CHANGEABLE_WHEN_CLOSED: readonly (keyof OpportunityFacts)[] = ['title', 'description', 'tags']

/** Changes facts of a deal. Answers the very same deal when the patch says nothing new. */
export function change(
  opportunity: Opportunity,
  patch: OpportunityPatch,
  at: Date,
): Result<Opportunity, ChangeRefused> {
  const wanted: Partial<OpportunityFacts> = mentioned(patch)
  const tidy = wanted.tags ? { ...wanted, tags: tidyTags(wanted.tags) } : wanted
  const news = Object.fromEntries(
    Object.entries(tidy).filter(([field, value]) => !isSame(value, opportunity[field as keyof OpportunityFacts])),
  ) as Partial<OpportunityFacts>
  const fields = Object.keys(news) as (keyof OpportunityFacts)[]
  if (fields.length === 0) return ok(opportunity)
  if (opportunity.status !== 'open' && fields.some((field) => !CHANGEABLE_WHEN_CLOSED.includes(field))) {
    return err({ kind: 'deal_closed', status: opportunity.status })
  }
  return ok(next(opportunity, news, at))
}

/** A new deal, entering the pipeline at a stage that is open. */
export function openDeal(
  id: OpportunityId,
  facts: OpportunityFacts,
  stage: Target,
  at: Date,
): Result<Opportunity, MoveRefused> {
  const now = at.toISOString()
  const refusal = whyNotMove({ pipelineId: stage.pipelineId, stageId: '' as StageId, status: 'open' }, stage)
  if (refusal) return err(refusal)
  return ok({
    ...facts,
    tags: tidyTags(facts.tags),
    id,
    pipelineId: stage.pipelineId,
    stageId: stage.id,
    status: 'open',
    closedAt: null,
    lossReason: null,
    externalId: null,
    openedAt: now,
    stageEnteredAt: now,
    lastActivityAt: null,
    createdAt: now,
    updatedAt: now,
    version: 1,
  })
}

function next(opportunity: Opportunity, news: Partial<OpportunityFacts & Place>, at: Date): Opportunity {
  return { ...opportunity, ...news, updatedAt: at.toISOString(), version: opportunity.version + 1 }
}

// The clocks of two machines differ a little: a stage is never left before it was entered.
function momentFor(opportunity: Opportunity, at: Date): string {
  return new Date(Math.max(at.getTime(), Date.parse(opportunity.stageEnteredAt))).toISOString()
}
