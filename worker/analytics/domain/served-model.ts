import { ok, type Result } from '../../kernel/result'
import { type ArtifactRefused, decodeArtifact } from './boosting/artifact'
import type { EvidenceBook } from './evidence-book'
import type { CustomFeature } from './features/custom'
import type { Rung } from './rung'
import { featuresOfModel, type ServedModel } from './scorer'
import type { Seen } from './seen'

/** All there is of a model beside its artifact. */
export interface ModelParts {
  readonly id: string
  readonly number: number
  readonly rung: Rung
  readonly deals: number
  readonly usualRate: number
  readonly custom: readonly CustomFeature[]
  readonly book: EvidenceBook
  readonly seen: Seen
}

/** Puts a model together from what was kept of it, at the edge and on the device alike. Without bytes it says the usual rate. */
export function assembleModel(
  { custom, ...parts }: ModelParts,
  bytes: Uint8Array | null,
): Result<ServedModel, ArtifactRefused> {
  if (bytes === null) return ok({ ...parts, trained: null, features: [] })
  const decoded = decodeArtifact(bytes)
  return decoded.ok
    ? ok({ ...parts, trained: decoded.value, features: featuresOfModel(decoded.value, custom) })
    : decoded
}

/** The part of a book that somebody may have: owners' records are for those who see their deals. */
export function bookFor(book: EvidenceBook, owners: Iterable<string>): EvidenceBook {
  const seen = new Set(owners)
  return { ...book, owners: new Map([...book.owners].filter(([id]) => seen.has(id))) }
}
