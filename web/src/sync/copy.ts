import type { HubMessage, RowsMessage } from '../../../durable-objects/tenant-hub/messages'
import type { SomeIds } from './direct'
import { ENTITIES, type Entity } from './entities'
import type { CustomerBrief, Rows, SomeRows } from './rows'
import type { View } from './view'
import { type AnyRow, anyView, type Views } from './views'

type Deal = Rows['opportunities']

/** What became different: to be written to the disk, and told to other tabs. */
export interface Difference {
  readonly put: readonly { readonly entity: Entity; readonly row: AnyRow }[]
  readonly removed: readonly { readonly entity: Entity; readonly id: string }[]
}

const TOMBSTONES = 2000 // answers that are still on their way are few

/** One person's working set as the server told it, with what was done here laid over it. */
export class Copy {
  /** The change all of it is as of; -1 before there is any. */
  seq = -1
  readonly views: Views
  // Deals that left, with the version they left at: an answer that was slower than that must not bring them back.
  private readonly gone = new Map<string, number>()
  // What the stream told of tasks, by the change it was told with, and the change of the newest list of them: whichever
  // of the two is older must not undo the other.
  private readonly toldTasks = new Map<string, number>()
  private listedAt = -1

  constructor(views: Views) {
    this.views = views
  }

  /** All of it, as the server told it. */
  all(): SomeRows {
    return Object.fromEntries(ENTITIES.map((entity) => [entity, this.view(entity).baseRows()]))
  }

  /** All of it anew, of one moment. */
  replaceAll(rows: SomeRows, seq: number): void {
    // Notifications are fetched apart.
    for (const entity of ENTITIES)
      if (entity !== 'taskParts' && (entity !== 'notifications' || rows.notifications))
        this.view(entity).replaceAll((rows[entity] ?? []) as readonly AnyRow[])
    this.views.taskParts.replaceAll(rows.taskParts ?? this.partsOf(rows))
    this.gone.clear()
    this.toldTasks.clear()
    this.listedAt = seq
    this.seq = seq
  }

  /** What is here of the parts of these tasks: they are fetched after the tasks, and kept until they are. */
  partsOf({ tasks = [] }: SomeRows): Rows['taskParts'][] {
    return tasks.flatMap(({ id }) => this.views.taskParts.base(id) ?? [])
  }

  /** Rows that a request of this device brought: they may be older than what the stream has told since. */
  take(rows: SomeRows, gone: SomeIds = {}): Difference {
    const put: { entity: Entity; row: AnyRow }[] = []
    // A deal that a command has closed is no part of the copy any more, whether the stream has said so or will.
    const closed = (rows.opportunities ?? []).filter(({ status }) => status !== 'open')
    for (const { id, version } of closed) this.gone.set(id, Math.max(version, this.gone.get(id) ?? 0))
    for (const entity of ENTITIES) {
      for (const told of (rows[entity] ?? []) as readonly AnyRow[]) {
        const row = this.newest(entity, told)
        if (!row) continue
        this.view(entity).put(row)
        put.push({ entity, row })
      }
    }
    const all: SomeIds = { ...gone, opportunities: [...(gone.opportunities ?? []), ...closed.map(({ id }) => id)] }
    const removed = ENTITIES.flatMap((entity) =>
      (all[entity] ?? []).flatMap((id) => (this.view(entity).remove(id) ? [{ entity, id }] : [])),
    )
    return { put, removed }
  }

  /** The person's tasks anew, as of `seq` or later. */
  takeTasks(tasks: readonly Rows['tasks'][], seq: number): Difference {
    // Asked for before all of it was.
    if (seq < this.listedAt) return { put: [], removed: [] }
    this.listedAt = seq
    const isNews = (id: string) => (this.toldTasks.get(id) ?? -1) <= seq
    const kept = new Set<string>(tasks.map(({ id }) => id))
    const gone = this.views.tasks.baseRows().flatMap(({ id }) => (kept.has(id) || !isNews(id) ? [] : [id]))
    return this.take({ tasks: tasks.filter(({ id }) => isNews(id)) }, { tasks: gone, taskParts: gone })
  }

  /** What the person was told, as far back as a device keeps it. */
  takeNotifications(notifications: readonly Rows['notifications'][]): Difference {
    const kept = new Set<string>(notifications.map(({ id }) => id))
    const gone = this.views.notifications.baseRows().flatMap(({ id }) => (kept.has(id) ? [] : [id]))
    return this.take({ notifications }, { notifications: gone })
  }

  /** What the stream tells, in order: it has the last word, whatever was here. */
  apply(message: RowsMessage): Difference {
    // It was on its way while all was fetched anew, and holds rows as they were before that.
    if (message.seq <= this.seq) return { put: [], removed: [] }
    const put: { entity: Entity; row: AnyRow }[] = []
    const removed: { entity: Entity; id: string }[] = []
    const take = (entity: Entity, row: AnyRow) => {
      this.view(entity).put(row)
      put.push({ entity, row })
    }
    const drop = (entity: Entity, id: string) => {
      if (this.view(entity).remove(id)) removed.push({ entity, id })
    }
    for (const customer of message.rows.customers) {
      const before = this.views.customers.base(customer.id)
      take('customers', customer)
      if (before && before.name !== customer.name)
        for (const deal of this.renamed(customer)) take('opportunities', deal)
    }
    for (const deal of message.rows.opportunities) {
      this.gone.delete(deal.id)
      take('opportunities', deal)
    }
    for (const task of this.renamedTasks(message.rows)) take('tasks', task)
    this.applyTasks(message, take, drop)
    for (const user of message.rows.users) take('users', user)
    for (const { id, version } of message.removed) {
      if (this.gone.size >= TOMBSTONES) this.gone.clear()
      this.gone.set(id, version)
      drop('opportunities', id)
    }
    for (const entity of ['pipelines', 'products', 'customFields'] as const) {
      const all = message.replaced[entity] as readonly AnyRow[] | undefined
      if (!all) continue
      const kept = new Set(all.map(({ id }) => id))
      for (const { id } of this.view(entity).baseRows()) if (!kept.has(id)) drop(entity, id)
      for (const row of all) take(entity, row)
    }
    if (removed.length + message.rows.opportunities.length + message.rows.customers.length > 0) {
      for (const id of this.unneeded()) drop('customers', id)
    }
    this.seq = Math.max(this.seq, message.seq)
    return { put: put.filter(({ entity, row }) => this.view(entity).base(row.id) === row), removed }
  }

