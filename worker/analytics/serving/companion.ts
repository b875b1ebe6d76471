import { bookFromJson, type EvidenceBook } from '../domain/evidence-book'
import type { CustomFeature } from '../domain/features/custom'
import { NOTHING_SEEN, type Seen } from '../domain/seen'

/** What lies beside an artifact: how to read a deal as training did. */
export interface Companion {
  readonly custom: readonly CustomFeature[]
  readonly book: EvidenceBook
  readonly seen: Seen
}

export function companionToJson(companion: {
  readonly custom: readonly CustomFeature[]
  readonly book: string
  readonly seen: Seen
}): string {
  return JSON.stringify(companion)
}

/** Null for a text that was cut off or is not ours. */
export function companionFromJson(text: string): Companion | null {
  try {
    // One written before it was kept says nothing of what was seen.
    const { custom, book, seen } = JSON.parse(text) as { custom: CustomFeature[]; book: string; seen?: Seen }
    return { custom, book: bookFromJson(book), seen: seen ?? NOTHING_SEEN }
  } catch {
    return null
  }
}
