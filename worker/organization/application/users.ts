import { z } from 'zod'
import { fromCursor, pageFrom } from '../../kernel/cursor'
import type { UserId } from '../../kernel/ids'
import type { Page } from '../../kernel/page'
import { err, ok, type Result } from '../../kernel/result'
import { prose } from '../../kernel/text'
import type { UserChange, UserQuery, User as UserWire } from '../contract'
import { differing } from '../domain/change-of'
import type { ListError, UserError } from '../domain/errors'
import { changeUser as change, type User } from '../domain/user'
import { reseat } from './reseat'
import { userToWire } from './wire'
import type { OrganizationWork } from './work'

const Place = z.tuple([prose(500), z.uuid()])

/** The people of the company by name, those an import has named included. */
export async function listUsers(
  work: OrganizationWork,
  { limit, cursor, status }: UserQuery,
): Promise<Result<Page<UserWire>, ListError>> {
  const place = cursor === undefined ? null : fromCursor(Place, cursor)
  if (cursor !== undefined && !place) return err({ kind: 'cursor_invalid' })
  const after = place && { name: place[0], id: place[1] }
  const users = await work.users.list({ status }, after, limit + 1)
  return ok(pageFrom(users.map(userToWire), limit, (user) => [user.name, user.id]))
}

/** Changes a person's name, role, status or teams. What a change of rights ends, the database ends with it. */
export async function changeUser(
  work: OrganizationWork,
  id: UserId,
  command: UserChange,
): Promise<Result<UserWire, UserError>> {
  const { version, name, status, roleId, teamIds } = command
  const [user, role, admins, teams] = await Promise.all([
    work.users.find(id),
    roleId ? work.roles.find(roleId) : null,
    work.users.countAdmins(),
    teamIds ? work.teams.all() : [],
  ])
  if (!user) return err({ kind: 'user_not_found' })
  if (version !== user.version) return err({ kind: 'version_conflict', version: user.version })
  if (roleId && !role) return err({ kind: 'role_not_found' })
  if (teamIds?.some((wanted) => !teams.some((team) => team.id === wanted))) return err({ kind: 'team_not_found' })

  const changed = change(work.actor, user, { name, status, teamIds, role: role ?? undefined }, admins)
  if (!changed.ok) return changed
  const difference = differing(userToWire(user), userToWire(changed.value), ['name', 'status', 'roleId', 'teamIds'])
  if (!difference) return ok(userToWire(user))

  work.users.save(changed.value)
  reseat(work, teams, user, changed.value)
  work.emit({ type: 'user.changed', entity: 'user', entityId: id, audience: 'tenant', ...difference })
  return ok(userToWire({ ...changed.value, version: user.version + 1 } satisfies User))
}
