/**
 * e^x and its inverse, the same to the last bit wherever they run. Engines differ in the last bit of `Math.exp` and `Math.log`,
 * and one bit in a margin grows another tree: a model must be the same on a phone, in a Worker and in a test. Only additions,
 * multiplications and divisions are used, which IEEE 754 defines exactly. After fdlibm (Sun Microsystems, 1993).
 */

const LN2_HIGH = 0.6931471803691238
const LN2_LOW = 1.9082149292705877e-10

// Two views of one number; every runtime of ours is little-endian.
const number = new Float64Array(1)
const halves = new Int32Array(number.buffer)

/** 2^k for −1022 ≤ k ≤ 1023. */
function powerOfTwo(k: number): number {
  halves[0] = 0
  halves[1] = (1023 + k) << 20
  return number[0]!
}

export function exp(x: number): number {
  if (!(x > -745.2)) return Number.isNaN(x) ? x : 0
  if (x > 709.782712893384) return Number.POSITIVE_INFINITY
  // x = k · ln 2 + r, |r| ≤ ½ ln 2.
  const k = Math.trunc(Math.LOG2E * x + (x < 0 ? -0.5 : 0.5))
  const high = x - k * LN2_HIGH
  const low = k * LN2_LOW
  const r = high - low
  const t = r * r
  const c =
    r -
    t *
      (0.16666666666666602 +
        t *
          (-0.0027777777777015593 +
            t * (6.613756321437934e-5 + t * (-1.6533902205465252e-6 + t * 4.1381367970572385e-8))))
  const y = 1 - (low - (r * c) / (2 - c) - high)
  if (k === 1024) return y * 2 * powerOfTwo(1023)
  return k >= -1022 ? y * powerOfTwo(k) : y * powerOfTwo(k + 1000) * powerOfTwo(-1000)
}

export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN
  if (x === Number.POSITIVE_INFINITY) return x
  const isTiny = x < 2.2250738585072014e-308
  number[0] = isTiny ? x * 2 ** 54 : x
  // x = 2^k · (1 + f), √½ < 1 + f < √2.
  const bits = halves[1]!
  const mantissa = bits & 0xfffff
  const over = (mantissa + 0x95f64) & 0x100000
  halves[1] = mantissa | (over ^ 0x3ff00000)
  const k = (bits >> 20) - 1023 + (over >> 20) - (isTiny ? 54 : 0)
  const f = number[0]! - 1
  const s = f / (2 + f)
  const z = s * s
  const w = z * z
  const even = w * (0.3999999999940942 + w * (0.22222198432149784 + w * 0.15313837699209373))
  const odd = z * (0.6666666666666735 + w * (0.2857142874366239 + w * (0.1818357216161805 + w * 0.14798198605116586)))
  const half = 0.5 * f * f
  return k * LN2_HIGH - (half - (s * (half + odd + even) + k * LN2_LOW) - f)
}

/** log(1 + x), exact also where x is too small to be seen beside 1 (Kahan). */
export function log1p(x: number): number {
  const sum = 1 + x
  return sum === 1 ? x : (log(sum) * x) / (sum - 1)
}

export function log10(x: number): number {
  return log(x) / Math.LN10
}

export function log2(x: number): number {
  return log(x) / Math.LN2
}

/** The x of which (eˣ − e⁻ˣ) / 2 is the value: a logarithm that also takes negative numbers, and 0. */
export function asinh(value: number): number {
  const size = Math.abs(value)
  // For large values the square would overflow, and adds nothing.
  const x = size > 1e150 ? log(size) + Math.LN2 : log1p(size + (size * size) / (1 + Math.sqrt(1 + size * size)))
  return value < 0 ? -x : x
}
