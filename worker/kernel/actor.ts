import type { IdentityId, SessionId, TenantId, UserId } from './ids'
import type { Permission, Scope } from './permissions'

/** Who is acting, in which company, with what rights: as their access token says and the database confirms. */
export interface Actor {
  readonly tenantId: TenantId
  readonly userId: UserId
  readonly identityId: IdentityId
  readonly sessionId: SessionId
  readonly scope: Scope
  readonly permissions: readonly Permission[]
  /** Raised when the person's rights change: a token with an older one stops working. */
  readonly accessVersion: number
}

export function may(actor: Actor, permission: Permission): boolean {
  return actor.permissions.includes(permission)
}
