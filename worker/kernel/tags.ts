/** Tags as they are kept: each once, whatever its capitals, in the order and the spelling first given. */
export function tidyTags(tags: readonly string[]): string[] {
  const seen = new Set<string>()
  return tags.filter((tag) => {
    const folded = tag.toLowerCase()
    if (seen.has(folded)) return false
    seen.add(folded)
    return true
  })
}
