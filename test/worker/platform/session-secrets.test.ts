import { expect, it } from 'vitest'
import { sessionSecrets } from '../../../worker/platform/session-secrets'

const secrets = sessionSecrets({ AUTH_PRIVATE_KEY: '{"kid":"a"}' })

it('makes secrets of 256 bits that fit in a cookie and a link', () => {
  const made = new Set(Array.from({ length: 100 }, () => secrets.make()))
  expect(made.size).toBe(100)
  for (const secret of made) expect(secret).toMatch(/^[\w-]{43}$/)
})

it('follows a secret by the same one every time, which only this server can tell', () => {
  const next = secrets.successor('session-1', 'secret')
  expect(next).toMatch(/^[\w-]{43}$/)
  expect(secrets.successor('session-1', 'secret')).toBe(next)
  expect(secrets.successor('session-2', 'secret')).not.toBe(next)
  expect(secrets.successor('session-1', 'another')).not.toBe(next)
  expect(sessionSecrets({ AUTH_PRIVATE_KEY: '{"kid":"b"}' }).successor('session-1', 'secret')).not.toBe(next)
})

it('keeps a digest that does not lead back', () => {
  expect(secrets.digest('secret')).toBe('2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b')
})
