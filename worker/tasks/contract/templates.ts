import { z } from 'zod'
import { TemplateId, UserId } from '../../kernel/ids'
import { line } from '../../kernel/text'
import { Description, Minutes, Tags, TaskPriority, TaskVisibility, version } from './rows'

export const TemplateContent = z.object({
  title: line(200),
  description: Description.default(''),
  priority: TaskPriority.default('medium'),
  visibility: TaskVisibility.default('private'),
  tags: Tags.default([]),
  estimateMinutes: Minutes.nullable().default(null),
  /** Days after it is used that the task is due. */
  dueInDays: z.int().min(0).max(3650).nullable().default(null),
  checklist: z.array(line(500)).max(200).default([]),
})
export type TemplateContent = z.infer<typeof TemplateContent>
export const Template = z.object({
  id: TemplateId,
  name: z.string(),
  createdBy: UserId,
  isShared: z.boolean(),
  content: TemplateContent,
  version,
})
export type Template = z.infer<typeof Template>
export const NewTemplate = z.object({ name: line(100), isShared: z.boolean().default(false), content: TemplateContent })
export type NewTemplate = z.infer<typeof NewTemplate>
