/**
 * Who may read a change: everyone in the tenant, whoever could see the record before or after, administrators, the
 * people named, or all others.
 */
export type Audience = 'tenant' | 'owner' | 'admin' | 'people' | 'others'

/**
 * One thing that happened, as the change log keeps it. `before` and `after` hold only the fields that
 * changed; `after: null` means the record is gone.
 */
export interface Change {
  /** Past tense, dotted: `opportunity.moved`. */
  readonly type: string
  readonly entity: string
  readonly entityId: string
  readonly before?: Readonly<Record<string, unknown>> | null
  readonly after?: Readonly<Record<string, unknown>> | null
  readonly audience: Audience
  readonly ownerBefore?: string | null
  readonly ownerAfter?: string | null
  /** Whom `people` names, or `others` leaves out. */
  readonly people?: readonly string[] | null
}

/** Background work promised with a write. At most one unfinished job of a kind has a given key. */
export interface Job {
  readonly kind: 'import' | 'train' | 'score' | 'push'
  readonly key: string
  readonly payload: Readonly<Record<string, unknown>>
}
