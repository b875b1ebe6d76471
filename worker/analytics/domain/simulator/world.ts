import type { Instant } from '../timeline'
import type { Market } from './market'
import type { WorldProfile } from './profile'
import type { SimulatedStage } from './simulated'

/** A company whose story is told. */
export interface World {
  readonly profile: WorldProfile
  readonly market: Market
  readonly stages: readonly SimulatedStage[]
  readonly pipelineId: string
  readonly start: Instant
  readonly until: Instant
}
