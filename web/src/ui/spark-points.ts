const PAD = 3.5 // room for the last point's dot

/** Where each value lies in a box of that size; a flat line runs through the middle. */
export function sparkPoints(values: readonly number[], width: number, height: number): [number, number][] {
  const low = Math.min(...values)
  const span = Math.max(...values) - low
  const round = (value: number) => Math.round(value * 10) / 10
  return values.map((value, index) => [
    round(PAD + (index / Math.max(1, values.length - 1)) * (width - 2 * PAD)),
    round(span === 0 ? height / 2 : height - PAD - ((value - low) / span) * (height - 2 * PAD)),
  ])
}
