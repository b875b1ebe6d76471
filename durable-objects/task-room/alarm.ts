/** The one alarm an object has, and when it is set for. */
export class Alarm {
  private readonly storage: DurableObjectStorage
  private at: number | null = null

  constructor(storage: DurableObjectStorage) {
    this.storage = storage
  }

  /** To be called before anything else: what is set outlives the object's memory. */
  async recall(): Promise<void> {
    this.at = await this.storage.getAlarm()
  }

  /** Has it ring at this moment or before. */
  by(at: number): void {
    if (this.at !== null && this.at <= at) return
    this.at = at
    void this.storage.setAlarm(at)
  }

  /** It rings: since when it was to, if that is known. */
  rang(): number | null {
    const { at } = this
    this.at = null
    return at
  }
}
