import { newId, type RoleId } from '../../kernel/ids'
import { err, ok, type Result } from '../../kernel/result'
import type { NewRole, RoleChange, Role as RoleWire } from '../contract'
import { differing } from '../domain/change-of'
import type { RoleError } from '../domain/errors'
import { changeRole as change, defineRole as define, removeRole as remove } from '../domain/role'
import { roleToWire } from './wire'
import type { OrganizationWork } from './work'

export async function listRoles(work: OrganizationWork): Promise<{ rows: RoleWire[] }> {
  return { rows: (await work.roles.all()).map(roleToWire) }
}

export async function defineRole(work: OrganizationWork, command: NewRole): Promise<Result<RoleWire, RoleError>> {
  const defined = define(work.actor, newId<RoleId>(), command)
  if (!defined.ok) return defined
  const role = defined.value
  work.roles.add(role)
  const { name, scope, permissions, version } = role
  work.emit({
    type: 'role.defined',
    entity: 'role',
    entityId: role.id,
    before: null,
    after: { name, scope, permissions, version },
    audience: 'tenant',
  })
  return ok(roleToWire({ ...role, people: 0 }))
}

/** Changes a role of the company's own. Whoever holds it works under the new rights from their next request on. */
export async function changeRole(
  work: OrganizationWork,
  id: RoleId,
  { version, ...patch }: RoleChange,
): Promise<Result<RoleWire, RoleError>> {
  const role = await work.roles.find(id)
  if (!role) return err({ kind: 'role_not_found' })
  if (version !== role.version) return err({ kind: 'version_conflict', version: role.version })
  const changed = change(work.actor, role, patch)
  if (!changed.ok) return changed
  const difference = differing(role, { ...role, ...changed.value }, ['name', 'scope', 'permissions'])
  if (!difference) return ok(roleToWire(role))
  work.roles.save(changed.value)
  work.emit({ type: 'role.changed', entity: 'role', entityId: id, audience: 'tenant', ...difference })
  return ok(roleToWire({ ...changed.value, people: role.people, version: role.version + 1 }))
}

export async function removeRole(work: OrganizationWork, id: RoleId): Promise<Result<null, RoleError>> {
  const role = await work.roles.find(id)
  if (!role) return err({ kind: 'role_not_found' })
  const removable = remove(work.actor, role, role.people)
  if (!removable.ok) return removable
  work.roles.remove(role)
  const { name, scope, permissions } = role
  work.emit({
    type: 'role.removed',
    entity: 'role',
    entityId: id,
    before: { name, scope, permissions },
    after: null,
    audience: 'tenant',
  })
  return ok(null)
}
