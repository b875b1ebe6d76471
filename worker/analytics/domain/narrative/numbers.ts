import type { Narrative, NarrativeBrief } from './brief'

const WORDS = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
]
const OTHER_WORDS: Readonly<Record<string, number>> = {
  dozen: 12,
  twenty: 20,
  thirty: 30,
  fifty: 50,
  hundred: 100,
  thousand: 1000,
}
const MULTIPLES = /\b(half|twice|double|doubled|triple|tripled|third|quarter|majority)\b/i

/** Numbers of a text as plain decimals, spelled ones too: "1,250" is 1250, "nine" is 9. "One" alone is mostly no number. */
export function numbersIn(text: string): Set<number> {
  const found = new Set<number>()
  for (const [digits] of text.matchAll(/\d(?:[\d.,\u00a0\u202f]*\d)?/g)) {
    // Grouped by whichever mark stands before exactly three digits; any other mark is a decimal point.
    const plain = digits.replace(/[.,\u00a0\u202f](?=\d{3}(\D|$))/g, '').replace(',', '.')
    for (const part of plain.split(/\.(?=.*\.)/)) found.add(Number(part))
  }
  for (const [word] of text.toLowerCase().matchAll(/[a-z]+/g)) {
    const value = OTHER_WORDS[word] ?? WORDS.indexOf(word)
    if (value > 1) found.add(value)
  }
  return found
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const MONTH = '(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*'
const DATES = new RegExp(
  `(\\d{4})-(\\d{2})-(\\d{2})|(\\d{1,2})(?:st|nd|rd|th)? (?:of )?${MONTH}\\.?(?:,? (\\d{4}))?|${MONTH}\\.? (\\d{1,2})(?:st|nd|rd|th)?(?:,? (\\d{4}))?`,
  'gi',
)

/** The text without the dates it may name: a day of the month is no number to be used for anything else. */
function withoutDates(text: string, known: ReadonlySet<string>): string {
  return text.replace(DATES, (found: string, ...parts: (string | undefined)[]) => {
    const [isoYear, isoMonth, isoDay, day, month, year, usMonth, usDay, usYear] = parts
    const named = month ?? usMonth
    const at = [
      isoYear ?? year ?? usYear,
      isoMonth ?? String(MONTHS.indexOf((named ?? '').slice(0, 3).toLowerCase()) + 1).padStart(2, '0'),
      (isoDay ?? day ?? usDay ?? '').padStart(2, '0'),
    ]
    const isKnown = at[0] ? known.has(at.join('-')) : [...known].some((one) => one.endsWith(`-${at[1]}-${at[2]}`))
    return isKnown ? '' : found
  })
}

/** Whether a writer says a number that nobody told it, or a share, such as "half", that nobody counted. */
export function inventsNumbers({ summary, risk, hints }: Narrative, brief: NarrativeBrief): boolean {
  const text = [summary, risk ?? '', ...hints].join(' \n ')
  if (MULTIPLES.test(text)) return true
  // What people wrote lends no number, only when it was.
  const { talks, ...facts } = brief
  const dates = new Set([...(brief.closesOn ? [brief.closesOn] : []), ...talks.map(({ on }) => on)])
  const told = numbersIn(withoutDates(JSON.stringify(facts), dates))
  return [...numbersIn(withoutDates(text, dates))].some((number) => !told.has(number) && !told.has(-number))
}

// A link or markup in a text about a deal came from somebody who wants it there.
const FOREIGN = /https?:|www\.|<[a-z!/]|\]\(|```|@[\w-]+\.\w/i

export function bringsLinks({ summary, risk, hints }: Narrative): boolean {
  return FOREIGN.test([summary, risk ?? '', ...hints].join('\n'))
}
