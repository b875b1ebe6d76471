import { z } from 'zod'
import { type Actor, may } from '../../kernel/actor'
import { fromCursor, pageFrom } from '../../kernel/cursor'
import { TaskId } from '../../kernel/ids'
import type { Page } from '../../kernel/page'
import { err, ok, type Result } from '../../kernel/result'
import { Moment, prose } from '../../kernel/text'
import type { TaskBoard, TaskBoardQuery, TaskQuery, TaskRow, TaskWorkingSet } from '../contract'
import type { TaskListError } from '../domain/errors'
import type { TaskPlace } from './stores'
import type { TaskWork } from './work'

type Order = 'due' | 'created' | 'urgency' | 'position'
const URGENCY = { critical: 0, high: 1, medium: 2, low: 3 } as const

// What may stand in a cursor: it comes back from outside, so it is checked like anything else.
const PLACE = {
  due: Moment.nullable(),
  created: z.null(),
  urgency: z.int().min(0).max(3),
  position: prose(200),
} satisfies Record<Order, z.ZodType>

const orderOf = (sort: TaskQuery['sort']) => sort.replace('-', '') as Order

/** A page of tasks in the order asked for; those that are due at no time come last. */
export async function listTasks(work: TaskWork, query: TaskQuery): Promise<Result<Page<TaskRow>, TaskListError>> {
  const refusal = whyNotView(work.actor, query.view)
  if (refusal) return err(refusal)
  let after: TaskPlace | null = null
  if (query.cursor !== undefined) {
    const place = fromCursor(z.tuple([z.literal(query.sort), PLACE[orderOf(query.sort)], TaskId]), query.cursor)
    if (!place) return err({ kind: 'cursor_invalid' })
    after = [place[1] as TaskPlace[0], place[2]]
  }
  const rows = await work.lists.page(query, after)
  return ok(pageFrom(rows, query.limit, (row) => [query.sort, keyOf(orderOf(query.sort), row), row.id]))
}

/** Tasks by status, the first of each. */
export async function showTaskBoard(work: TaskWork, query: TaskBoardQuery): Promise<Result<TaskBoard, TaskListError>> {
  const refusal = whyNotView(work.actor, query.view)
  return refusal ? err(refusal) : ok({ columns: [...(await work.lists.board(query))] })
}

/** What the caller's device keeps. */
export async function taskWorkingSet(work: TaskWork): Promise<TaskWorkingSet> {
  const [seq, rows] = await Promise.all([work.lists.head(), work.lists.kept()])
  return { seq, rows: [...rows] }
}

/** Whose tasks somebody's role does not list. */
export function whyNotView(actor: Actor, view: TaskQuery['view']): TaskListError | null {
  return view === 'team' && !may(actor, 'tasks.view_team_tasks') ? { kind: 'team_not_yours' } : null
}

function keyOf(order: Order, row: TaskRow): string | number | null {
  switch (order) {
    case 'due':
      return row.dueAt
    case 'created':
      return null
    case 'urgency':
      return URGENCY[row.priority]
    case 'position':
      return row.position
  }
}
