import type { Effect, ListEffect } from '../../web/src/sync/effects'
import type { Command } from '../../web/src/sync/operation'
import { newTaskRows } from '../../web/src/tasks/new-task'
import { newId, type TaskId, type UserId } from '../../worker/kernel/ids'
import type { TaskRow } from '../../worker/tasks/contract'
import { placeAmong } from '../../worker/tasks/domain/checklist'
import type { Tab } from '../support/tabs'

export const TASK_KINDS = [
  'task title',
  'task priority',
  'put tag on',
  'take tag off',
  'task status',
  'task place',
  'add task',
  'add step',
  'tick step',
  'move step',
  'drop step',
  'comment',
  'share',
] as const
export type TaskKind = (typeof TASK_KINDS)[number]

const MOST = 25
const TAGS = ['site', 'legal', 'urgent', 'north']

/** What people do to tasks in random runs, as the app would say it. */
export class TaskDoings {
  /** Every comment that was ever written, by the id its client gave it. */
  readonly comments = new Set<string>()
  private readonly people: readonly UserId[]
  private readonly ids: TaskId[] = []

  constructor(people: readonly UserId[]) {
    this.people = people
  }

  /** Requests for the tasks that are there from the start, which everybody may change. */
  first(count: number): Readonly<Record<string, unknown>>[] {
    return Array.from({ length: count }, (_, i) => {
      const id = newId<TaskId>()
      this.ids.push(id)
      return { id, title: `Task ${i}`, collaborators: this.everybody(), checklist: ['a', 'b', 'c'], tags: ['site'] }
    })
  }

  command(kind: TaskKind, which: number, value: number, tab: Tab): Command | undefined {
    if (kind === 'add task') return this.add(value, tab)
    const id = this.ids[which % this.ids.length]!
    const row = tab.views.tasks.get(id)
    const parts = tab.views.taskParts.get(id)
    if (!row || !parts) return undefined
    const path = `/tasks/${id}`
    const steps = parts.checklist
    const step = steps[value % Math.max(1, steps.length)]
    switch (kind) {
      case 'task title':
        return change(row, { title: `Title ${value}` })
      case 'task priority':
        return change(row, { priority: (['critical', 'high', 'medium', 'low'] as const)[value % 4]! })
      case 'put tag on':
      case 'take tag off': {
        const tag = [TAGS[value % TAGS.length]!]
        const [addTags, removeTags] = kind === 'put tag on' ? [tag, []] : [[], tag]
        const effects = [{ entity: 'tasks', id, lists: { tags: { put: addTags, drop: removeTags } } }] as const
        return { ...change(row, {}), body: { addTags, removeTags }, effects }
      }
      case 'task status':
        return move(row, { status: (['pending', 'in_progress', 'completed', 'canceled'] as const)[value % 4]! })
      case 'task place':
        return move(row, { position: `${'ABCDEFGH'[value % 8]}V` })
      case 'add step': {
        const item = { id: newId(), title: `Step ${value}`, position: placeOf(steps, value) }
        const put = [{ ...item, isDone: false, doneBy: null, doneAt: null }]
        return {
          ...onList(id, 'checklist', { put }),
          method: 'POST',
          path: `${path}/checklist`,
          body: { items: [item] },
        }
      }
      case 'tick step':
      case 'move step': {
        if (!step) return undefined
        const rest = steps.filter((one) => one !== step)
        const body = kind === 'tick step' ? { isDone: value % 2 === 0 } : { position: placeOf(rest, value) }
        const set = [{ id: step.id, ...body }]
        return { ...onList(id, 'checklist', { set }), method: 'PATCH', path: `${path}/checklist/${step.id}`, body }
      }
      case 'drop step': {
        if (!step) return undefined
        const drop = [step.id]
        return { ...onList(id, 'checklist', { drop }), method: 'DELETE', path: `${path}/checklist/${step.id}` }
      }
      case 'comment': {
        const body = { id: newId(), text: `Said ${value}`, mentions: [] }
        this.comments.add(body.id)
        return { ...onList(id, 'comments', { put: [body] }), method: 'POST', path: `${path}/comments`, body }
      }
      case 'share': {
        const who = this.people[value % this.people.length]!
        const isLess = value % 3 === 0
        const add = isLess ? [] : [{ userId: who, canEdit: value % 2 === 0 }]
        const remove = isLess ? [who] : []
        const effects = [{ entity: 'tasks', id, lists: { collaborators: { put: add, drop: remove } } }] as const
        const body = { add, remove }
        return { what: 'Share', method: 'PATCH', path: `${path}/sharing`, body, effects, brings: 'task' }
      }
    }
  }

  private add(value: number, tab: Tab): Command | undefined {
    if (this.ids.length >= MOST) return undefined
    const id = newId<TaskId>()
    this.ids.push(id)
    const wanted = { id, title: `New ${value}`, collaborators: this.everybody(), checklist: ['a', 'b'] }
    const known = { opportunities: {}, customers: {} }
    const { row, parts, body } = newTaskRows(wanted, tab.userId, known, new Date().toISOString())
    const effects = [
      { entity: 'tasks', id, row },
      { entity: 'taskParts', id, row: parts },
    ] as const
    return { what: 'Add', method: 'POST', path: '/tasks', body, effects, brings: 'new task' }
  }

  private everybody() {
    return this.people.map((userId) => ({ userId, canEdit: true }))
  }
}

function placeOf(steps: readonly { readonly position: string }[], value: number): string {
  return placeAmong(steps, (value % (steps.length + 1)) - 1)
}

function onList(id: TaskId, list: 'checklist' | 'comments', effect: ListEffect): Pick<Command, 'what' | 'effects'> {
  const effects: Effect[] = [{ entity: 'taskParts', id, lists: { [list]: effect } }]
  return { what: `Change the ${list}`, effects }
}

function move({ id }: TaskRow, body: Partial<TaskRow>): Command {
  const effects = [{ entity: 'tasks', id, set: body }] as const
  return { what: 'Move', method: 'POST', path: `/tasks/${id}/move`, body, effects, brings: 'task' }
}

function change({ id, version, ...row }: TaskRow, body: Partial<TaskRow>): Command {
  const before = Object.fromEntries(Object.keys(body).map((key) => [key, row[key as 'title']]))
  const effects = [{ entity: 'tasks', id, set: body }] as const
  const basis = { id, version, before }
  return { what: 'Change', method: 'PATCH', path: `/tasks/${id}`, body, effects, basis, brings: 'task' }
}
