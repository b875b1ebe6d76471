import { v7 } from 'uuid'
import { z } from 'zod'

const id = <Brand extends string>() => z.uuid().brand<Brand>()

export const TenantId = id<'TenantId'>()
export type TenantId = z.infer<typeof TenantId>
export const IdentityId = id<'IdentityId'>()
export type IdentityId = z.infer<typeof IdentityId>
export const UserId = id<'UserId'>()
export type UserId = z.infer<typeof UserId>
export const TeamId = id<'TeamId'>()
export type TeamId = z.infer<typeof TeamId>
export const RoleId = id<'RoleId'>()
export type RoleId = z.infer<typeof RoleId>
export const SessionId = id<'SessionId'>()
export type SessionId = z.infer<typeof SessionId>
export const InvitationId = id<'InvitationId'>()
export type InvitationId = z.infer<typeof InvitationId>
export const CustomerId = id<'CustomerId'>()
export type CustomerId = z.infer<typeof CustomerId>
export const OpportunityId = id<'OpportunityId'>()
export type OpportunityId = z.infer<typeof OpportunityId>
export const PipelineId = id<'PipelineId'>()
export type PipelineId = z.infer<typeof PipelineId>
export const StageId = id<'StageId'>()
export type StageId = z.infer<typeof StageId>
export const InteractionId = id<'InteractionId'>()
export type InteractionId = z.infer<typeof InteractionId>
export const ProductId = id<'ProductId'>()
export type ProductId = z.infer<typeof ProductId>
export const CustomFieldId = id<'CustomFieldId'>()
export type CustomFieldId = z.infer<typeof CustomFieldId>
export const ImportId = id<'ImportId'>()
export type ImportId = z.infer<typeof ImportId>
export const ModelId = id<'ModelId'>()
export type ModelId = z.infer<typeof ModelId>
export const TaskId = id<'TaskId'>()
export type TaskId = z.infer<typeof TaskId>
export const ChecklistItemId = id<'ChecklistItemId'>()
export type ChecklistItemId = z.infer<typeof ChecklistItemId>
export const CommentId = id<'CommentId'>()
export type CommentId = z.infer<typeof CommentId>
export const TimeEntryId = id<'TimeEntryId'>()
export type TimeEntryId = z.infer<typeof TimeEntryId>
export const ReminderId = id<'ReminderId'>()
export type ReminderId = z.infer<typeof ReminderId>
export const AttachmentId = id<'AttachmentId'>()
export type AttachmentId = z.infer<typeof AttachmentId>
export const FileObjectId = id<'FileObjectId'>()
export type FileObjectId = z.infer<typeof FileObjectId>
export const TemplateId = id<'TemplateId'>()
export type TemplateId = z.infer<typeof TemplateId>
export const NotificationId = id<'NotificationId'>()
export type NotificationId = z.infer<typeof NotificationId>
export const PushDeviceId = id<'PushDeviceId'>()
export type PushDeviceId = z.infer<typeof PushDeviceId>
export const OperationId = id<'OperationId'>()
export type OperationId = z.infer<typeof OperationId>

/** A time-ordered identifier (UUIDv7), so that new rows land at the end of every index. */
export function newId<Id extends string>(): Id {
  return v7() as Id
}
