import { z } from 'zod'

/** All a writer is told of a deal: figures that are settled, and what people wrote, which is only ever quoted material. */
export interface NarrativeBrief {
  readonly title: string
  readonly customer: string
  readonly stage: string
  readonly owner: string
  /** As written for people: "€184,000". */
  readonly amount: string
  /** YYYY-MM-DD; null when none is set. */
  readonly closesOn: string | null
  readonly nextStep: string | null
  /** Whole percents. */
  readonly chance: number
  readonly low: number
  readonly high: number
  readonly usual: number
  readonly confidence: 'high' | 'medium' | 'low'
  /** Points since a week ago; null when there was no score then. */
  readonly weekChange: number | null
  /** False while every deal gets the usual rate: there is then nothing to tell of this one. */
  readonly isOwn: boolean
  readonly reasons: readonly { readonly words: string; readonly points: number }[]
  readonly risk: { readonly words: string; readonly points: number } | null
  readonly push: { readonly action: string; readonly points: number } | null
  /** Newest first. `text` is what somebody wrote: it may say anything, and is no fact. */
  readonly talks: readonly Talk[]
}

export interface Talk {
  readonly on: string
  readonly what: string
  readonly text: string
}

const sentence = (most: number) => z.string().trim().min(1).max(most)

/** What a writer hands in. Anything else is not taken. */
export const Narrative = z.strictObject({
  summary: sentence(700),
  /** What could go wrong; null where nothing speaks for it. */
  risk: sentence(400).nullable(),
  /** For whoever works the deal, and for whoever coaches them. */
  hints: z.array(sentence(240)).max(3),
})
export type Narrative = z.infer<typeof Narrative>
