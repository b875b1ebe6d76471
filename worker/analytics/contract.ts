import { z } from 'zod'
import { ModelId, OpportunityId } from '../kernel/ids'
import { Moment } from '../kernel/text'
import { RUNGS } from './domain/rung'

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

const Tally = z.object({ won: z.number(), closed: z.number() })
const Median = z.object({ value: z.number(), count: z.number() })

/** What a device needs beside the artifact to score a deal as the server does. */
export const ServingModel = z.object({
  id: ModelId,
  number: z.int(),
  rung: Rung,
  deals: z.int(),
  usualRate: z.number(),
  /** SHA-256 of the artifact, as hex; null while the usual rate is all there is to say. */
  digest: z.string().nullable(),
  custom: z.array(z.object({ field: z.string(), label: z.string(), kind: z.enum(['number', 'choice', 'date']) })),
  /** JSON of its own, as it was kept: owners' records only of those whose deals the caller sees. */
  book: z.string(),
  seen: z.object({
    ranges: z.record(z.string(), z.tuple([z.number(), z.number()])),
    stages: z.record(z.string(), z.object({ won: z.number(), deals: z.number() })),
  }),
})
export type ServingModel = z.infer<typeof ServingModel>

const TrackedFields = z.object({
  amountMinor: z.number(),
  expectedCloseOn: z.string().nullable(),
  nextStep: z.string().nullable(),
  nextStepOn: z.string().nullable(),
  ownerId: z.string(),
  source: z.string().nullable(),
  priority: z.string().nullable(),
  competitor: z.string().nullable(),
  productIds: z.array(z.string()),
  custom: z.record(z.string(), z.union([z.number(), z.string(), z.null()])),
})

/** All that a deal's score is read from, apart from the model. Moments are milliseconds since 1970. */
export const DealSight = z.object({
  record: z.object({
    id: z.string(),
    customerId: z.string(),
    pipelineId: z.string(),
    currency: z.string(),
    industry: z.string().nullable(),
    employees: z.number().nullable(),
    now: TrackedFields,
    openedAt: z.number(),
    createdAt: z.number(),
    closedAt: z.number().nullable(),
    outcome: z.enum(['won', 'lost']).nullable(),
    isDated: z.boolean(),
    stages: z.array(z.object({ at: z.number(), stageId: z.string() })),
    changes: z.array(
      z.object({
        at: z.number(),
        before: TrackedFields.partial().nullable(),
        after: TrackedFields.partial().nullable(),
      }),
    ),
    interactions: z.array(
      z.object({
        at: z.number(),
        knownAt: z.number(),
        channel: z.enum(['call', 'email', 'meeting', 'note']),
        direction: z.enum(['in', 'out']).nullable(),
        personId: z.string().nullable(),
        durationMinutes: z.number().nullable(),
        sentiment: z.number().nullable(),
        outcome: z.string().nullable(),
      }),
    ),
  }),
  places: z.array(z.object({ stageId: z.string(), index: z.int(), count: z.int() })),
  customer: z.object({ tally: Tally, amount: Median.nullable() }).nullable(),
  /** The newest contacts with the customer, on whichever deal. */
  contacts: z.array(
    z.object({
      at: z.number(),
      channel: z.enum(['call', 'email', 'meeting', 'note']),
      direction: z.enum(['in', 'out']).nullable(),
      outcome: z.string().nullable(),
    }),
  ),
})
export type DealSight = z.infer<typeof DealSight>

/** A deal told in words. Every number in it is one of its figures. */
export const DealNarrative = z.object({
  summary: z.string(),
  risk: z.string().nullable(),
  hints: z.array(z.string()),
  /** Who wrote it: a language model, or rules. */
  by: z.enum(['ai', 'rules']),
})
export type DealNarrative = z.infer<typeof DealNarrative>

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
  'too_good',
  'only_on_closed',
  'one_outcome_only',
])
export type LeftOutReason = z.infer<typeof LeftOutReason>

