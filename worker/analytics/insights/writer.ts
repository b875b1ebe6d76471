import type { Narrative, NarrativeBrief } from '../domain/narrative/brief'

/** Writes about deals and reads the tone of what people wrote. Behind it a language model, or rules. */
export interface Writer {
  /** Null when it has nothing to hand in that may be shown. */
  write(brief: NarrativeBrief): Promise<Narrative | null>
  /** From −1 to 1; null when there is none to be read. */
  tone(text: string): Promise<number | null>
}

/** What was written, and who wrote it. */
export interface Written {
  readonly narrative: Narrative
  readonly by: 'ai' | 'rules'
}
