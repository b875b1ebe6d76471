import {
  taskAttachments,
  taskChecklistItems,
  taskComments,
  taskReminders,
  tasks,
  taskTimeEntries,
} from '../../../drizzle/schema'

/** What is read of each part of a task, as it goes over the wire. */
export const checklistColumns = {
  id: taskChecklistItems.id,
  title: taskChecklistItems.title,
  isDone: taskChecklistItems.isDone,
  position: taskChecklistItems.position,
  doneBy: taskChecklistItems.doneBy,
  doneAt: taskChecklistItems.doneAt,
}

export const linkedColumns = { id: tasks.id, title: tasks.title, status: tasks.status, dueAt: tasks.dueAt }

export const commentColumns = {
  id: taskComments.id,
  authorId: taskComments.authorId,
  text: taskComments.text,
  mentions: taskComments.mentions,
  createdAt: taskComments.createdAt,
  editedAt: taskComments.editedAt,
  version: taskComments.version,
}

export const timeColumns = {
  id: taskTimeEntries.id,
  userId: taskTimeEntries.userId,
  startedAt: taskTimeEntries.startedAt,
  minutes: taskTimeEntries.minutes,
  note: taskTimeEntries.note,
}

export const attachmentColumns = {
  id: taskAttachments.id,
  name: taskAttachments.name,
  contentType: taskAttachments.contentType,
  bytes: taskAttachments.bytes,
  uploadedBy: taskAttachments.uploadedBy,
  createdAt: taskAttachments.createdAt,
}

export const reminderColumns = {
  id: taskReminders.id,
  remindAt: taskReminders.remindAt,
  sentAt: taskReminders.sentAt,
}
