import type { NarrativeBrief } from '../domain/narrative/brief'
import { writeByRules } from '../domain/narrative/rule-writer'
import { embeddedWriter } from './embedded'
import { type AiBinding, workersAi } from './workers-ai'
import type { Writer, Written } from './writer'

const WRITING_MS = 8000 // a person reads the rest of the page meanwhile; after that the rules' text is there at once
const TONE_MS = 400 // within a command: nobody waits longer to have a call logged

/** What was written of a deal, by the language model if it is there, in time and to be believed, else by rules. */
export async function writeAbout(
  brief: NarrativeBrief,
  binding: AiBinding | undefined,
  limitMs = WRITING_MS,
): Promise<Written> {
  const narrative = binding ? await within(limitMs, () => workersAi(binding).write(brief)) : null
  return narrative ? { narrative, by: 'ai' } : { narrative: writeByRules(brief), by: 'rules' }
}

/** The tone of what somebody wrote, likewise. Null when there is nothing to read it from. */
export async function readTone(
  text: string,
  binding: AiBinding | undefined,
  limitMs = TONE_MS,
): Promise<number | null> {
  if (text.trim() === '') return null
  const tone = binding ? await within(limitMs, () => workersAi(binding).tone(text)) : null
  return tone ?? (embeddedWriter satisfies Writer).tone(text)
}

/** Null when it fails or takes longer. */
async function within<T>(limitMs: number, ask: () => Promise<T>): Promise<T | null> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), limitMs)
  })
  try {
    return await Promise.race([ask(), late])
  } catch {
    return null // away, over its budget, or changed its mind about its own interface: the rules write
  } finally {
    clearTimeout(timer)
  }
}
