import { createSignal } from 'solid-js'
import type { ServingModel } from '../../../../../worker/analytics/contract'
import { bookFromJson } from '../../../../../worker/analytics/domain/evidence-book'
import type { ServedModel } from '../../../../../worker/analytics/domain/scorer'
import { assembleModel } from '../../../../../worker/analytics/domain/served-model'
import { answer } from '../../../api/client'
import { Refusal, Unreachable } from '../../../api/problems'
import type { KeptModel, ModelDisk } from './model-disk'

/** How the device's model stands. `refused`: a newer one came damaged, and the one before it serves on. */
export type DeviceModelState = 'loading' | 'ready' | 'refused' | 'none' | 'unreachable'

export interface DeviceModel {
  readonly now: () => ServedModel | undefined
  readonly state: () => DeviceModelState
  /** Asks whether there is a newer one, and takes it when it is whole. `wanted` is known to be in force. */
  readonly check: (wanted?: string) => Promise<void>
}

/** Keeps the model in force on this device: from its disk at once, from the server whenever that has a newer one. */
export function createDeviceModel(opening: Promise<ModelDisk | undefined>): DeviceModel {
  const [now, setNow] = createSignal<ServedModel>()
  const [state, setState] = createSignal<DeviceModelState>('loading')
  let kept: KeptModel | undefined
  let checking: Promise<void> | undefined

  const starting = opening.then(async (disk) => {
    const known = await disk?.model().catch(() => undefined)
    if (known && serve(known)) setState('ready')
    return disk
  })

  /** Serves it if it is whole. */
  function serve(model: KeptModel): boolean {
    const { book, ...serving } = model.serving
    const assembled = assembleModel({ ...serving, book: bookFromJson(book) }, model.artifact)
    if (!assembled.ok) return false
    kept = model
    setNow(assembled.value)
    return true
  }

  async function ask(): Promise<void> {
    const disk = await starting
    try {
      const answered = await answer('GET', '/models/serving', { tag: kept?.tag })
      if (answered.status !== 304) {
        const serving = (await answered.json()) as ServingModel
        const artifact = await artifactOf(serving)
        const next = artifact === undefined ? undefined : { tag: answered.headers.get('etag') ?? '', serving, artifact }
        if (!next || !serve(next)) {
          setState('refused')
          return
        }
        await disk?.keepModel(next).catch(() => {})
      }
      setState('ready')
    } catch (problem) {
      if (problem instanceof Refusal && problem.body.status === 404) {
        setState('none')
        setNow(undefined)
      } else if (!now()) setState('unreachable')
      if (!(problem instanceof Refusal || problem instanceof Unreachable)) throw problem
    }
  }

  /** The artifact, from here if it is the same; undefined when what came is not what was announced. */
  async function artifactOf({ digest }: ServingModel): Promise<Uint8Array | null | undefined> {
    if (digest === null) return null
    if (kept?.artifact && kept.serving.digest === digest) return kept.artifact
    const bytes = new Uint8Array(await (await answer('GET', '/models/serving/artifact')).arrayBuffer())
    return (await sha256(bytes)) === digest ? bytes : undefined
  }

  return {
    now,
    state,
    async check(wanted) {
      if (checking) {
        // Whoever was asked already may have answered before that one was published.
        await checking
        if (wanted === undefined || now()?.id === wanted) return
      }
      checking ??= ask().finally(() => {
        checking = undefined
      })
      await checking
    },
  }
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
