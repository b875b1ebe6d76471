import { newId, type TemplateId } from '../../kernel/ids'
import { err, ok, type Result } from '../../kernel/result'
import type { NewTemplate, Template } from '../contract'
import type { TaskError } from '../domain/errors'
import type { TaskWork } from './work'

export async function addTemplate(work: TaskWork, wanted: NewTemplate): Promise<Result<Template, TaskError>> {
  const template = { ...wanted, id: newId<TemplateId>(), createdBy: work.actor.userId, version: 1 }
  work.templates.add(template)
  return ok(template)
}

export async function changeTemplate(
  work: TaskWork,
  id: TemplateId,
  wanted: NewTemplate,
): Promise<Result<Template, TaskError>> {
  const template = await ownTemplate(work, id)
  if (!template.ok) return template
  const next = { ...template.value, ...wanted, version: template.value.version + 1 }
  work.templates.save(next)
  return ok(next)
}

export async function removeTemplate(work: TaskWork, id: TemplateId): Promise<Result<null, TaskError>> {
  const template = await ownTemplate(work, id)
  if (!template.ok) return template
  work.templates.remove(template.value)
  return ok(null)
}

async function ownTemplate(work: TaskWork, id: TemplateId): Promise<Result<Template, TaskError>> {
  const template = await work.templates.find(id)
  if (!template) return err({ kind: 'template_not_found' })
  return template.createdBy === work.actor.userId ? ok(template) : err({ kind: 'template_not_yours' })
}
