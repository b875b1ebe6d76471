// Digits in the order their characters sort, so that positions compare as plain text everywhere.
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const LOWEST = DIGITS[0]
export const MIDDLE = 'V'

/**
 * A place between two others: text that sorts after `after` and before `before`. Nothing else moves. A position reads as
 * the digits of a fraction and never ends in the lowest digit, or there would be no room below it.
 */
export function between(after: string | null, before: string | null): string {
  const low = after ?? ''
  if (before !== null && low >= before) throw new Error(`nothing lies between ${low} and ${before}`)
  let place = ''
  // Past the first digit that differs the upper bound no longer binds.
  let isBounded = before !== null
  for (let i = 0; ; i++) {
    const from = i < low.length ? DIGITS.indexOf(low[i] ?? '') : 0
    const to = isBounded ? (i < (before?.length ?? 0) ? DIGITS.indexOf(before?.[i] ?? '') : 0) : DIGITS.length
    const room = to - from
    if (room > 1) return place + DIGITS[from + Math.floor(room / 2)]
    place += DIGITS[from] ?? LOWEST
    if (room === 1) isBounded = false
  }
}

/** Places for `count` things in a row after another. */
export function following(after: string | null, count: number): string[] {
  const places: string[] = []
  let last = after
  for (let i = 0; i < count; i++) {
    last = next(last)
    places.push(last)
  }
  return places
}

// Steps of one digit, so that a list that only grows at its end keeps short positions.
function next(place: string | null): string {
  if (place === null) return MIDDLE
  for (let i = 0; i < place.length; i++) {
    const digit = DIGITS.indexOf(place[i] ?? '')
    if (digit < DIGITS.length - 1) return place.slice(0, i) + DIGITS[digit + 1]
  }
  return `${place}${DIGITS[1]}`
}

export function isPosition(text: string): boolean {
  return /^[0-9A-Za-z]{0,99}[1-9A-Za-z]$/.test(text)
}
