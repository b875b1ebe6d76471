import type { TaskRow } from '../../../../worker/tasks/contract'
import { between } from '../../../../worker/tasks/domain/position'

type Placed = Pick<TaskRow, 'position'>

/** A place at an index among others. Those that were never moved stand at one place: then the end is where there is room. */
export function placeAt(others: readonly Placed[], at: number): string {
  const low = others[at - 1]?.position ?? null
  const high = others.slice(Math.max(0, at)).find(({ position }) => low === null || position > low)?.position ?? null
  return between(low, high)
}

/**
 * Places that leave room before the task at `gap`, where it and the one before it stand at one place: none changes its
 * order, and as few get another as can be.
 */
export function roomAt<Task extends Placed>(
  tasks: readonly Task[],
  gap: number,
): readonly { readonly task: Task; readonly position: string }[] {
  const place = tasks[gap]?.position
  if (gap < 1 || place === undefined || tasks[gap - 1]?.position !== place) return []
  const from = tasks.findIndex(({ position }) => position === place)
  const to = tasks.findLastIndex(({ position }) => position === place) + 1
  const isEarlier = gap - from <= to - gap
  let low = isEarlier ? (tasks[from - 1]?.position ?? null) : place
  const high = isEarlier ? place : (tasks[to]?.position ?? null)
  return tasks.slice(...(isEarlier ? [from, gap] : [gap, to])).map((task) => {
    low = between(low, high)
    return { task, position: low }
  })
}
