import type { ChangedTask } from '../../worker/tasks'
import { keeps } from '../../worker/tasks/domain/keeping'
import { sees } from '../../worker/tasks/domain/sight'
import type { HeardPage } from './changes'
import type { RowsMessage } from './messages'
import { reaches, type Viewer } from './viewer'

type TaskNews = NonNullable<RowsMessage['tasks']>

/** What a viewer is told of the tasks among `touched`; nothing where there are too many: then they are asked for. */
export function tasksFor(viewer: Viewer, page: HeardPage, touched: RowsMessage['touched']): TaskNews | undefined {
  const { tasks } = page
  if (!tasks || !viewer.permissions.includes('tasks.view_assigned')) return undefined
  const found = new Map<string, ChangedTask>(tasks.map((task) => [task.row.id, task]))
  const news: TaskNews = { kept: [], parts: [], others: [], gone: [] }
  for (const { entity, id } of touched) {
    if (entity !== 'task') continue
    const task = found.get(id)
    if (!task || !sees(viewer.userId, task.row)) news.gone.push(id)
    else if (!keeps(viewer, task.row, page.at)) news.others.push(rowFor(viewer, task))
    else {
      news.kept.push(rowFor(viewer, task))
      if (task.parts) news.parts.push({ ...partsFor(viewer, task.parts), version: page.seq })
    }
  }
  return news
}

function rowFor(viewer: Viewer, { row, dealOwnerId, customerOwnerIds }: ChangedTask): TaskNews['kept'][number] {
  return {
    ...row,
    opportunityTitle: reaches(viewer, dealOwnerId) ? row.opportunityTitle : null,
    customerName: reaches(viewer, ...customerOwnerIds) ? row.customerName : null,
  }
}

function partsFor({ userId }: Viewer, { reminders, blockedBy, blocks, ...parts }: NonNullable<ChangedTask['parts']>) {
  const visible = (linked: typeof blocks) =>
    linked.flatMap(({ people, ...task }) => (people === null || people.includes(userId) ? [task] : []))
  return {
    ...parts,
    blockedBy: visible(blockedBy),
    blocks: visible(blocks),
    reminders: reminders.flatMap(({ userId: whose, ...reminder }) => (whose === userId ? [reminder] : [])),
  }
}
