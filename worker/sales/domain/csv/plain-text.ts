/** Lower case without accents, as names and words are compared. */
export function plain(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').replace(/ß/g, 'ss').replace(/ł/gi, 'l').toLowerCase()
}

/** The words of a header or value: `closeDate (UTC)` → close, date, utc. */
export function wordsOf(text: string): string[] {
  const spaced = text.replace(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2').replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
  return plain(spaced).match(/[\p{L}\p{N}]+/gu) ?? []
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const CONTROL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/g

/** A cell of any file as it can be kept and shown: short, and with its control characters made visible. */
export function shown(text: string, length: number): string {
  return cut(text, length)
    .toWellFormed()
    .replace(CONTROL, (mark) => (mark === '\u007F' ? '␡' : String.fromCharCode(0x2400 + mark.charCodeAt(0))))
}

/** A copy of a text cut from a larger one, for keeping: the cutting itself would keep the larger one in memory. */
export function detached(text: string): string {
  return JSON.parse(JSON.stringify(text)) as string
}

/** The first characters of a text, never half of one. */
export function cut(text: string, length: number): string {
  return text.length <= length ? text : text.slice(0, length).replace(/[\uD800-\uDBFF]$/, '')
}
