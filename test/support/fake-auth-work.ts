import { newId } from '../../worker/kernel/ids'
import type { Account, Membership } from '../../worker/organization/application/auth-stores'
import type { AuthWork } from '../../worker/organization/index'

/** Sign-in without a database: one account or none, and a note of every hash that was computed. */
export function fakeAuthWork({
  account = null,
  memberships = [],
}: {
  account?: Account | null
  memberships?: Membership[]
}) {
  const hashed: string[] = []
  const nothing = () => {}
  const work: AuthWork = {
    now: new Date('2026-03-31T09:00:00.000Z'),
    origin: 'https://app.test',
    device: { address: '203.0.113.7', userAgent: 'Test' },
    attempts: { count: async () => null, forget: nothing },
    passwords: {
      hash: async (password) => {
        hashed.push(password)
        return `hash of ${password}`
      },
      verify: async (password, stored) => {
        hashed.push(password)
        return stored === `hash of ${password}`
      },
      isOutdated: () => false,
      isCommon: async () => false,
    },
    secrets: {
      make: () => 'secret',
      digest: (secret) => `digest of ${secret}`,
      successor: (_, secret) => `after ${secret}`,
    },
    accounts: {
      presented: async () => account,
      memberships: async () => memberships,
      own: async () => account!, // only asked for by somebody signed in
      add: nothing,
      rehash: nothing,
      changeOwnPassword: nothing,
      found: nothing,
      seen: nothing,
      grantReset: nothing,
      presentedReset: async () => null,
      useReset: nothing,
    },
    sessions: { start: nothing, presented: async () => null, rotate: nothing, end: nothing, own: async () => [] },
    invitation: { find: async () => null, join: nothing },
    enter: nothing,
    emit: nothing,
    enqueue: nothing,
    record: nothing,
    post: nothing,
  }
  return { work, hashed }
}

export const anAccount = (password: string): Account => ({
  id: newId(),
  email: 'rita@example.com',
  passwordHash: `hash of ${password}`,
})
