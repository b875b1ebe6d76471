import { differing } from '../domain/change-of'
import type { Team } from '../domain/team'
import type { User } from '../domain/user'
import type { OrganizationWork } from './work'

/** Moves a person between teams: each team that gains or loses them says so itself. */
export function reseat(work: OrganizationWork, teams: readonly Team[], before: User, after: User): void {
  for (const team of teams) {
    const was = before.teamIds.includes(team.id)
    const is = after.teamIds.includes(team.id)
    if (was === is) continue
    const others = team.memberIds.filter((id) => id !== after.id)
    saveTeam(work, team, { ...team, memberIds: is ? [...others, after.id].sort() : others })
  }
}

/** Answers false when nothing changed and nothing was written. */
export function saveTeam(work: OrganizationWork, before: Team, after: Team): boolean {
  const change = differing(before, after, ['name', 'managerId', 'memberIds'])
  if (!change) return false
  work.teams.save(before, after)
  work.emit({ type: 'team.changed', entity: 'team', entityId: after.id, audience: 'tenant', ...change })
  return true
}
