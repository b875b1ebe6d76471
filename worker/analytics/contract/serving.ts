import { z } from 'zod'
import { ModelId } from '../../kernel/ids'
import { Rung } from './predictions'

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
