import { newId, type TeamId, type UserId } from '../../kernel/ids'
import { err, ok, type Result } from '../../kernel/result'
import type { NewTeam, TeamChange, Team as TeamWire } from '../contract'
import type { TeamError } from '../domain/errors'
import { changeTeam as change, formTeam as form, type Team, type TeamPatch } from '../domain/team'
import { saveTeam } from './reseat'
import type { OrganizationWork } from './work'

export async function listTeams(work: OrganizationWork): Promise<{ rows: TeamWire[] }> {
  return { rows: (await work.teams.all()).map(toWire) }
}

export async function formTeam(work: OrganizationWork, command: NewTeam): Promise<Result<TeamWire, TeamError>> {
  const strangers = await strangersAmong(work, command)
  if (strangers.length > 0) return err({ kind: 'person_not_found', ids: strangers })
  const team = form(newId<TeamId>(), command)
  work.teams.add(team)
  const { name, managerId, memberIds } = team
  work.emit({
    type: 'team.formed',
    entity: 'team',
    entityId: team.id,
    before: null,
    after: { name, managerId, memberIds, version: team.version },
    audience: 'tenant',
  })
  return ok(toWire(team))
}

export async function changeTeam(
  work: OrganizationWork,
  id: TeamId,
  { version, ...patch }: TeamChange,
): Promise<Result<TeamWire, TeamError>> {
  const [team, strangers] = await Promise.all([work.teams.find(id), strangersAmong(work, patch)])
  if (!team) return err({ kind: 'team_not_found' })
  if (version !== team.version) return err({ kind: 'version_conflict', version: team.version })
  const changed = change(work.actor, team, patch)
  if (!changed.ok) return changed
  if (strangers.length > 0) return err({ kind: 'person_not_found', ids: strangers })
  if (!saveTeam(work, team, changed.value)) return ok(toWire(team))
  return ok(toWire({ ...changed.value, version: team.version + 1 }))
}

/** Dissolves a team. Its people stay, and whoever led it no longer sees their deals. */
export async function dissolveTeam(work: OrganizationWork, id: TeamId): Promise<Result<null, TeamError>> {
  const team = await work.teams.find(id)
  if (!team) return err({ kind: 'team_not_found' })
  work.teams.remove(team)
  const { name, managerId, memberIds } = team
  work.emit({
    type: 'team.dissolved',
    entity: 'team',
    entityId: id,
    before: { name, managerId, memberIds },
    after: null,
    audience: 'tenant',
  })
  return ok(null)
}

async function strangersAmong(work: OrganizationWork, { managerId, memberIds }: TeamPatch): Promise<readonly UserId[]> {
  const named = [...(memberIds ?? []), ...(managerId ? [managerId] : [])]
  if (named.length === 0) return []
  const known = await work.users.known(named)
  return named.filter((id) => !known.has(id))
}

function toWire({ id, name, managerId, memberIds, version }: Team): TeamWire {
  return { id, name, managerId, memberIds: [...memberIds], version }
}
