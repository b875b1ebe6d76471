export interface Quadrature {
  readonly at: Float64Array
  readonly weights: Float64Array
}

/** Points and weights on [0, 1] that integrate every polynomial of degree 2 · count − 1 exactly. */
export function gaussLegendre(count: number): Quadrature {
  const at = new Float64Array(count)
  const weights = new Float64Array(count)
  for (let i = 0; i < count; i++) {
    // Newton's method on the Legendre polynomial from Tricomi's estimate of its root.
    let x = Math.cos((Math.PI * (i + 0.75)) / (count + 0.5))
    let slope = 1
    for (let step = 0; step < 20; step++) {
      let before = 1
      let polynomial = x
      for (let n = 2; n <= count; n++) {
        const next = ((2 * n - 1) * x * polynomial - (n - 1) * before) / n
        before = polynomial
        polynomial = next
      }
      slope = (count * (x * polynomial - before)) / (x * x - 1)
      x -= polynomial / slope
    }
    at[i] = (1 - x) / 2
    weights[i] = 1 / ((1 - x * x) * slope * slope)
  }
  return { at, weights }
}