  private applyTasks(
    { seq, tasks }: RowsMessage,
    take: (entity: Entity, row: AnyRow) => void,
    drop: (entity: Entity, id: string) => void,
  ): void {
    if (!tasks) return
    const { kept, parts, others, gone } = tasks
    if (this.toldTasks.size >= TOMBSTONES) this.toldTasks.clear()
    for (const id of [...[...kept, ...others].map((one) => one.id), ...gone]) this.toldTasks.set(id, seq)
    // A list that was fetched later says more of whose they are.
    if (seq > this.listedAt) {
      // An answer of a later version may have been faster.
      for (const row of kept) if (row.version >= (this.views.tasks.base(row.id)?.version ?? 0)) take('tasks', row)
      for (const id of [...others.map((one) => one.id), ...gone]) {
        drop('tasks', id)
        drop('taskParts', id)
      }
    }
    for (const row of parts) {
      const base = this.views.taskParts.base(row.id)
      if (this.views.tasks.base(row.id) && seq >= (base?.version ?? 0)) take('taskParts', row)
    }
  }

  applyScores(scores: Extract<HubMessage, { type: 'scores' }>['scores']): Difference {
    const put: { entity: Entity; row: AnyRow }[] = []
    for (const { id, score } of scores) {
      const deal = this.views.opportunities.base(id)
      if (!deal || (deal.score && deal.score.scoredAt > score.scoredAt)) continue
      const row = { ...deal, score }
      this.views.opportunities.put(row)
      put.push({ entity: 'opportunities', row })
    }
    return { put, removed: [] }
  }

  /** What another tab has taken in and written down. */
  follow({ put, removed }: Difference, seq: number): void {
    for (const { entity, row } of put) this.view(entity).put(row)
    for (const { entity, id } of removed) this.view(entity).remove(id)
    this.seq = Math.max(this.seq, seq)
  }

  view(entity: Entity): View<AnyRow> {
    return anyView(this.views, entity)
  }

  private newest(entity: Entity, told: AnyRow): AnyRow | undefined {
    const base = this.view(entity).base(told.id)
    if (base && told.version < base.version) return undefined
    if (entity === 'taskParts') return this.views.tasks.base(told.id) && told
    if (entity === 'customers') {
      // A page shows more of a customer than the device keeps, and of more customers.
      const { id, kind, name, companyId, ownerId, version } = told as CustomerBrief
      const brief: CustomerBrief = { id, kind, name, companyId, ownerId, version }
      return base && brief
    }
    if (entity !== 'opportunities') return told
    if (told.version <= (this.gone.get(told.id) ?? -1)) return undefined
    // One that is not here was just opened, or else was taken away meanwhile.
    if (!base) return told.version === 1 ? told : undefined
    return base.version === told.version ? withNewest(told as Deal, base as Deal) : told
  }

  private renamed({ id, name }: CustomerBrief): Deal[] {
    return this.views.opportunities
      .baseRows()
      .flatMap((deal) => (deal.customerId === id ? [{ ...deal, customerName: name }] : []))
  }

  /** Tasks about what is called something else now. */
  private renamedTasks({ opportunities, customers }: RowsMessage['rows']): Rows['tasks'][] {
    if (opportunities.length + customers.length === 0) return []
    const titles = new Map<string | null, string>(opportunities.map(({ id, title }) => [id, title]))
    const names = new Map<string | null, string>(customers.map(({ id, name }) => [id, name]))
    return this.views.tasks.baseRows().flatMap((task) => {
      const opportunityTitle = titles.get(task.opportunityId) ?? task.opportunityTitle
      const customerName = names.get(task.customerId) ?? task.customerName
      const isSame = opportunityTitle === task.opportunityTitle && customerName === task.customerName
      return isSame ? [] : [{ ...task, opportunityTitle, customerName }]
    })
  }

  /** Customers no deal here is with: a device keeps them only for their deals, and for those of people who work there. */
  private unneeded(): string[] {
    const needed = new Set<string>()
    for (const { customerId } of this.views.opportunities.baseRows()) {
      needed.add(customerId)
      const companyId = this.views.customers.base(customerId)?.companyId
      if (companyId) needed.add(companyId)
    }
    return this.views.customers.baseRows().flatMap(({ id }) => (needed.has(id) ? [] : [id]))
  }
}

// Activities and scores change a deal without giving it a version.
function withNewest(told: Deal, base: Deal): Deal {
  const score = (base.score?.scoredAt ?? '') > (told.score?.scoredAt ?? '') ? base.score : told.score
  const lastActivityAt =
    (base.lastActivityAt ?? '') > (told.lastActivityAt ?? '') ? base.lastActivityAt : told.lastActivityAt
  return { ...told, score, lastActivityAt }
}
