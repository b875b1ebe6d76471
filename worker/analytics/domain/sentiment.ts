/** How warm words are, from −5 to 5 each. */
export type Lexicon = Readonly<Record<string, number>>

// What the words mean between a buyer and a seller, where that is not what they mean elsewhere.
const OF_SALES: Lexicon = {
  budget: 0,
  cancel: -2,
  champion: 2,
  competitor: -1,
  delay: -2,
  delayed: -2,
  expensive: -2,
  freeze: -2,
  frozen: -2,
  interested: 2,
  keen: 2,
  postpone: -2,
  postponed: -2,
  shortlist: 2,
  shortlisted: 2,
  signed: 3,
  stuck: -2,
  unclear: -1,
}
const NEGATIONS = new Set(['not', 'no', 'never', 'without', 'hardly', 'cannot', 'nobody', 'nothing'])
const REACH = 3 // words that a negation turns
const TURNED = -0.74 // "not good" is less bad than "bad"
const SOFTENING = 15 // so that a few words do not reach the ends of the scale

/** The tone of a text from −1 to 1; null when no word of it has one. */
export function toneOf(text: string, lexicon: Lexicon): number | null {
  const words =
    text
      .toLowerCase()
      .replaceAll('’', "'")
      .match(/[\p{L}']+/gu) ?? []
  let sum = 0
  let found = false
  words.forEach((word, i) => {
    const value = Object.hasOwn(OF_SALES, word) ? OF_SALES[word]! : Object.hasOwn(lexicon, word) ? lexicon[word]! : 0
    if (value === 0) return
    found = true
    const isTurned = words
      .slice(Math.max(0, i - REACH), i)
      .some((before) => NEGATIONS.has(before) || before.endsWith("n't"))
    sum += isTurned ? value * TURNED : value
  })
  return found ? Math.round((sum / Math.sqrt(sum * sum + SOFTENING)) * 1000) / 1000 : null
}
