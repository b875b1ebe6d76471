import { difference } from '../../kernel/difference'
import { type CustomFieldId, newId } from '../../kernel/ids'
import { err, ok, type Result } from '../../kernel/result'
import type { CustomFieldChange, NewCustomField } from '../contract'
import { customFieldEvent } from '../domain/catalogue-events'
import { addCustomField as add, type CustomField, changeCustomField as change } from '../domain/custom-field'
import type { CatalogueError } from '../domain/customer-errors'
import type { SalesWork } from './work'

export async function addCustomField(
  work: SalesWork,
  wanted: NewCustomField,
): Promise<Result<CustomField, CatalogueError>> {
  if (work.actor.scope !== 'tenant') return err({ kind: 'settings_not_yours' })
  const added = add(newId<CustomFieldId>(), wanted, await work.customFields.all())
  if (!added.ok) return added
  work.customFields.add(added.value)
  work.emit(customFieldEvent(null, added.value))
  return added
}

export async function changeCustomField(
  work: SalesWork,
  id: CustomFieldId,
  { version, ...patch }: CustomFieldChange,
): Promise<Result<CustomField, CatalogueError>> {
  if (work.actor.scope !== 'tenant') return err({ kind: 'settings_not_yours' })
  const fields = await work.customFields.all()
  const field = fields.find((known) => known.id === id)
  if (!field) return err({ kind: 'custom_field_not_found' })
  if (field.version !== version) return err({ kind: 'version_conflict', version: field.version })

  const changed = change(field, patch, fields)
  if (!changed.ok) return changed
  if (!difference(field, changed.value, ['label', 'choices', 'position', 'isArchived'])) return ok(field)
  const next = { ...changed.value, version: field.version + 1 }
  work.customFields.save(next)
  work.emit(customFieldEvent(field, next))
  return ok(next)
}
