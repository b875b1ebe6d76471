import type { Effect } from '../../sync/effects'
import type { Command, Operation } from '../../sync/operation'
import type { Sync } from '../../sync/store'

type Facts = Readonly<Record<string, unknown>>
type Rows = Sync['rows']

/** The task an operation is about, its own or that of one of its steps. */
const taskIdOf = ({ effects }: Operation) => effects[0]?.id ?? ''

/** What an operation is about, as it stands now: a task, or a step of one. */
export function standing(operation: Operation, { tasks, taskParts }: Rows): Facts | undefined {
  const id = taskIdOf(operation)
  const [task, parts] = [tasks[id], taskParts[id]]
  if (!task) return undefined
  if (operation.basis?.id === id) return { ...task, description: parts?.description }
  const step = parts?.checklist.find((one) => one.id === operation.basis?.id)
  return step && { ...step }
}

/** The command that puts other values in the place of those an operation and somebody else have both written. */
export function swap(operation: Operation, from: Facts, to: Facts, rows: Rows): Command {
  const { what, method, path, brings, basis } = operation
  const id = taskIdOf(operation)
  const isStep = basis?.id !== id
  const version = rows.tasks[id]?.version
  return {
    what,
    method,
    path,
    body: isStep ? { ...to, before: from } : to,
    effects: isStep ? stepEffects(id, basis?.id ?? '', to) : taskEffects(id, to),
    basis: { id: basis?.id ?? id, ...(!isStep && version !== undefined && { version }), before: from },
    ...(brings && { brings }),
  }
}

const stepEffects = (id: string, step: string, to: Facts): Effect[] => [
  { entity: 'taskParts', id, lists: { checklist: { set: [{ ...to, id: step }] } } },
]

const taskEffects = (id: string, to: Facts): Effect[] => [
  { entity: 'tasks', id, set: to },
  ...('description' in to ? [{ entity: 'taskParts' as const, id, set: { description: String(to.description) } }] : []),
]
