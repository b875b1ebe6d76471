import { expect, it } from 'vitest'
import { keepsOutbox, openMailer } from '../../../worker/platform/mailer'

const mail = { to: 'rita@example.com', subject: 'Hello', text: 'Come in: https://l', link: 'https://l' }
const production = { ENVIRONMENT: 'production', FILES: undefined as never } as const
const setUp = { MAIL_API_URL: 'https://mail.example/emails', MAIL_API_KEY: 'key', MAIL_FROM: 'crm@example.com' }

function aService(status: number) {
  const requests: Request[] = []
  const fetcher = async (input: RequestInfo | URL, init?: RequestInit) => {
    requests.push(new Request(input, init))
    return new Response('{"id":"1"}', { status })
  }
  return { requests, fetcher: fetcher as typeof fetch }
}

it('hands mail to the service that is set up', async () => {
  const { requests, fetcher } = aService(200)
  await openMailer({ ...production, ...setUp }, fetcher)?.send(mail)
  const [request] = requests
  expect(request?.url).toBe('https://mail.example/emails')
  expect(request?.headers.get('authorization')).toBe('Bearer key')
  expect(await request?.json()).toEqual({
    from: 'crm@example.com',
    to: ['rita@example.com'],
    subject: 'Hello',
    text: 'Come in: https://l',
  })
})

it.each([400, 401, 500])('says so when the service answers %i', async (status) => {
  const sending = openMailer({ ...production, ...setUp }, aService(status).fetcher)?.send(mail)
  await expect(sending).rejects.toThrow(`answered ${status}`)
})

it.each(['MAIL_API_URL', 'MAIL_API_KEY', 'MAIL_FROM'] as const)('has no way to send without %s', (name) => {
  const { [name]: _, ...rest } = setUp
  expect(openMailer({ ...production, ...rest })).toBeNull()
})

it.each([
  ['local', true],
  ['test', true],
  ['production', false],
  [undefined, false],
])('keeps an outbox when the environment is %s: %s', (environment, keeps) => {
  expect(keepsOutbox({ ENVIRONMENT: environment as 'local' })).toBe(keeps)
})
