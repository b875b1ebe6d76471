import { err, ok, type Result } from '../../kernel/result'
import type { Tenant, TenantChange } from '../contract'
import { differing } from '../domain/change-of'
import type { VersionConflict } from '../domain/errors'
import type { OrganizationWork } from './work'

/** Changes the company's own settings. */
export async function changeTenant(
  work: OrganizationWork,
  { version, ...patch }: TenantChange,
): Promise<Result<Tenant, VersionConflict>> {
  const tenant = await work.tenant.own()
  if (version !== tenant.version) return err({ kind: 'version_conflict', version: tenant.version })
  const mentioned = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined))
  const changed: Tenant = { ...tenant, ...mentioned }
  changed.lossReasons = [...new Set(changed.lossReasons)]
  const change = differing(tenant, changed, ['name', 'locale', 'currency', 'timeZone', 'lossReasons'])
  if (!change) return ok(tenant)
  work.tenant.save(changed)
  work.emit({ type: 'tenant.changed', entity: 'tenant', entityId: tenant.id, audience: 'tenant', ...change })
  return ok({ ...changed, version: tenant.version + 1 })
}
