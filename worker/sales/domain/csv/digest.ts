// No character of a value: they are refused before.
const BETWEEN = '\u001F'

/**
 * A stable 64-bit name for a list of values. Among 100,000 rows two share one by chance once in four billion files; it
 * guards against repeats, not against attackers, who could only confuse their own import.
 */
export function digestOf(values: readonly (string | number | null)[]): string {
  const { high, low } = hashOf(values.join(BETWEEN))
  return hex(high) + hex(low)
}

/** The same as two words of 32 bits, for those that keep many. */
export function hashOf(text: string): { readonly high: number; readonly low: number } {
  let a = 0xdeadbeef
  let b = 0x41c6ce57
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    a = Math.imul(a ^ code, 2654435761)
    b = Math.imul(b ^ code, 1597334677)
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909)
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909)
  return { high: b >>> 0, low: a >>> 0 }
}

function hex(word: number): string {
  return word.toString(16).padStart(8, '0')
}