export const ModelSummary = z.object({
  id: ModelId,
  /** v1, v2 … within the company. */
  number: z.int(),
  status: z.enum(['training', 'champion', 'retired', 'kept_back', 'failed']),
  rung: Rung.nullable(),
  deals: z.int(),
  won: z.int(),
  lost: z.int(),
  trainedFrom: z.string().nullable(),
  trainedTo: z.string().nullable(),
  metrics: Metrics.nullable(),
  verdict: z
    .object({
      published: z.boolean(),
      /**
       * `unproven`: the shipped model, on too few deals to judge it by. `renewed`: too few deals have closed since the champion
       * learned to compare the two, and the new one learned from more. `stepped_down`: the champion no longer holds.
       */
      why: z.enum([
        'first',
        'better',
        'renewed',
        'unproven',
        'stepped_down',
        'no_signal',
        'too_little_data',
        'worse',
        'miscalibrated',
        'failed',
      ]),
      checks: z.array(GateCheck),
      /** Every rung that was tried, lowest first; versions of before the ladder have none. */
      ladder: z.array(TriedRung).default([]),
      detail: z.string().nullable(),
    })
    .nullable(),
  /** Mean absolute contribution by feature, largest first. */
  topFeatures: z.array(z.object({ feature: z.string(), phrase: z.string(), meanAbsContribution: z.number() })),
  /** What was not taken into the model, and why; a `leak` told the outcome. */
  leftOut: z.array(z.object({ kind: z.enum(['field', 'feature', 'leak']), name: z.string(), reason: LeftOutReason })),
  /** Looks at deals it learned from: several of one deal. */
  rows: z.int().nullable(),
  settings: z
    .object({
      rounds: z.int(),
      maxDepth: z.int(),
      maxLeaves: z.int(),
      learningRate: z.number(),
      lambda: z.number(),
      linearLambda: z.number(),
      seed: z.int(),
      heldOut: z.enum(['newest', 'folds', 'slice', 'none']),
    })
    .nullable(),
  /** In so many days a deal comes to count half, where older deals mislead about the newest; null where all count alike. */
  halfLifeDays: z.int().nullable(),
  features: z.int(),
  artifactBytes: z.int().nullable(),
  /** Whether it can be put back in the place of the one in force. */
  canServe: z.boolean(),
  startedAt: Moment.nullable(),
  finishedAt: Moment.nullable(),
})
export type ModelSummary = z.infer<typeof ModelSummary>

export const DriftLevel = z.enum(['steady', 'warn', 'act'])

/** What the newest nightly sweep saw of the model that serves. */
export const WatchReport = z.object({
  at: z.number(),
  modelId: ModelId,
  deals: z.int(),
  /** When the model first looked at the open deals, and how many there were. */
  since: z.number(),
  dealsThen: z.int(),
  /** Population stability index beyond chance: from 0.1 on a warning, from 0.2 on a new training. */
  score: z.object({ index: z.number(), level: DriftLevel }),
  /** Most drifted first. */
  inputs: z.array(z.object({ feature: z.string(), phrase: z.string(), index: z.number(), level: DriftLevel })),
  /** How the scores came true on the deals closed in the last 180 days; null while there are none. */
  outcomes: z
    .object({
      deals: z.int(),
      won: z.int(),
      logLoss: z.number(),
      baseRateLogLoss: z.number(),
      /** 1 is right; below, the scores are too sure of themselves. */
      slope: z.number().nullable(),
      /** By month of closing, `2026-11`, oldest first. */
      months: z.array(
        z.object({ month: z.string(), deals: z.int(), logLoss: z.number(), baseRateLogLoss: z.number() }),
      ),
    })
    .nullable(),
  level: DriftLevel,
})
export type WatchReport = z.infer<typeof WatchReport>

/** The next rung of the ladder, and how many deals must have closed before it can be tried. */
export const NextRung = z.object({ rung: Rung, won: z.int(), lost: z.int() })
export type NextRung = z.infer<typeof NextRung>

/** A pass over every open deal that is under way, or that broke off. */
export const Sweep = z.object({
  scored: z.int(),
  /** Open deals there were when it began; null before that. */
  of: z.int().nullable(),
  startedAt: Moment,
  /** Why it broke off, in words; null while it goes on. */
  failure: z.string().nullable(),
})
export type Sweep = z.infer<typeof Sweep>

/** Learning together with other companies: whether this one agreed to it, and what it has given. */
export const Pooling = z.object({
  /** Null while nothing is shared. */
  agreedAt: Moment.nullable(),
  /** The version of the terms that holds now. */
  terms: z.int(),
  /** Closed deals behind what was given, in tens, and when it was added up; null before that, and for whoever may not decide it. */
  deals: z.int().nullable(),
  givenAt: Moment.nullable(),
})
export type Pooling = z.infer<typeof Pooling>

/** The model page: what serves, what was tried, and how far it is to the next step. */
export const ModelOverview = z.object({
  champion: ModelSummary.nullable(),
  models: z.array(ModelSummary),
  closedDeals: z.object({ won: z.int(), lost: z.int() }),
  /** At least so many won and so many lost are needed for a model of one's own. */
  needed: z.object({ won: z.int(), lost: z.int() }),
  baseRate: z.number().nullable(),
  openDeals: z.int(),
  scoredDeals: z.int(),
  /** Of the open deals, those that the champion has scored: the rest wait for its sweep. */
  scoredByChampion: z.int(),
  isTraining: z.boolean(),
  /** Null while none is under way and the last came through, and for whoever does not see the whole company. */
  sweep: Sweep.nullable(),
  pooling: Pooling,
  /** Since when automatic training is paused; null while it is not. */
  pausedAt: Moment.nullable(),
  watch: WatchReport.nullable(),
  /** Null on the last rung. */
  nextRung: NextRung.nullable(),
})
export type ModelOverview = z.infer<typeof ModelOverview>
