import { z } from 'zod'
import { ModelId, OpportunityId } from '../../kernel/ids'
import { Moment } from '../../kernel/text'
import { RUNGS } from '../domain/rung'

export const Confidence = z.enum(['high', 'medium', 'low'])

/**
 * What a model rests on. `base_rate`: every deal gets the company's usual rate. `prior`: what simulated companies have in common,
 * at the company's rate. `prior_calibrated`: the same, adjusted to how its own deals ended. `pooled`: with what
 * other companies that share have learned as well. `residual`: corrected by its own
 * deals as well. `own`: its own deals alone.
 */
export const Rung = z.enum(RUNGS)
export type Rung = z.infer<typeof Rung>

/** One reason of a score. Contributions are in log-odds, exact, and add up with the base to the score. */
export const Reason = z.object({
  feature: z.string(),
  /** In plain words with the fact inside: "No meeting in 21 days". */
  words: z.string(),
  value: z.union([z.string(), z.number(), z.null()]),
  contribution: z.number(),
  /** Whole percentage points; all of them and the base rate add up to the score as shown. */
  points: z.int(),
})
export type Reason = z.infer<typeof Reason>

/** What a list marks of a deal. */
export const DealSignals = z.object({
  /** Fell fast in a week, or stands far below what deals of its stage usually do: by so many points, and why in three words. */
  risk: z.object({ kind: z.enum(['falling', 'below_stage']), points: z.int(), words: z.string() }).nullable(),
  /** What would raise it most if it were done now, and by how many points. */
  push: z
    .object({ action: z.enum(['meeting', 'meeting_with_somebody_new', 'call', 'next_step']), points: z.int() })
    .nullable(),
})
export type DealSignals = z.infer<typeof DealSignals>

export const Prediction = z.object({
  opportunityId: OpportunityId,
  modelId: ModelId,
  modelNumber: z.int(),
  rung: Rung,
  probability: z.number(),
  low: z.number(),
  high: z.number(),
  confidence: Confidence,
  confidenceWhy: z.array(z.string()),
  baseRate: z.number(),
  reasons: z.array(Reason),
  weekChange: z.number().nullable(),
  ...DealSignals.shape,
  /** Of a score that a command brought: the facts that moved it most, in words. */
  movedBy: z.array(z.string()),
  asOf: Moment,
  history: z.array(z.object({ at: Moment, probability: z.number(), cause: z.string() })),
})
export type Prediction = z.infer<typeof Prediction>

/** What a command that changes a deal answers beside the deal: its new score. */
export const PredictionAnswer = z.object({ prediction: Prediction.nullable() })

/** A deal told in words. Every number in it is one of its figures. */
export const DealNarrative = z.object({
  summary: z.string(),
  risk: z.string().nullable(),
  hints: z.array(z.string()),
  /** Who wrote it: a language model, or rules. */
  by: z.enum(['ai', 'rules']),
})
export type DealNarrative = z.infer<typeof DealNarrative>
