import { bookFromJson, type EvidenceBook } from '../domain/evidence-book'
import type { CustomFeature } from '../domain/features/custom'

/** What lies beside an artifact: how to read a deal as training did. */
export interface Companion {
  readonly custom: readonly CustomFeature[]
  readonly book: EvidenceBook
}

export function companionToJson({
  custom,
  book,
}: {
  readonly custom: readonly CustomFeature[]
  readonly book: string
}): string {
  return JSON.stringify({ custom, book })
}

/** Null for a text that was cut off or is not ours. */
export function companionFromJson(text: string): Companion | null {
  try {
    const { custom, book } = JSON.parse(text) as { custom: CustomFeature[]; book: string }
    return { custom, book: bookFromJson(book) }
  } catch {
    return null
  }
}
