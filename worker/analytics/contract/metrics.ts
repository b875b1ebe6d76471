import { z } from 'zod'
import { Rung } from './predictions'

export const ReliabilityBin = z.object({
  predicted: z.number(),
  observed: z.number(),
  low: z.number(),
  high: z.number(),
  count: z.int(),
})

export const Metrics = z.object({
  auc: z.number().nullable(),
  logLoss: z.number(),
  brier: z.number(),
  calibrationError: z.number(),
  baseRateLogLoss: z.number(),
  baseRateBrier: z.number(),
  holdoutDeals: z.int(),
  holdoutWon: z.int(),
  holdoutLost: z.int(),
  /**
   * How the holdout was chosen: the newest fifth, by hash when the data has no dates, or all closed deals when what was judged
   * had seen none of them.
   */
  holdout: z.enum(['newest', 'hashed', 'all']),
  holdoutFrom: z.string().nullable(),
  reliability: z.array(ReliabilityBin),
  /** Most deals first; a deal counts in every stage it was looked at in. Empty where stages are not known. */
  stages: z.array(
    z.object({
      stageId: z.string(),
      deals: z.int(),
      won: z.int(),
      auc: z.number().nullable(),
      logLoss: z.number(),
      baseRateLogLoss: z.number(),
    }),
  ),
})
export type Metrics = z.infer<typeof Metrics>

export const GateCheck = z.object({
  check: z.enum(['enough_deals', 'beats_base_rate', 'log_loss', 'auc', 'calibration']),
  champion: z.number().nullable(),
  challenger: z.number().nullable(),
  limit: z.number().nullable(),
  passed: z.boolean(),
})

/** One rung of the ladder as it was tried, on the same deals as the others. */
export const TriedRung = z.object({
  rung: Rung,
  logLoss: z.number(),
  auc: z.number().nullable(),
  calibrationError: z.number(),
  passed: z.boolean(),
})
export type TriedRung = z.infer<typeof TriedRung>

/** Why a field or an input is not in a model. The last three: it knows how deals ended. */
export const LeftOutReason = z.enum([
  'empty',
  'constant',
  'identifier',
  'free_text',
  'known_at_close',
  'archived',
  'too_good',
  'only_on_closed',
  'one_outcome_only',
])
export type LeftOutReason = z.infer<typeof LeftOutReason>
