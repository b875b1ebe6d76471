export const RESET_TTL_MINUTES = 30

export interface PasswordResetGrant {
  readonly id: string
  readonly expiresAt: string
  readonly usedAt: string | null
}

/** Works once and not for long; a used and an outdated one get the same answer. */
export function isUsable(grant: PasswordResetGrant, now: Date): boolean {
  return grant.usedAt === null && Date.parse(grant.expiresAt) > now.getTime()
}

export function resetExpiry(now: Date): string {
  return new Date(now.getTime() + RESET_TTL_MINUTES * 60_000).toISOString()
}
