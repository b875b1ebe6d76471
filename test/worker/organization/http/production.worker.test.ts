import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { expect, it } from 'vitest'
import { app } from '../../../../worker/app'
import type { Invited, Role } from '../../../../worker/organization/contract'
import type { Env } from '../../../../worker/platform/env'
import { anEmail, mails, withPassword } from '../../../support/accounts'
import { aCompany, type Person } from '../../../support/actors'
import { as } from '../../../support/app'

/** The same Worker as production configures it. */
async function inProduction<Body>(
  path: string,
  {
    body,
    person,
    headers = {},
    given = {},
  }: { body?: unknown; person?: Person; headers?: object; given?: Partial<Env> } = {},
) {
  const context = createExecutionContext()
  const request = new Request(`https://app.test/api/v1${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    ...(body !== undefined && { body: JSON.stringify(body) }),
    headers: {
      'content-type': 'application/json',
      'cf-connecting-ip': '198.51.100.9',
      ...(person && { authorization: `Bearer ${person.token}` }),
      ...headers,
    },
  })
  const response = await app.fetch(request, { ...env, ENVIRONMENT: 'production', ...given }, context)
  await waitOnExecutionContext(context)
  const text = await response.text()
  return { status: response.status, body: (text ? JSON.parse(text) : null) as Body }
}

async function someoneNew(company: Awaited<ReturnType<typeof aCompany>>) {
  const { body } = await as(company.admin).get<{ rows: Role[] }>('/roles')
  return { email: anEmail(), roleId: body.rows[0]?.id }
}

it('has no outbox, for whoever asks', async () => {
  const { admin } = await aCompany()
  for (const asked of [{}, { person: admin }]) {
    expect(await inProduction('/local/outbox', asked)).toMatchObject({ status: 404, body: { kind: 'not_found' } })
  }
})

it('shows the inviter the link once where no mail is set up, and keeps it nowhere', async () => {
  const company = await aCompany()
  const body = await someoneNew(company)
  const request = { body, person: company.admin, headers: { 'idempotency-key': crypto.randomUUID() } }
  const first = await inProduction<Invited>('/invitations', request)
  expect(first).toMatchObject({ status: 201, body: { isMailed: false } })
  expect(first.body.link).toMatch(/^https:\/\/app\.test\/join#token=[\w-]{43}$/)
  const again = await inProduction<Invited>('/invitations', request)
  expect(again.body).toEqual({ ...first.body, link: null })

  const resent = await inProduction<Invited>(`/invitations/${first.body.id}/resend`, {
    body: {},
    person: company.admin,
  })
  expect(resent.body.link).toMatch(/#token=/)
  expect(resent.body.link).not.toBe(first.body.link)
})

it('falls back to the link when the mail service cannot be reached', async () => {
  const company = await aCompany()
  const given = { MAIL_API_URL: 'http://127.0.0.1:9/emails', MAIL_API_KEY: 'key', MAIL_FROM: 'crm@example.com' }
  const answer = await inProduction<Invited>('/invitations', {
    body: await someoneNew(company),
    person: company.admin,
    given,
  })
  expect(answer).toMatchObject({
    status: 201,
    body: { isMailed: false, link: expect.stringContaining('/join#token=') },
  })
})

it('answers a reset the same without a way to send it, and shows nobody the link', async () => {
  const { email } = await withPassword((await aCompany()).rep)
  expect(await inProduction('/auth/password-reset', { body: { email } })).toEqual({ status: 202, body: null })
  expect((await mails()).map((mail) => mail.to)).not.toContain(email)
})
