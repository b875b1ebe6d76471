import { err, ok, type Result } from '../../kernel/result'
import { Email, type Me, type MeChange } from '../contract'
import { differing } from '../domain/change-of'
import type { VersionConflict } from '../domain/errors'
import type { OrganizationWork } from './work'

/** Who one is, where, with what rights, and where else one could be. */
export async function seeMe(work: OrganizationWork): Promise<Me> {
  const { actor } = work
  const [{ user, preferences }, tenant, companies] = await Promise.all([
    work.users.ownProfile(),
    work.tenant.own(),
    work.users.ownCompanies(),
  ])
  const { id, key, name, scope, permissions } = user.role
  return {
    userId: actor.userId,
    identityId: actor.identityId,
    sessionId: actor.sessionId,
    name: user.name,
    email: Email.parse(user.email),
    role: { id, key, name, scope },
    permissions: [...permissions],
    preferences,
    tenant,
    companies: companies.map((company) => ({ ...company, id: company.id as Me['tenant']['id'] })),
    version: user.version,
  }
}

/** Changes one's own name and preferences. A preference set to null is forgotten. */
export async function changeMe(work: OrganizationWork, command: MeChange): Promise<Result<Me, VersionConflict>> {
  const me = await seeMe(work)
  if (command.version !== me.version) return err({ kind: 'version_conflict', version: me.version })
  const kept = Object.entries({ ...me.preferences, ...command.preferences }).filter(([, value]) => value !== null)
  const changed = { ...me, name: command.name ?? me.name, preferences: Object.fromEntries(kept) }
  const renamed = differing(me, changed, ['name'])
  if (!renamed && !differing(me, changed, ['preferences'])) return ok(me)

  const version = me.version + 1
  work.users.saveOwnProfile({ name: changed.name, preferences: changed.preferences, version: me.version })
  if (renamed) {
    work.emit({ type: 'user.changed', entity: 'user', entityId: me.userId, audience: 'tenant', ...renamed })
  }
  return ok({ ...changed, version })
}
