import type { InvitationId, RoleId, TeamId, UserId } from '../../kernel/ids'
import type { Tenant } from '../contract'
import type { Invitation, InvitationFacts, Wanted } from '../domain/invitation'
import type { Role } from '../domain/role'
import type { Team } from '../domain/team'
import type { User } from '../domain/user'

export interface TenantStore {
  own(): Promise<Tenant>
  save(tenant: Tenant): void
}

export interface PlaceInList {
  readonly name: string
  readonly id: string
}

export interface UserStore {
  find(id: UserId): Promise<User | null>
  list(
    filter: { status?: User['status'] | undefined },
    after: PlaceInList | null,
    limit: number,
  ): Promise<readonly User[]>
  /** How many can administer the company at the moment. */
  countAdmins(): Promise<number>
  /** Which of these are people of the company. */
  known(ids: readonly UserId[]): Promise<ReadonlySet<UserId>>
  save(user: User): void
  ownProfile(): Promise<{ readonly user: User; readonly preferences: Record<string, unknown> }>
  saveOwnProfile(profile: {
    readonly name: string
    readonly preferences: Record<string, unknown>
    readonly version: number
  }): void
  /** The companies the signed-in person has a place in. */
  ownCompanies(): Promise<readonly { readonly id: string; readonly name: string }[]>
}

export interface TeamStore {
  all(): Promise<readonly Team[]>
  find(id: TeamId): Promise<Team | null>
  add(team: Team): void
  save(before: Team, after: Team): void
  remove(team: Team): void
}

export interface RoleStore {
  all(): Promise<readonly (Role & { readonly people: number })[]>
  find(id: RoleId): Promise<(Role & { readonly people: number }) | null>
  add(role: Role): void
  save(role: Role): void
  remove(role: Role): void
}

export interface InvitationStore {
  all(): Promise<readonly Invitation[]>
  find(id: InvitationId): Promise<Invitation | null>
  /** What an invitation has to be judged by. */
  facts(wanted: Wanted): Promise<InvitationFacts>
  add(invitation: Invitation, tokenHash: string): void
  renew(invitation: Invitation, tokenHash: string): void
  revoke(invitation: Invitation): void
}
