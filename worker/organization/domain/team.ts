import { type Actor, may } from '../../kernel/actor'
import type { TeamId, UserId } from '../../kernel/ids'
import { err, ok, type Result } from '../../kernel/result'

export interface Team {
  readonly id: TeamId
  readonly name: string
  /** Whoever leads it sees the members' deals, if their role reaches a team. */
  readonly managerId: UserId | null
  readonly memberIds: readonly UserId[]
  readonly version: number
}

export interface TeamPatch {
  readonly name?: string | undefined
  readonly managerId?: UserId | null | undefined
  readonly memberIds?: readonly UserId[] | undefined
}

export type TeamRefused =
  | { readonly kind: 'team_not_yours' }
  | { readonly kind: 'person_not_found'; readonly ids: readonly UserId[] }
  | { readonly kind: 'team_name_taken' }

export function formTeam(id: TeamId, wanted: Required<TeamPatch> & { name: string }): Team {
  return {
    id,
    name: wanted.name,
    managerId: wanted.managerId ?? null,
    memberIds: distinct(wanted.memberIds ?? []),
    version: 1,
  }
}

/** Administrators change any team; whoever leads one and may manage its members changes who is in it. */
export function changeTeam(actor: Actor, team: Team, patch: TeamPatch): Result<Team, TeamRefused> {
  const changed: Team = {
    ...team,
    name: patch.name ?? team.name,
    managerId: patch.managerId === undefined ? team.managerId : patch.managerId,
    memberIds: patch.memberIds ? distinct(patch.memberIds) : team.memberIds,
  }
  if (may(actor, 'org.manage_users')) return ok(changed)
  const onlyMembers = changed.name === team.name && changed.managerId === team.managerId
  return onlyMembers && leads(actor, team) ? ok(changed) : err({ kind: 'team_not_yours' })
}

// The database lets people do this whose records reach a team, neither less nor more.
function leads(actor: Actor, team: Team): boolean {
  return may(actor, 'team.manage_members') && actor.scope === 'team' && team.managerId === actor.userId
}

function distinct(ids: readonly UserId[]): readonly UserId[] {
  return [...new Set(ids)].sort()
}
