import { sql } from 'drizzle-orm'
import { accessOf, type SessionAccess } from '../../worker/organization'
import { systemSnapshot } from '../../worker/platform/background'
import type { Env } from '../../worker/platform/env'
import { asLiveRows, catalogueOf, type LiveRows, liveRows, type WrittenLiveRows } from '../../worker/sales'
import { type ChangedTask, changedTasks } from '../../worker/tasks'
import type { RowsMessage } from './messages'

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
  /** How the people of the changes are shown to their colleagues. */
  readonly people: RowsMessage['rows']['users']
  readonly catalogue: Awaited<ReturnType<typeof catalogueOf>>
  /** The tasks of the changes; null where there are none, or too many to be told. */
  readonly tasks: readonly ChangedTask[] | null
  /** When it was heard. */
  readonly at: number
  /** The rights of the sessions that were asked about. */
  readonly access: readonly SessionAccess[]
}

type News = Pick<HeardPage, 'head' | 'changes' | 'isAboutAccess' | 'people'>

interface CarriedNews {
  readonly since: number
  readonly news: News
  readonly live: WrittenLiveRows
  readonly tasks: HeardPage['tasks']
}

const NO_NEWS: News = { head: 0, changes: [], isAboutAccess: false, people: [] }

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
  const [[first], rows, tasks, access] = await Promise.all([
    unit.rows<{ news: News | null }>(sql`select app.changes_after(${since}, ${CHANGES_A_PAGE}) as news`),
    liveRows(unit, since, CHANGES_A_PAGE),
    changedTasks(unit, since, CHANGES_A_PAGE),
    accessOf(unit, sessionIds),
  ])
  const news = first?.news ?? NO_NEWS
  const kinds = kindsIn(news)
  // Everybody in the company sees these, so they may as well be of a moment later.
  const catalogue = kinds.size > 0 ? await catalogueOf(unit, kinds) : {}
  return { ...pageOf(news, rows, tasks), access, catalogue }
}

/** What a commit brought along: the page after `since`. Null where there is more to read than it could bring. */
export function readCarried(text: string): { readonly since: number; readonly page: HeardPage } | null {
  const { since, news, live, tasks } = JSON.parse(text) as CarriedNews
  if (news.isAboutAccess || kindsIn(news).size > 0) return null
  return { since, page: { ...pageOf(news, asLiveRows(live), tasks), access: [], catalogue: {} } }
}

function pageOf(news: News, rows: LiveRows, tasks: HeardPage['tasks']): Omit<HeardPage, 'access' | 'catalogue'> {
  const seq = news.changes.at(-1)?.seq ?? news.head
  return { ...news, ...rows, tasks, at: Date.now(), seq, more: seq < news.head }
}

function kindsIn({ changes }: News): ReadonlySet<(typeof CATALOGUE)[keyof typeof CATALOGUE]> {
  return new Set(changes.flatMap(({ entity }) => (entity in CATALOGUE ? [CATALOGUE[entity as 'stage']] : [])))
}
