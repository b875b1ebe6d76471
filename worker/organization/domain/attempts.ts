/** How often something may be tried in a window of time before it must wait. */
export interface AttemptLimit {
  readonly most: number
  readonly windowSeconds: number
}

// Everything that checks a password of an account shares one count: signing in, signing up with an e-mail that has
// an account, accepting an invitation with one, changing the password. Otherwise one way in would reopen another.
export const ATTEMPT_LIMITS = {
  password: { most: 10, windowSeconds: 15 * 60 },
  /** Of an address, over everything that is tried before sign-in: a whole office may share one. */
  address: { most: 100, windowSeconds: 15 * 60 },
  sign_up: { most: 10, windowSeconds: 60 * 60 },
  reset: { most: 5, windowSeconds: 60 * 60 },
} as const satisfies Record<string, AttemptLimit>

export type AttemptKind = keyof typeof ATTEMPT_LIMITS

export type TooManyAttempts = { readonly kind: 'too_many_attempts'; readonly retryAfter: number }

/**
 * Whose tries an address stands for. Somebody with IPv6 has 2⁶⁴ addresses to himself, so those count as one.
 */
export function addressGroup(address: string): string {
  if (!address.includes(':')) return address
  const [head = '', tail] = address.toLowerCase().split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail ? tail.split(':') : []
  const middle = tail === undefined ? [] : Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0')
  const groups = [...left, ...middle, ...right].map((group) => group.replace(/^0+(?=.)/, ''))
  return `${groups.slice(0, 4).join(':')}::/64`
}
