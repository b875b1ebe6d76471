import type { ProblemTable } from '../../platform/problem'
import type { TaskError, TaskListError } from '../domain/errors'

export const taskListProblems: ProblemTable<TaskListError> = {
  cursor_invalid: [422, 'Start again from the first page', 'cursor'],
  team_not_yours: [403, 'Your role does not show you the tasks of a team', 'view'],
}

export const taskProblems: ProblemTable<TaskError> = {
  task_not_found: [404, 'There is no such task'],
  task_exists: [409, 'A task with this id is there already', 'id'],
  task_not_yours: [403, 'You may see this task, not change it'],
  task_would_leave_you: [409, 'You would no longer see this task; share it with yourself first'],
  task_recurs_without_due: [422, 'A task that comes again needs a due date', 'dueAt'],
  task_blocked: [409, 'This task waits for others; finish those first'],
  assignee_not_found: [422, 'There is no such person', 'assignedTo'],
  assignee_not_active: [422, 'This person no longer works here', 'assignedTo'],
  assignee_not_yours: [403, 'You may only give tasks to people you lead', 'assignedTo'],
  collaborator_not_found: [422, 'One of these people does not work here', 'collaborators'],
  opportunity_not_found: [422, 'There is no such deal', 'opportunityId'],
  customer_not_found: [422, 'There is no such customer', 'customerId'],
  recurrence_not_understood: [422, 'Use a rule such as FREQ=WEEKLY;BYDAY=MO', 'recurrence'],
  checklist_item_not_found: [404, 'There is no such line'],
  checklist_full: [409, 'This list is as long as it can be'],
  dependency_not_found: [422, 'There is no such task to wait for', 'blockedById'],
  dependency_circular: [409, 'These tasks would wait for each other', 'blockedById'],
  comment_not_found: [404, 'There is no such comment'],
  comment_exists: [409, 'A comment with this id is there already', 'id'],
  comment_not_yours: [403, 'Only its author changes a comment'],
  mention_cannot_see: [422, 'Share the task with the people you name first', 'mentions'],
  timer_running: [409, 'Your clock runs on another task; stop it first'],
  timer_not_running: [409, 'Your clock does not run on this task'],
  time_entry_not_found: [404, 'There is no such entry'],
  attachment_not_found: [404, 'There is no such file'],
  too_many_attachments: [409, 'This task has as many files as it can have'],
  file_empty: [422, 'The file is empty', 'file'],
  file_too_large: [413, 'The file is too large', 'file'],
  file_type_refused: [422, 'Files of this kind are not taken', 'file'],
  file_name_disagrees: [422, 'The content of the file is not what its name says', 'file'],
  reminder_in_the_past: [422, 'Choose a time that is still to come', 'remindAt'],
  template_not_found: [404, 'There is no such template'],
  template_not_yours: [403, 'Only who made a template changes it'],
}
