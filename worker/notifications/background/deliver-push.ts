import type { PushDeviceId } from '../../kernel/ids'
import { Later, retryDelay } from '../../kernel/retry'
import { deadJob, finishJob, systemUnit } from '../../platform/background'
import type { Env } from '../../platform/env'
import { log } from '../../platform/log'
import { type PushMessage, type PushOutcome, sendPush, vapidKeys } from '../../platform/web-push'
import { type PushPayload, personMark, pushWords } from '../domain/push'
import { pushAddress, retryAfterSeconds } from '../domain/push-service'
import { isWanted } from '../domain/push-wanted'
import {
  type ClaimedPush,
  claimPush,
  forgetDevices,
  markReached,
  type Push,
  pushOf,
  putOff,
  type Receiver,
} from '../persistence/pushes'
import { pushService } from './push-service'

const TTL_SECONDS = 24 * 3600 // who is away for longer finds it in the centre
const LEASE_SECONDS = 120 // twice what the slowest push services take for all devices of a person

type Sent = { readonly device: Receiver; readonly outcome: PushOutcome }

/**
 * Pushes a notification to each device of its person, as all of it is now; by the id of the notification, which is its
 * job's as well. At least once a device: what arrives twice is shown once, by that id.
 */
export async function deliverPush(env: Env, tenantId: string, id: string): Promise<void> {
  const unit = systemUnit(env, tenantId, id)
  const claimed = await claimPush(unit, id, { leaseSeconds: LEASE_SECONDS, ttlSeconds: TTL_SECONDS })
  if (!claimed) return
  const push = claimed.isTooOld ? null : await pushOf(unit, id)
  const wanted = push && isWanted(push.type, push.preferences, push.timeZone, unit.now) ? push : null
  const sent = wanted ? await sendToAll(env, tenantId, id, wanted, claimed.done) : []

  const of = (kind: PushOutcome['kind']) => sent.filter(({ outcome }) => outcome.kind === kind)
  markReached(unit, of('taken').map(deviceOf))
  forgetDevices(unit, of('gone').map(deviceOf))
  for (const { outcome } of of('refused')) log('error', 'push.refused', { tenantId, notificationId: id, ...outcome })
  const busy = of('busy')
  const delay = busy.length > 0 ? delayOf(claimed, busy, unit.now) : null
  if (delay === null) finishJob(unit, id)
  else
    putOff(unit, id, delay, [...claimed.done, ...sent.filter((one) => !busy.includes(one)).map((one) => one.device.id)])
  await unit.commit()
  if (delay !== null) throw new Later(delay, `${busy.length} of ${sent.length} devices could not be reached`)
}

/** What no push service took in all the time there was. */
export async function giveUpPush(env: Env, tenantId: string, id: string): Promise<void> {
  if (!(await deadJob(env, tenantId, id))) return
  const unit = systemUnit(env, tenantId, id)
  finishJob(unit, id, 'push_service_away')
  await unit.commit()
}

async function sendToAll(
  env: Env,
  tenantId: string,
  id: string,
  push: Push,
  done: readonly PushDeviceId[],
): Promise<Sent[]> {
  const [keys, service] = [vapidKeys(env), pushService(env)]
  if (!keys || !service) return []
  const data: PushPayload = { id, for: await personMark(tenantId, push.userId), ...pushWords(push) }
  const urgency = push.type === 'task.commented' ? 'normal' : 'high'
  const message: PushMessage = { id, data: { ...data }, ttlSeconds: TTL_SECONDS, urgency }
  const devices = push.devices.filter((device) => !done.includes(device.id))
  return Promise.all(
    devices.map(async (device) => {
      // Which services are spoken to may have become fewer since it was kept.
      const isKnown = pushAddress(device.endpoint, service) !== null
      return { device, outcome: isKnown ? await sendPush(keys, device, message) : { kind: 'gone' } }
    }),
  )
}

/** As long as the queue would wait, or as the busiest of the push services asks for. */
function delayOf({ attempts }: ClaimedPush, busy: readonly Sent[], now: Date): number {
  const asked = busy.map(({ outcome }) => (outcome.kind === 'busy' ? retryAfterSeconds(outcome.retryAfter, now) : 0))
  return Math.max(retryDelay(attempts), ...asked)
}

function deviceOf({ device }: Sent): Receiver {
  return device
}
