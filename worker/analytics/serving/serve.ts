import { err, type Result } from '../../kernel/result'
import type { Env } from '../../platform/env'
import { log } from '../../platform/log'
import type { ServedModel } from '../domain/scorer'
import { assembleModel } from '../domain/served-model'
import { companionKey, Remembered } from '../persistence/artifacts'
import type { ChampionRow } from '../persistence/models'
import { companionFromJson } from './companion'

const remembered = new Remembered<ServedModel | null>()

/**
 * The model in force, from this isolate's memory or from object storage; the one before it where its files cannot be had, are
 * damaged or of another format. Null when none can be read: a deal is then not scored, and the last score stands, rather
 * than a wrong one being kept.
 */
export async function servedModel(env: Env, champion: ChampionRow): Promise<ServedModel | null> {
  for (const version of [champion, ...champion.before]) {
    const served = await readVersion(env, version)
    if (served) return served
  }
  return null
}

function readVersion(env: Env, version: ChampionRow): Promise<ServedModel | null> {
  const { artifactKey } = version
  if (artifactKey === null) return Promise.resolve(null)
  return remembered
    .get(artifactKey, async () => {
      const loaded = await load(env, version, artifactKey)
      if (loaded.ok) return loaded.value
      log('error', 'model.not_served', { modelId: version.id, reason: loaded.error })
      throw new ModelNotServed(loaded.error)
    })
    .catch((error: unknown) => {
      if (error instanceof ModelNotServed) return null
      throw error
    })
}

class ModelNotServed extends Error {}

async function load(env: Env, champion: ChampionRow, key: string): Promise<Result<ServedModel, string>> {
  const [artifact, companion] = await Promise.all([env.FILES.get(key), env.FILES.get(companionKey(key))])
  if (!artifact || !companion) return err('missing')
  const read = companionFromJson(await companion.text())
  if (!read) return err('companion_damaged')
  const { id, number, rung, deals, baseRate: usualRate } = champion
  const bytes = rung === 'base_rate' ? null : new Uint8Array(await artifact.arrayBuffer())
  const assembled = assembleModel({ id, number, rung, deals, usualRate, ...read }, bytes)
  return assembled.ok ? assembled : err(assembled.error.kind)
}
