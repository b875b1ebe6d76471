import { err, ok, type Result } from '../../../kernel/result'
import { currencyOf } from './currencies'
import type { NumberProblem } from './problems'

export type Decimals = 'point' | 'comma'

/** A number as written, without its grouping: exact, since money does not survive binary fractions. */
export interface WrittenNumber {
  readonly negative: boolean
  readonly whole: string
  readonly fraction: string
  /** The sign or code beside it, as written. */
  readonly currency: string | null
  readonly percent: boolean
}

const PLAIN = { point: /^(\d+)(?:\.(\d+))?$/, comma: /^(\d+)(?:,(\d+))?$/ }
/** 1.5E+05, as spreadsheets write long numbers and programs small ones. */
export const EXPONENT = /^[+-]?\d+([.,]\d+)?e[+-]?\d+$/i
// k and M as people and exports write them; "kr" and "MXN" are tried as currencies first.
const SCALES: readonly (readonly [RegExp, number])[] = [
  [/^(k|tsd|thousand|mille|mil)$/i, 3],
  [/^(m|mm|mn|mio|mln|million|millions|millionen|millones|milhões|milioni|miljoen)$/i, 6],
  [/^(b|bn|mrd|mld|billion|milliarden|milliards|miljard)$/i, 9],
]

/** Reads a number the way the file writes them. */
export function readNumber(text: string, decimals: Decimals): Result<WrittenNumber, NumberProblem> {
  const plain = PLAIN[decimals].exec(text)
  if (plain) {
    return ok({ negative: false, whole: plain[1]!, fraction: plain[2] ?? '', currency: null, percent: false })
  }
  // Full-width digits and non-breaking spaces become the plain ones.
  const clean = text
    .normalize('NFKC')
    .replace(/[−–]/g, '-')
    .replace(/[’‘`´]/g, "'")
    .trim()
  if (EXPONENT.test(clean)) return err({ kind: 'digits_lost' })
  const parts = takeApart(clean, decimals)
  if (parts) return fromParts(parts, decimals)
  const letters = clean.match(/[OoIl]/g)
  if (letters && /\d/.test(clean)) {
    const mended = clean.replace(/[Oo]/g, '0').replace(/[Il]/g, '1')
    const meant = takeApart(mended, decimals)
    if (meant && fromParts(meant, decimals).ok) return err({ kind: 'letters_for_digits', letters: letters.join('') })
  }
  return err({ kind: 'not_a_number' })
}

interface Parts {
  readonly core: string
  readonly negative: boolean
  readonly currency: string | null
  readonly scale: number
  readonly percent: boolean
}

// Splits "(€ 1.2 Mio.)" into its digits and what stands around them.
function takeApart(text: string, decimals: Decimals): Parts | null {
  const match = /^([^\d.,]*)([.,]?\d(?:[\d., ']*\d)?)(.*)$/su.exec(text)
  if (!match) return null
  let before = match[1]!
  let after = match[3]!
  let negative = false
  if (before.includes('(') && after.includes(')')) {
    negative = true
    before = before.replace('(', '')
    after = after.replace(')', '')
  }
  // "12.480,-" and "12'480.—" say that there are no cents.
  after = after.replace(/^[.,](-{1,2}|—)/, '')
  after = after.replace(decimals === 'point' ? /^\.(?=\s|$)/ : /^,(?=\s|$)/, '')
  if (/^\s*-/.test(before) || /-\s*$/.test(before) || /^-\s*$/.test(after)) {
    negative = true
    before = before.replace('-', '')
    after = after.replace(/^-\s*$/, '')
  }
  before = before.replace('+', '').trim()
  after = after.trim()
  const percent = after === '%'
  if (percent) after = ''
  const around = [before, ...suffixWords(after)].filter((word) => word !== '')
  let currency: string | null = null
  let scale = 0
  for (const word of around) {
    const found = currencyOf(word, null)
    const scaled = found === null ? scaleOf(word) : 0
    if (found === null && scaled === 0) return null
    if (found !== null) {
      if (currency !== null) return null
      currency = word
    } else {
      if (scale !== 0) return null
      scale = scaled
    }
  }
  return { core: match[2]!, negative, currency, scale, percent }
}

// "k€", "k EUR", "Mio. €": at most a scale and a currency, with or without a blank between.
function suffixWords(after: string): string[] {
  if (after === '' || currencyOf(after, null) !== null) return [after]
  const glued = /^([a-zõ]+)\.?(\p{Sc})$/iu.exec(after)
  return glued ? [glued[1]!, glued[2]!] : after.split(/\s+/)
}

function scaleOf(word: string): number {
  const bare = word.replace(/\.$/, '')
  return SCALES.find(([pattern]) => pattern.test(bare))?.[1] ?? 0
}

function fromParts(parts: Parts, decimals: Decimals): Result<WrittenNumber, NumberProblem> {
  const mark = decimals === 'point' ? '.' : ','
  const at = parts.core.lastIndexOf(mark)
  const whole = at === -1 ? parts.core : parts.core.slice(0, at)
  const fraction = at === -1 ? '' : parts.core.slice(at + 1)
  const digits = ungrouped(whole)
  if (digits === null || !/^\d*$/.test(fraction)) return err({ kind: 'other_decimals', decimals })
  const moved = fraction.padEnd(parts.scale, '0')
  return ok({
    negative: parts.negative,
    whole: digits + moved.slice(0, parts.scale),
    fraction: moved.slice(parts.scale),
    currency: parts.currency,
    percent: parts.percent,
  })
}

// Groups of three, or the Indian 12,34,567; one kind of separator. A group of another size is a decimal in disguise.
function ungrouped(whole: string): string | null {
  if (/^\d*$/.test(whole)) return whole
  const separator = /[., ']/.exec(whole)![0] // not all digits, so one of these is there
  const groups = whole.split(separator)
  const inner = groups.slice(1, -1)
  const last = groups.at(-1)!
  if (!/^\d{1,3}$/.test(groups[0]!) || !/^\d{3}$/.test(last)) return null
  const western = inner.every((group) => /^\d{3}$/.test(group))
  const indian = separator === ',' && groups[0]!.length <= 2 && inner.every((group) => /^\d{2}$/.test(group))
  return western || indian ? groups.join('') : null
}

/** What one value says about the file's decimals: surely, or only likely (`1.234` is more often grouped than precise). */
export function decimalsShownBy(text: string): { decimals: Decimals; sure: boolean } | null {
  const digits = /\d[\d.,]*\d/.exec(text)?.[0]
  if (!digits) return null
  const point = digits.lastIndexOf('.')
  const comma = digits.lastIndexOf(',')
  if (point === -1 && comma === -1) return null
  if (point !== -1 && comma !== -1) return { decimals: point > comma ? 'point' : 'comma', sure: true }
  const mark = point === -1 ? ',' : '.'
  const asDecimal: Decimals = mark === '.' ? 'point' : 'comma'
  const asGroup: Decimals = mark === '.' ? 'comma' : 'point'
  const groups = digits.split(mark)
  if (groups.length > 2) return { decimals: asGroup, sure: true }
  const [before, after] = groups as [string, string]
  const couldGroup = after.length === 3 && before.length <= 3 && !/^0/.test(before)
  return couldGroup ? { decimals: asGroup, sure: false } : { decimals: asDecimal, sure: true }
}

/** Counts what the values of a file say about its decimals. */
export function createDecimalsDetector() {
  const sure = { point: 0, comma: 0 }
  const likely = { point: 0, comma: 0 }
  return {
    add(text: string): void {
      const shown = decimalsShownBy(text)
      if (shown) (shown.sure ? sure : likely)[shown.decimals]++
    },
    /** `certain` is false when values were seen and none was sure. */
    result(): { decimals: Decimals; certain: boolean } {
      if (sure.point + sure.comma > 0) return { decimals: sure.comma > sure.point ? 'comma' : 'point', certain: true }
      return { decimals: likely.comma > likely.point ? 'comma' : 'point', certain: likely.point + likely.comma === 0 }
    },
  }
}
