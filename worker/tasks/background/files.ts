import type { AttachmentId, TaskId } from '../../kernel/ids'

/** Where the bytes of a task's file lie. */
export function attachmentKey(tenantId: string, taskId: TaskId, id: AttachmentId): string {
  return `tasks/${tenantId}/${taskId}/${id}`
}
