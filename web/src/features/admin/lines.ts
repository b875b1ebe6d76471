/** One entry a line as people type them: trimmed, without empty ones, each once. */
export function linesOf(text: string): readonly string[] {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
  return [...new Set(lines)]
}
