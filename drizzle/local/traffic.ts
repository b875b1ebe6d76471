/** What becomes of a request: it never arrives, or it is done and its answer is lost. */
export type Fault = 'refuse' | 'lose-reply'

export interface Traffic {
  /** Counts one round trip, and says what goes wrong with it, if anything. */
  request(application: string): Fault | undefined
  /** The next `times` requests fail, once `after` more have gone well. */
  fail(times: number, how: Fault, application: string, after?: number): void
  of(application: string): number
  readonly total: number
  goAway(): void
  comeBack(): void
}

/** Counts what passes, by application, and breaks it when told to. */
export function traffic(): Traffic {
  const counts = new Map<string, number>()
  const faults = new Map<string, (Fault | undefined)[]>()
  let total = 0
  let away = false
  return {
    request(application) {
      total += 1
      counts.set(application, (counts.get(application) ?? 0) + 1)
      return away ? 'refuse' : faults.get(application)?.shift()
    },
    fail(times, how, application, after = 0) {
      faults.set(application, [...Array<undefined>(after).fill(undefined), ...Array<Fault>(times).fill(how)])
    },
    of: (application) => counts.get(application) ?? 0,
    get total() {
      return total
    },
    goAway() {
      away = true
    },
    comeBack() {
      away = false
    },
  }
}
