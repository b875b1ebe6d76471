import { env } from 'cloudflare:workers'
import { eq, sql } from 'drizzle-orm'
import { expect, it } from 'vitest'
import * as schema from '../../../drizzle/schema'
import { sweepSignIn } from '../../../worker/organization/index'
import { openDatabase } from '../../../worker/platform/db'
import { atBrowser, tried } from '../../support/accounts'
import { aCompany, owner } from '../../support/actors'

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString()

it('forgets what only mattered for a while, and nothing else', async () => {
  const { rep } = await aCompany()
  const [over, live] = [await atBrowser(rep), await atBrowser(rep)]
  await owner()
    .update(schema.sessions)
    .set({ expiresAt: daysAgo(8) })
    .where(eq(schema.sessions.id, over.sessionId))
  const resets = [daysAgo(8), daysAgo(6)].map((expiresAt) => ({
    id: crypto.randomUUID(),
    identityId: rep.identityId,
    tokenHash: crypto.randomUUID(),
    expiresAt,
  }))
  await owner().insert(schema.passwordResets).values(resets)
  const keys = [crypto.randomUUID(), crypto.randomUUID()] as const
  for (const key of keys) await tried(key, 1)
  const digestOf = (key: string) => sql`encode(sha256(convert_to(${key}, 'UTF8')), 'hex')`
  await owner()
    .update(schema.authAttempts)
    .set({ windowStart: daysAgo(2) })
    .where(sql`key = ${digestOf(keys[0])}`)

  await sweepSignIn(openDatabase(env))

  const sessions = await owner().select().from(schema.sessions).where(eq(schema.sessions.userId, rep.userId))
  expect(sessions.map((session) => session.id).sort()).toEqual([rep.sessionId, live.sessionId].sort())
  const kept = await owner()
    .select()
    .from(schema.passwordResets)
    .where(eq(schema.passwordResets.identityId, rep.identityId))
  expect(kept.map((reset) => reset.id)).toEqual([resets[1]?.id])
  const counted = await Promise.all(
    keys.map(
      async (key) =>
        (
          await owner()
            .select()
            .from(schema.authAttempts)
            .where(sql`key = ${digestOf(key)}`)
        ).length,
    ),
  )
  expect(counted).toEqual([0, 1])
})
