import { v7 } from 'uuid'
import type { ChecklistItem, NewTask, TaskRow } from '../../../worker/tasks/contract'
import { following, MIDDLE } from '../../../worker/tasks/domain/position'
import type { Rows, TaskParts } from '../sync/rows'

type Wanted = Partial<Omit<NewTask, 'id' | 'title'>> & { readonly id: TaskRow['id']; readonly title: string }
type Known = { readonly [E in 'opportunities' | 'customers']: Readonly<Record<string, Rows[E]>> }

/** A task before the server has heard of it: its row, its parts, and the request, in which its steps have their names. */
export function newTaskRows(
  wanted: Wanted,
  me: string,
  known: Known,
  now: string,
): { readonly row: TaskRow; readonly parts: TaskParts; readonly body: Readonly<Record<string, unknown>> } {
  const deal = wanted.opportunityId ? known.opportunities[wanted.opportunityId] : undefined
  const customerId = deal?.customerId ?? wanted.customerId ?? null
  const places = following(null, wanted.checklist?.length ?? 0)
  const checklist = (wanted.checklist ?? []).map((line, i): ChecklistItem => {
    const { id = v7() as ChecklistItem['id'], title } = typeof line === 'string' ? { title: line } : line
    return { id, title, isDone: false, position: places[i] ?? MIDDLE, doneBy: null, doneAt: null }
  })
  const row: TaskRow = {
    id: wanted.id,
    title: wanted.title,
    assignedTo: wanted.assignedTo ?? (me as TaskRow['assignedTo']),
    assignedBy: me as TaskRow['assignedBy'],
    priority: wanted.priority ?? 'medium',
    visibility: wanted.visibility ?? 'private',
    collaborators: wanted.collaborators ?? [],
    dueAt: wanted.dueAt ?? null,
    dueIsDay: wanted.dueIsDay ?? false,
    tags: wanted.tags ?? [],
    opportunityId: wanted.opportunityId ?? null,
    opportunityTitle: deal?.title ?? null,
    customerId,
    customerName: deal?.customerName ?? (customerId ? (known.customers[customerId]?.name ?? null) : null),
    estimateMinutes: wanted.estimateMinutes ?? null,
    recurrence: wanted.recurrence ?? null,
    position: wanted.position ?? MIDDLE,
    status: 'pending',
    completedAt: null,
    checklistDone: 0,
    checklistTotal: checklist.length,
    commentCount: 0,
    openBlockers: 0,
    createdAt: now,
    updatedAt: now,
    version: 0,
  }
  const parts: TaskParts = {
    id: wanted.id,
    version: 0,
    description: wanted.description ?? '',
    describedAt: 0,
    previousId: null,
    checklist,
    blockedBy: [],
    blocks: [],
    comments: [],
    time: [],
    attachments: [],
    reminders: [],
  }
  const lines = checklist.map(({ id, title, position }) => ({ id, title, position }))
  return { row, parts, body: { ...wanted, ...(lines.length > 0 && { checklist: lines }) } }
}
