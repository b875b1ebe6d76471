import { sql } from 'drizzle-orm'
import { accessOf, peopleAfter, type SessionAccess } from '../../worker/organization'
import { systemSnapshot } from '../../worker/platform/background'
import type { Env } from '../../worker/platform/env'
import { catalogueOf, type LiveRows, liveRows } from '../../worker/sales'

/** A change as the hub reads it: what happened to what, and who may know. */
export interface HeardChange {
  readonly seq: number
  readonly type: string
  readonly entity: string
  readonly entityId: string
  readonly audience: string
  readonly ownerBefore: string | null
  readonly ownerAfter: string | null
  /** Whom `people` names, or `others` leaves out. */
  readonly people: readonly string[] | null
  /** Of people, roles and teams only: what decides whose rights changed. */
  readonly before: Readonly<Record<string, unknown>> | null
  readonly after: Readonly<Record<string, unknown>> | null
}

export interface HeardPage extends LiveRows {
  readonly changes: readonly HeardChange[]
  /** The client is as of this change once it has taken the page in. */
  readonly seq: number
  /** The database's newest change. */
  readonly head: number
  readonly more: boolean
  /** Somebody's rights may have changed since, on this page or a later one. */
  readonly isAboutAccess: boolean
  readonly people: Awaited<ReturnType<typeof peopleAfter>>
  readonly catalogue: Awaited<ReturnType<typeof catalogueOf>>
  /** The rights of the sessions that were asked about. */
  readonly access: readonly SessionAccess[]
}

const CHANGES_A_PAGE = 500

const CATALOGUE = {
  pipeline: 'pipelines',
  stage: 'pipelines',
  product: 'products',
  custom_field: 'customFields',
} as const

/** Reads what happened after `since`, the rows it left and who may see them, all of one moment. */
export async function hear(
  env: Env,
  tenantId: string,
  since: number,
  sessionIds: readonly string[],
): Promise<HeardPage> {
  const unit = systemSnapshot(env, tenantId)
  const [[first], found, rows, people, access] = await Promise.all([
    unit.rows<{ seq: number; isAboutAccess: boolean }>(sql`select seq::float8 as seq, exists (select from change_log
        where tenant_id = ${tenantId} and seq > ${since} and entity in ('user','role','team','session','tenant'))
        as "isAboutAccess" from tenant_heads where tenant_id = ${tenantId}`),
    unit.rows<HeardChange>(sql`select seq::float8 as seq, type, entity, entity_id as "entityId", audience,
        owner_before as "ownerBefore", owner_after as "ownerAfter", people,
        case when entity in ('user','role','team') then before end as before,
        case when entity in ('user','role','team') then after end as after
      from change_log where tenant_id = ${tenantId} and seq > ${since} order by seq limit ${CHANGES_A_PAGE}`),
    liveRows(unit, since, CHANGES_A_PAGE),
    peopleAfter(unit, since, CHANGES_A_PAGE),
    accessOf(unit, sessionIds),
  ])
  const head = first?.seq ?? 0
  const seq = found.at(-1)?.seq ?? head
  const kinds = new Set(found.flatMap(({ entity }) => (entity in CATALOGUE ? [CATALOGUE[entity as 'stage']] : [])))
  // Everybody in the company sees these, so they may as well be of a moment later.
  const catalogue = kinds.size > 0 ? await catalogueOf(unit, kinds) : {}
  const isAboutAccess = first?.isAboutAccess ?? false
  return { ...rows, changes: found, seq, head, more: seq < head, isAboutAccess, people, access, catalogue }
}
