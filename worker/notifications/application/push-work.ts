import type { Actor } from '../../kernel/actor'
import type { PushDeviceId, SessionId } from '../../kernel/ids'
import type { PushServices } from '../domain/push-service'

/** What a browser is reached by. */
export interface KeptDevice {
  readonly id: PushDeviceId
  readonly sessionId: SessionId
  readonly endpoint: string
  readonly p256dhKey: string
  readonly authKey: string
  readonly userAgent: string
  readonly createdAt: string
  readonly lastOkAt: string | null
}

/** The caller's own devices. */
export interface DeviceStore {
  all(): Promise<readonly KeptDevice[]>
  /** As the one device of the caller's session, in place of what it was reached by before. */
  keep(device: Pick<KeptDevice, 'id' | 'endpoint' | 'p256dhKey' | 'authKey' | 'userAgent'>): void
  remove(id: PushDeviceId): void
}

/** How push is set up here. */
export interface PushService extends PushServices {
  readonly publicKey: string
}

/** All a use case about devices may touch. */
export interface PushWork {
  readonly actor: Actor
  readonly now: Date
  readonly devices: DeviceStore
  readonly service: PushService | null
}
