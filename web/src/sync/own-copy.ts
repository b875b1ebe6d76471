/** A copy of a row, to change in place. Rows are what JSON can say, for which this is several times `structuredClone`. */
export function ownCopy<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(ownCopy) as Value
  const copy: Record<string, unknown> = {}
  for (const key of Object.keys(value)) copy[key] = ownCopy(value[key as keyof Value])
  return copy as Value
}
