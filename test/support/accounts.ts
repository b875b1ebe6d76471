import { env, exports } from 'cloudflare:workers'
import { and, desc, eq, sql } from 'drizzle-orm'
import { expect } from 'vitest'
import * as schema from '../../drizzle/schema'
import { newId, type SessionId } from '../../worker/kernel/ids'
import { hashPassword } from '../../worker/platform/passwords'
import { sessionSecrets } from '../../worker/platform/session-secrets'
import { owner, type Person } from './actors'
import { aVisitor, type Visitor } from './visitor'

export const PASSWORD = 'correct horse battery'

// Weak parameters: verified in no time, so that tests may sign in often. Whoever signs in gets a proper hash.
const CHEAP = { logN: 4, r: 8, p: 1 }

export const anEmail = () => `${crypto.randomUUID()}@example.com`

export interface Account {
  readonly identityId: string
  readonly email: string
}

/** Gives a person of `aCompany()` a password to sign in with. */
export async function withPassword(person: Person, password = PASSWORD): Promise<Account> {
  const [row] = await owner()
    .update(schema.identities)
    .set({ passwordHash: await hashPassword(password, CHEAP) })
    .where(eq(schema.identities.id, person.identityId))
    .returning({ identityId: schema.identities.id, email: schema.identities.email })
  if (!row) throw new Error('no such person')
  return row
}

/** Somebody at a browser that holds this person's session: no password asked. */
export async function atBrowser(person: Person): Promise<Visitor & { readonly sessionId: SessionId }> {
  const secrets = sessionSecrets(env)
  const secret = secrets.make()
  const id = newId<SessionId>()
  await owner()
    .insert(schema.sessions)
    .values({
      id,
      identityId: person.identityId,
      tenantId: person.tenantId,
      userId: person.userId,
      refreshHash: secrets.digest(secret),
      expiresAt: new Date(Date.now() + 30 * 86_400_000).toISOString(),
    })
  const visitor = aVisitor()
  visitor.jar.set('__Host-refresh', `${id}.${secret}`)
  const answer = await visitor.send('/auth/refresh', {})
  expect(answer.status).toBe(200)
  return { ...visitor, sessionId: id }
}

/** Counts tries as if somebody had made them: of `password:<e-mail>`, `address:<group>` and the like. */
export async function tried(key: string, times: number): Promise<void> {
  for (let n = 0; n < times; n++) await owner().execute(sql`select app.count_attempt(${digestOf(key)}, 900)`)
}

/** Has what was tried under a key been tried so long before. */
export async function triedBefore(key: string, minutes: number): Promise<void> {
  await owner().execute(sql`update auth_attempts set window_start = window_start - make_interval(mins => ${minutes})
    where key = ${digestOf(key)}`)
}

const digestOf = (key: string) => sql`encode(sha256(convert_to(${key}, 'UTF8')), 'hex')`

/** What the change log says happened of this kind, newest first. */
export async function changesOf(tenantId: string, type: string) {
  return owner()
    .select()
    .from(schema.changeLog)
    .where(and(eq(schema.changeLog.tenantId, tenantId), eq(schema.changeLog.type, type)))
    .orderBy(desc(schema.changeLog.seq))
}

interface Mail {
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly link: string | null
}

/** The newest mail to somebody; it is sent after the answer, so it may take a moment to arrive. */
export async function mailTo(email: string): Promise<Mail> {
  const find = async () => (await mails()).find((mail) => mail.to === email)
  await expect.poll(find, { timeout: 10_000 }).toBeDefined()
  return (await find())! // it has just been there
}

export async function mails(): Promise<readonly Mail[]> {
  const response = await exports.default.fetch('https://app.test/api/v1/local/outbox')
  return ((await response.json()) as { rows: Mail[] }).rows
}

/** The secret in a mailed link. */
export function tokenIn(link: string | null): string {
  return new URLSearchParams(new URL(link ?? 'about:blank').hash.slice(1)).get('token') ?? ''
}
