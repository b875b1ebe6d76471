import { newId, type PushDeviceId } from '../../kernel/ids'
import { err, ok, type Result } from '../../kernel/result'
import type { PushDevice, PushState, PushSubscriptionInput } from '../contract'
import type { PushDeviceError, PushError } from '../domain/errors'
import { isPublicKey, pushAddress } from '../domain/push-service'
import type { KeptDevice, PushWork } from './push-work'

/** What a browser subscribes with, and which of the caller's have. */
export async function showPush(work: PushWork): Promise<PushState> {
  if (!work.service) return { publicKey: null, devices: [] }
  const devices = await work.devices.all()
  return { publicKey: work.service.publicKey, devices: devices.map((one) => toWire(work, one)) }
}

/** Pushes to the browser that asks from now on. Said again, nothing changes. */
export async function keepPushDevice(
  work: PushWork,
  { endpoint: given, keys }: PushSubscriptionInput,
  userAgent: string,
): Promise<Result<PushDevice, PushError>> {
  if (!work.service) return err({ kind: 'push_off' })
  const endpoint = pushAddress(given, work.service)
  if (endpoint === null) return err({ kind: 'push_service_unknown' })
  if (!(await isPublicKey(keys.p256dh))) return err({ kind: 'push_keys_invalid' })
  const known = (await work.devices.all()).find(({ sessionId }) => sessionId === work.actor.sessionId)
  const isSame = known?.endpoint === endpoint && known.p256dhKey === keys.p256dh && known.authKey === keys.auth
  if (known && isSame) return ok(toWire(work, known))
  const device = {
    id: known?.id ?? newId<PushDeviceId>(),
    endpoint,
    p256dhKey: keys.p256dh,
    authKey: keys.auth,
    userAgent,
  }
  work.devices.keep(device)
  const { sessionId } = work.actor
  return ok(toWire(work, { ...device, sessionId, createdAt: work.now.toISOString(), lastOkAt: null }))
}

/** Pushes to one of the caller's browsers no more. */
export async function removePushDevice(work: PushWork, id: PushDeviceId): Promise<Result<null, PushDeviceError>> {
  const devices = await work.devices.all()
  if (!devices.some((one) => one.id === id)) return err({ kind: 'device_not_found' })
  work.devices.remove(id)
  return ok(null)
}

function toWire(
  { actor }: PushWork,
  { id, sessionId, userAgent, createdAt, lastOkAt }: Omit<KeptDevice, 'endpoint' | 'p256dhKey' | 'authKey'>,
): PushDevice {
  return { id, isThis: sessionId === actor.sessionId, userAgent, createdAt, lastOkAt }
}
