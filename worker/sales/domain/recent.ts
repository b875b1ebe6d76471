/** A map that forgets what was longest not asked for, and always remembers the last `size` entries that were. */
export class Recent<Value> {
  private fresh = new Map<string, Value>()
  private stale = new Map<string, Value>()
  private readonly size: number

  constructor(size: number) {
    this.size = size
  }

  get(key: string): Value | undefined {
    const value = this.fresh.get(key)
    if (value !== undefined) return value
    const earlier = this.stale.get(key)
    if (earlier !== undefined) this.set(key, earlier)
    return earlier
  }

  set(key: string, value: Value): void {
    if (this.fresh.size >= this.size && !this.fresh.has(key)) {
      this.stale = this.fresh
      this.fresh = new Map()
    }
    this.fresh.set(key, value)
  }
}
