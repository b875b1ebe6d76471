import { env } from 'cloudflare:workers'
import * as schema from '../../drizzle/schema'
import { encodeArtifact } from '../../worker/analytics/domain/boosting/artifact'
import { bookOf, bookToJson } from '../../worker/analytics/domain/evidence-book'
import { HistoryBook } from '../../worker/analytics/domain/history'
import { priorFor } from '../../worker/analytics/domain/prior/serve'
import { NOTHING_SEEN } from '../../worker/analytics/domain/seen'
import { artifactKey, putArtifact } from '../../worker/analytics/persistence/artifacts'
import { companionToJson } from '../../worker/analytics/serving/companion'
import { newId } from '../../worker/kernel/ids'
import type { Env } from '../../worker/platform/env'
import { type Company, owner } from './actors'

/** A version whose files are in storage; the more was won, the higher its chances. */
export async function aVersion(
  { tenantId }: Pick<Company, 'tenantId'>,
  number: number,
  status: 'champion' | 'retired' | 'kept_back',
  { won, lost }: { readonly won: number; readonly lost: number },
): Promise<string> {
  const id = newId<string>()
  const key = artifactKey(tenantId, id)
  const bytes = encodeArtifact(priorFor({ won, lost }))
  const book = bookToJson(bookOf(HistoryBook.of([]), []))
  if (status !== 'kept_back') {
    const companion = companionToJson({ custom: [], book, seen: NOTHING_SEEN })
    await putArtifact(env as unknown as Env, key, bytes, companion)
  }
  await owner()
    .insert(schema.predictionModels)
    .values({
      ...{ tenantId, id, number, status, won, lost, rung: 'prior_calibrated' },
      ...(status !== 'kept_back' && { artifactKey: key, artifactDigest: 'd', artifactBytes: bytes.length }),
      finishedAt: new Date().toISOString(),
    })
  return id
}
