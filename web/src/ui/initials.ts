/** First letters of the first and last word: "Inês Carvalho" → "IC"; one word gives its first two letters. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean)
  const letters = (word: string, count: number) => Array.from(word).slice(0, count).join('')
  const first = words[0]
  const last = words.at(-1)
  if (!first || !last) return '?'
  return (words.length === 1 ? letters(first, 2) : letters(first, 1) + letters(last, 1)).toLocaleUpperCase()
}
