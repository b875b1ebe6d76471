import { z } from 'zod'
import { ModelId } from '../../kernel/ids'
import { Moment } from '../../kernel/text'
import { GateCheck, LeftOutReason, Metrics, TriedRung } from './metrics'
import { Rung } from './predictions'

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
       * `unproven`: the shipped model, on deals too few to judge it by, or to prove it. `renewed`: too few deals have closed
       * since the champion learned to compare the two, and the new one learned from more. `stepped_down`: the champion no
       * longer holds.
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
      /** Whether trying settings was ended before they were all tried, since a training may take only so long. */
      stopped: z.boolean(),
    })
    .nullable(),
  /** In so many days a deal comes to count half, where older deals mislead about the newest; null where all count alike. */
  halfLifeDays: z.int().nullable(),
  /**
   * The deals closed since a day ended unlike what all before them taught, and are too few to learn from: of what the model says
   * of the difference between deals, its answers keep this share.
   */
  turn: z.object({ since: z.iso.date(), deals: z.int(), won: z.int(), share: z.number() }).nullable(),
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
