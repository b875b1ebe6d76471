import { createSignal } from 'solid-js'
import type { DealSight } from '../../../../../worker/analytics/contract'
import type { Contact } from '../../../../../worker/analytics/domain/contact-time'
import { timelineOf } from '../../../../../worker/analytics/domain/deal-record'
import type { CustomerEvidence } from '../../../../../worker/analytics/domain/evidence-book'
import type { DealTimeline } from '../../../../../worker/analytics/domain/timeline'
import { call } from '../../../api/client'
import { Refusal, Unreachable } from '../../../api/problems'
import type { ModelDisk } from './model-disk'

/** A deal as it can be scored on this device. */
export interface DeviceDeal {
  readonly timeline: DealTimeline
  readonly customer: CustomerEvidence | null
  /** With its customer, newest first. */
  readonly contacts: readonly Contact[]
}

export interface DeviceDealView {
  readonly now: () => DeviceDeal | undefined
  /** Nothing of it is on this device, and nothing could be fetched. */
  readonly isAway: () => boolean
  readonly reload: () => Promise<void>
}

/** What a deal's score is read from: from this device at once, from the server as soon as it answers. */
export function createDeviceDeal(dealId: string, opening: Promise<ModelDisk | undefined>): DeviceDealView {
  const [now, setNow] = createSignal<DeviceDeal>()
  const [isAway, setAway] = createSignal(false)
  const show = (sight: DealSight) => setNow(dealOf(sight))
  async function reload(): Promise<void> {
    const disk = await opening
    const kept = now() ? undefined : await disk?.sight(dealId).catch(() => undefined)
    if (kept) show(kept)
    try {
      const sight = await call<DealSight>('GET', `/opportunities/${dealId}/sight`)
      show(sight)
      setAway(false)
      await disk?.keepSight(sight).catch(() => {})
    } catch (problem) {
      // Not there, or not for this reader: then it is not for this device either.
      if (problem instanceof Refusal && [403, 404].includes(problem.body.status)) {
        setNow(undefined)
        await disk?.forgetSight(dealId).catch(() => {})
      }
      setAway(!now())
      if (!(problem instanceof Refusal || problem instanceof Unreachable)) throw problem
    }
  }
  return { now, isAway, reload }
}

export function dealOf({ record, places, customer, contacts }: DealSight): DeviceDeal {
  const byStage = new Map(places.map(({ stageId, ...place }) => [stageId, place]))
  return { timeline: timelineOf(record, (stageId) => byStage.get(stageId)), customer, contacts }
}
