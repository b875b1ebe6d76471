import { z } from 'zod'
import { PipelineId, StageId } from '../../kernel/ids'
import { line } from '../../kernel/text'
import { DealStatus, version } from './facts'

export const Stage = z.object({
  id: StageId,
  pipelineId: PipelineId,
  name: z.string(),
  position: z.int(),
  status: DealStatus,
  /** The age in days past which a deal has been here too long. */
  expectedDays: z.int().nullable(),
  version,
})
export type Stage = z.infer<typeof Stage>
export const Pipeline = z.object({
  id: PipelineId,
  name: z.string(),
  position: z.int(),
  isDefault: z.boolean(),
  stages: z.array(Stage),
  version,
})
export type Pipeline = z.infer<typeof Pipeline>
const ExpectedDays = z.int().min(1).max(3650).nullable()
export const NewPipeline = z.object({
  name: line(100),
  stages: z
    .array(z.object({ name: line(100), expectedDays: ExpectedDays.default(null) }))
    .min(1)
    .max(20),
})
export type NewPipeline = z.infer<typeof NewPipeline>
export const PipelineChange = z.object({ version, name: line(100).optional(), isDefault: z.literal(true).optional() })
export type PipelineChange = z.infer<typeof PipelineChange>
export const NewStage = z.object({
  name: line(100),
  expectedDays: ExpectedDays.default(null),
  position: z.int().min(0).max(100),
})
export type NewStage = z.infer<typeof NewStage>
export const StageChange = z.object({
  version,
  name: line(100).optional(),
  expectedDays: ExpectedDays.optional(),
  position: z.int().min(0).max(100).optional(),
})
export type StageChange = z.infer<typeof StageChange>
