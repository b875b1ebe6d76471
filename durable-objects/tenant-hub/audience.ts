import type { HeardChange, HeardPage } from './changes'
import type { HubMessage, RowsMessage, Touched } from './messages'
import { tasksFor } from './task-audience'
import { reaches, type Viewer } from './viewer'

// One change that stands for thousands of rows: cheaper to fetch them than to go through them.
const BULK: ReadonlySet<string> = new Set(['import.done', 'import.failed', 'import.canceled', 'users.merged'])

/** As the policies of the change log say, for a viewer that is not the one asking. */
function mayKnow(viewer: Viewer, change: HeardChange, around: readonly string[]): boolean {
  switch (change.audience) {
    case 'tenant':
      return true
    case 'owner':
      return reaches(viewer, change.ownerBefore, change.ownerAfter, ...around)
    case 'admin':
      return viewer.scope === 'tenant' && viewer.permissions.includes('org.view_audit_logs')
    case 'people':
      return change.people?.includes(viewer.userId) ?? false
    case 'others':
      return !change.people?.includes(viewer.userId)
    default:
      return false
  }
}

/** Whether a change gave the viewer other rights, after which nothing they hold can be relied on. */
function changesRightsOf(viewer: Viewer, { entity, entityId, before, after }: HeardChange): boolean {
  switch (entity) {
    case 'user':
      return entityId === viewer.userId && (after === null || 'roleId' in after || 'status' in after)
    case 'role':
      return entityId === viewer.roleId && (after === null || 'scope' in after || 'permissions' in after)
    case 'team':
      // Who is in it matters to whoever leads it, and a change that says nothing of a leader may be of any team.
      return (
        viewer.scope === 'team' &&
        [before, after].some((state) => state && ('managerId' in state || 'memberIds' in state))
      )
    default:
      return false
  }
}

/** Whether two people of the same role, who see everybody's records, are told the same of a page. */
export function isAlikeForAll(page: HeardPage): boolean {
  // Of a task each is told what is theirs.
  const isOfEach = new Set(['user', 'task'])
  return page.changes.every(
    ({ entity, audience }) => !isOfEach.has(entity) && audience !== 'people' && audience !== 'others',
  )
}

/** What a viewer who knows all up to `after` is told of a page. */
export function tell(viewer: Viewer, page: HeardPage, after: number): HubMessage {
  const news = page.changes.filter(({ seq }) => seq > after)
  if (news.some((change) => changesRightsOf(viewer, change))) return { type: 'resync', because: 'access' }
  if (news.some(({ type }) => BULK.has(type))) return { type: 'resync', because: 'bulk' }

  const names = new Map(page.customers.map(({ id, name }) => [id, name]))
  const opportunities: RowsMessage['rows']['opportunities'] = []
  const removed: RowsMessage['removed'] = []
  const had = new Set(
    page.changes.flatMap((change) =>
      change.entity === 'opportunity' && reaches(viewer, change.ownerBefore, change.ownerAfter)
        ? [change.entityId]
        : [],
    ),
  )
  for (const deal of page.deals) {
    if (deal.status === 'open' && reaches(viewer, deal.ownerId)) {
      opportunities.push({ ...deal, customerName: names.get(deal.customerId) ?? '' })
    } else if (had.has(deal.id)) {
      const { id, version, ownerId } = deal
      removed.push({ id, version, ...(!reaches(viewer, ownerId) && { isLost: true }) })
    }
  }
  const touched = touchedBy(viewer, page)
  const tasks = tasksFor(viewer, page, touched)
  return {
    type: 'rows',
    seq: page.seq,
    more: page.more,
    rows: {
      opportunities,
      customers: page.customers
        .filter(({ ownerIds }) => (viewer.people === null ? ownerIds.length > 0 : reaches(viewer, ...ownerIds)))
        .map(({ ownerIds: _, ...customer }) => customer),
      users: page.people,
    },
    removed,
    replaced: page.catalogue as RowsMessage['replaced'],
    ...(tasks && { tasks }),
    touched,
  }
}

function touchedBy(viewer: Viewer, page: HeardPage): Touched[] {
  const touched = new Map<string, Touched>()
  const touch = (entity: string, id: string) => touched.set(`${entity} ${id}`, { entity, id })
  const ownerOf = new Map<string, string>(page.deals.map(({ id, ownerId }) => [id, ownerId]))
  for (const change of page.changes) {
    const { entity, entityId } = change
    const circle = page.circles.filter((one) =>
      entity === 'interaction' ? one.interactionId === entityId : entity === 'customer' && one.customerId === entityId,
    )
    const around = circle.flatMap(({ ownerIds }) => ownerIds)
    if (!mayKnow(viewer, change, around)) continue
    touch(entity, entityId)
    for (const { customerId, opportunityId } of entity === 'interaction' ? circle : []) {
      touch('customer', customerId)
      // An activity is seen with its customer; the deal it hangs on may be a colleague's.
      if (opportunityId && reaches(viewer, ownerOf.get(opportunityId) ?? null)) touch('opportunity', opportunityId)
    }
  }
  return [...touched.values()]
}
