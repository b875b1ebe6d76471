import { isSame } from '../../kernel/difference'
import { err, ok, type Result } from '../../kernel/result'

type Facts = Readonly<Record<string, unknown>>

export type TakeBackRefused = {
  readonly kind: 'version_conflict'
  readonly version?: number
  /** What stands now in the fields that were to be taken back. */
  readonly theirs: Facts
}

/**
 * The fields an undo must leave alone. It says what it takes back: where another value stands by now, somebody else has
 * written it since, and theirs stays. Where what it would write stands already, there is nothing to leave.
 */
export function notTakenBack(now: object, wanted: object, takesBack: object | undefined): string[] {
  const [stands, becomes] = [now as Facts, wanted as Facts]
  return Object.entries(takesBack ?? {})
    .filter(([field, value]) => value !== undefined && !isSame(moment(stands[field]), moment(value)))
    .filter(([field]) => !(field in becomes) || !isSame(moment(stands[field]), moment(becomes[field])))
    .map(([field]) => field)
}

/** Refuses an undo of which a field is no longer what it takes back, and says what stands there. */
export function takeBack(
  now: object,
  wanted: object,
  takesBack: object | undefined,
  version?: number,
): Result<null, TakeBackRefused> {
  if (notTakenBack(now, wanted, takesBack).length === 0) return ok(null)
  const theirs = Object.fromEntries(Object.keys(takesBack ?? {}).map((field) => [field, (now as Facts)[field] ?? null]))
  return err({ kind: 'version_conflict', ...(version !== undefined && { version }), theirs })
}

const MOMENT = /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/

// One moment may be written in several ways; a text that looks like one is compared as one, and is the same text then.
const moment = (value: unknown) =>
  typeof value === 'string' && MOMENT.test(value) && !Number.isNaN(Date.parse(value)) ? Date.parse(value) : value
