import { describe, expect, it } from 'vitest'
import { newId, type SessionId } from '../../../../worker/kernel/ids'
import {
  judgeRefresh,
  leewayEnd,
  parseRefreshToken,
  type Session,
  sessionExpiry,
  writeRefreshToken,
} from '../../../../worker/organization/domain/session'

const now = new Date('2026-03-31T09:00:00.000Z')
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000)
const aSession = (given: Partial<Session> = {}): Session => ({
  id: newId(),
  tenantId: newId(),
  userId: newId(),
  refreshHash: 'newest',
  previousHash: 'previous',
  previousUntil: leewayEnd(now),
  expiresAt: sessionExpiry(now),
  endedAt: null,
  ...given,
})

describe('a presented token', () => {
  it.each([
    ['newest', 0, 'rotate'],
    ['newest', 29 * 86_400, 'rotate'],
    ['newest', 30 * 86_400, 'over'],
    ['previous', 0, 'forgive'],
    ['previous', 29, 'forgive'],
    ['previous', 30, 'replayed'],
    ['previous', 30 * 86_400, 'over'],
    ['older', 0, 'replayed'],
    ['never ours', 10, 'replayed'],
  ])('%s after %i s: %s', (hash, seconds, verdict) => {
    expect(judgeRefresh(aSession(), hash, later(seconds))).toBe(verdict)
  })

  it.each(['newest', 'previous', 'older'])('%s of an ended session is over', (hash) => {
    expect(judgeRefresh(aSession({ endedAt: now.toISOString() }), hash, now)).toBe('over')
  })

  it('is no earlier one of a session that has none', () => {
    expect(judgeRefresh(aSession({ previousHash: null, previousUntil: null }), 'previous', now)).toBe('replayed')
  })
})

describe('the token clients hold', () => {
  const id = newId<SessionId>()
  const secret = 'A'.repeat(43)
  it('reads as it was written', () => {
    expect(parseRefreshToken(writeRefreshToken(id, secret))).toEqual({ sessionId: id, secret })
  })

  it.each([
    '',
    'x',
    id,
    `${id}.`,
    `${id}.short`,
    `${id}.${'A'.repeat(44)}`,
    `not-an-id.${secret}`,
    `${id}.${secret}\n`,
  ])('is not %j', (token) => {
    expect(parseRefreshToken(token)).toBeNull()
  })
})
