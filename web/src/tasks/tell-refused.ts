import type { TaskRow } from '../../../worker/tasks/contract'
import { inWords, isAsked } from '../api/problems'
import { showToast } from '../ui/toast'

/** Tells what was not done, where nothing nearer can. */
export function tellRefused(task: Pick<TaskRow, 'title'>): (problem: unknown) => void {
  const { title } = task
  return (problem) =>
    void (isAsked(problem) || showToast(`“${title}” stays as it was. ${inWords(problem)}`, { bad: true }))
}
