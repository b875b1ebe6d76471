import type { Interaction } from '../../../worker/sales/contract'

export const OUTCOME_WORDS: Readonly<Record<string, string>> = {
  reached: 'reached',
  no_answer: 'no answer',
  left_message: 'left a message',
  positive: 'positive',
  neutral: 'neutral',
  negative: 'negative',
  next_step_agreed: 'next step agreed',
}

type Said = Pick<Interaction, 'channel' | 'direction' | 'personName' | 'userId' | 'durationMinutes'>

export interface InteractionWords {
  /** "Call with Mei-Ling Chou, 14 min": for a line that names nobody else. */
  readonly headline: string
  /** Who did it, and what: "Inês Carvalho" "called Mei-Ling Chou, 14 min". */
  readonly who: string
  readonly did: string
}

/** An interaction as people tell of it. */
export function interactionWords(said: Said, nameOf: (userId: string) => string): InteractionWords {
  const { channel, direction, personName: person, durationMinutes } = said
  const us = nameOf(said.userId)
  const long = durationMinutes ? `, ${durationMinutes} min` : ''
  const isTheirs = direction === 'in'
  switch (channel) {
    case 'call':
      return isTheirs
        ? {
            headline: `Call from ${person ?? 'the customer'}${long}`,
            who: person ?? 'The customer',
            did: `called ${us}${long}`,
          }
        : {
            headline: `Call with ${person ?? 'the customer'}${long}`,
            who: us,
            did: `called ${person ?? 'the customer'}${long}`,
          }
    case 'email':
      return isTheirs
        ? { headline: `E-mail from ${person ?? 'the customer'}`, who: person ?? 'The customer', did: `wrote to ${us}` }
        : { headline: `E-mail to ${person ?? 'the customer'}`, who: us, did: `wrote to ${person ?? 'the customer'}` }
    case 'meeting':
      return {
        headline: `Meeting with ${person ?? 'the customer'}${long}`,
        who: us,
        did: `met ${person ?? 'the customer'}${long}`,
      }
    case 'note':
      return { headline: `Note by ${us}`, who: us, did: 'wrote a note' }
  }
}
