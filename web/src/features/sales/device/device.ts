import { onCleanup } from 'solid-js'
import { useSession } from '../../../session/session'
import { createDeviceModel, type DeviceModel } from './device-model'
import { type ModelDisk, openModelDisk } from './model-disk'

export interface Device {
  readonly model: DeviceModel
  readonly disk: Promise<ModelDisk | undefined>
}

let last: { readonly whose: string; readonly device: Device } | undefined

const CHECK_EVERY_MS = 60_000 // as often as the working set is

/** This person's model on this device: one for all screens, and kept up to date while any of them shows it. */
export function useDevice(): Device {
  const { tenant, userId } = useSession().me()
  const whose = `${tenant.id} ${userId}`
  if (last?.whose !== whose) {
    const disk = openModelDisk(tenant.id, userId)
    last = { whose, device: { disk, model: createDeviceModel(disk) } }
  }
  const { device } = last
  const check = () => {
    if (document.visibilityState === 'visible') void device.model.check()
  }
  check()
  const timer = setInterval(check, CHECK_EVERY_MS)
  document.addEventListener('visibilitychange', check)
  window.addEventListener('online', check)
  onCleanup(() => {
    clearInterval(timer)
    document.removeEventListener('visibilitychange', check)
    window.removeEventListener('online', check)
  })
  return device
}
