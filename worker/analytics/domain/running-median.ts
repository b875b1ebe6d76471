/** A binary heap of numbers; `before(a, b)` says which of two stands nearer the top. */
class Heap {
  private readonly items: number[] = []
  private readonly before: (a: number, b: number) => boolean

  constructor(before: (a: number, b: number) => boolean) {
    this.before = before
  }

  get size(): number {
    return this.items.length
  }

  /** Undefined when empty. */
  get top(): number | undefined {
    return this.items[0]
  }

  push(value: number): void {
    let at = this.items.push(value) - 1
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (!this.before(value, this.items[parent]!)) break
      this.items[at] = this.items[parent]!
      at = parent
    }
    this.items[at] = value
  }

  pop(): number {
    const top = this.items[0]!
    const last = this.items.pop()!
    if (this.items.length > 0) this.sink(last)
    return top
  }

  private sink(value: number): void {
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= this.items.length) break
      if (child + 1 < this.items.length && this.before(this.items[child + 1]!, this.items[child]!)) child++
      if (!this.before(this.items[child]!, value)) break
      this.items[at] = this.items[child]!
      at = child
    }
    this.items[at] = value
  }
}

/**
 * The median of everything added so far, in O(log n) a value. The mean of the middle two when the count is even, which is
 * what SQL's `percentile_cont(0.5)` answers.
 */
export class RunningMedian {
  private readonly lower = new Heap((a, b) => a > b)
  private readonly upper = new Heap((a, b) => a < b)

  add(value: number): void {
    if (this.lower.top === undefined || value <= this.lower.top) this.lower.push(value)
    else this.upper.push(value)
    if (this.lower.size > this.upper.size + 1) this.upper.push(this.lower.pop())
    else if (this.upper.size > this.lower.size) this.lower.push(this.upper.pop())
  }

  /** Null until something was added. */
  get value(): number | null {
    const middle = this.lower.top
    if (middle === undefined) return null
    return this.lower.size > this.upper.size ? middle : medianOfTwo(middle, this.upper.top!)
  }
}

// Written as PostgreSQL's float8 interpolation computes it, low + (high − low)/2, so both agree to the last bit.
function medianOfTwo(low: number, high: number): number {
  return low + (high - low) * 0.5
}
