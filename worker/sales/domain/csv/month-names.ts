import { plain } from './plain-text'

const NAMES = [
  'january february march april may june july august september october november december', // English
  'januar februar märz april mai juni juli august september oktober november dezember', // German
  'jänner feber maerz april mai juni juli august september oktober november dezember', // Austrian
  'janvier février mars avril mai juin juillet août septembre octobre novembre décembre', // French
  'enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre', // Spanish
  'janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro', // Portuguese
  'gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre', // Italian
  'januari februari maart april mei juni juli augustus september oktober november december', // Dutch
]

const MONTHS = new Map<string, number>()
for (const language of NAMES) {
  language.split(' ').forEach((name, index) => {
    const word = plain(name)
    // Abbreviations are cut at three letters or more: juil., sept., mrt.
    for (let length = word.length; length >= 3; length--) {
      const short = word.slice(0, length)
      if (!MONTHS.has(short)) MONTHS.set(short, index + 1)
    }
  })
}
for (const [short, month] of [
  ['mrt', 3],
  ['jui', null],
  ['sep', 9],
] as const) {
  // French juin and juillet are the same in three letters.
  if (month === null) MONTHS.delete(short)
  else MONTHS.set(short, month)
}

/** The number of a month by its name or abbreviation in any of our languages. */
export function monthOf(word: string): number | null {
  return MONTHS.get(word) ?? null
}
