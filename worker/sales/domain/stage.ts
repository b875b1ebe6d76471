import type { PipelineId, StageId } from '../../kernel/ids'

export type DealStatus = 'open' | 'won' | 'lost'

/** A step of a pipeline. Every pipeline has exactly one that wins and one that loses. */
export interface Stage {
  readonly id: StageId
  readonly pipelineId: PipelineId
  readonly name: string
  readonly position: number
  readonly status: DealStatus
  /** The age in days past which a deal has been here too long. */
  readonly expectedDays: number | null
  readonly isArchived: boolean
  readonly version: number
}
