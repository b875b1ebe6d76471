import type { AttachmentId, FileObjectId, TaskId } from '../../kernel/ids'
import { err, ok, type Result } from '../../kernel/result'
import type { Attachment } from '../contract'
import { MAX_ATTACHMENTS, type StoredAttachment } from '../domain/attachment'
import type { TaskError } from '../domain/errors'
import { mayEdit } from '../domain/sight'
import { partChanged } from '../domain/task-events'
import type { TaskWork } from './work'

export type UploadedFile = Pick<StoredAttachment, 'id' | 'name' | 'contentType' | 'bytes' | 'objectId'>

/** Puts a file that was just stored to a task. */
export async function attach(
  work: TaskWork,
  id: TaskId,
  { objectId, ...file }: UploadedFile,
): Promise<Result<Attachment, TaskError>> {
  const [known, attachments] = await Promise.all([work.tasks.find(id), work.parts.attachments(id)])
  if (!known) return err({ kind: 'task_not_found' })
  if (!mayEdit(work.actor.userId, known.task)) return err({ kind: 'task_not_yours' })
  if (attachments.length >= MAX_ATTACHMENTS) return err({ kind: 'too_many_attachments', limit: MAX_ATTACHMENTS })
  const attachment = { ...file, uploadedBy: work.actor.userId, createdAt: work.now.toISOString() }
  work.parts.addAttachment(id, { ...attachment, objectId })
  work.emit(partChanged('attached', known.task, { after: { attachment: { id: file.id, name: file.name } } }))
  return ok(attachment)
}

/** Takes a file off a task. Answers where its bytes lie, which are removed after the write. */
export async function detach(
  work: TaskWork,
  id: TaskId,
  fileId: AttachmentId,
): Promise<Result<FileObjectId, TaskError>> {
  const [known, attachment] = await Promise.all([work.tasks.find(id), work.parts.attachment(id, fileId)])
  if (!known) return err({ kind: 'task_not_found' })
  if (!attachment) return err({ kind: 'attachment_not_found' })
  if (!mayEdit(work.actor.userId, known.task)) return err({ kind: 'task_not_yours' })
  work.parts.removeAttachment(fileId)
  work.emit(partChanged('detached', known.task, { before: { attachment: { id: fileId, name: attachment.name } } }))
  return ok(attachment.objectId)
}
