/** JSON values alike; null and nothing are the same fact. */
export function isSame(a: unknown, b: unknown): boolean {
  if (a == null || b == null) return (a ?? null) === (b ?? null)
  if (typeof a !== 'object' || typeof b !== 'object') return a === b
  const keys = new Set([...Object.keys(a), ...Object.keys(b)])
  return [...keys].every((key) => isSame((a as never)[key], (b as never)[key]))
}
