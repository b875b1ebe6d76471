import { notifier } from '../notifications'
import type { UnitOfWork } from '../platform/unit-of-work'
import type { TaskWork } from './application/work'
import { taskParts } from './persistence/parts'
import { taskReferences } from './persistence/references'
import { taskLists } from './persistence/task-lists'
import { taskStore } from './persistence/tasks'
import { templateStore } from './persistence/templates'

/** What the use cases of tasks work with, over one unit of work. */
export function taskWork(unit: UnitOfWork): TaskWork {
  return {
    actor: unit.actor,
    now: unit.now,
    tasks: taskStore(unit),
    parts: taskParts(unit),
    lists: taskLists(unit),
    references: taskReferences(unit),
    templates: templateStore(unit),
    notifier: notifier(unit),
    emit: (event) => unit.emit(event),
  }
}

export { attach, detach } from './application/attachments'
export { bulkTasks } from './application/bulk-tasks'
export { changeTask } from './application/change-task'
export { addChecklistItems, changeChecklistItem, removeChecklistItem } from './application/checklist'
export { addComment, changeComment, removeComment } from './application/comments'
export { createTask } from './application/create-task'
export { deleteTask, restoreTask } from './application/delete-task'
export { addDependency, removeDependency } from './application/dependencies'
export { beginTaskExport } from './application/export-tasks'
export { type FollowUp, type FollowUpPlanner, followUpPlanner } from './application/follow-up'
export { listTasks, showTaskBoard, taskWorkingSet } from './application/list-tasks'
export { moveTask } from './application/move-task'
export { type Admission, openRoom } from './application/open-room'
export { addReminder, removeReminder } from './application/reminders'
export { changeSharing, shareTask } from './application/share-task'
export { showTask, showTasks, taskActivity } from './application/show-task'
export { addTemplate, changeTemplate, removeTemplate } from './application/templates'
export { logTime, removeTime, startTimer, stopTimer } from './application/time'
export { type ChangedTask, changedTasks } from './background/changed-tasks'
export { objectKey, removeOrphanedFiles } from './background/files'
export { type LiveTask, liveTask, saveText } from './background/live-text'
export { remindOfTasks } from './background/remind'
export { sharedTexts } from './background/shared-texts'
