import { describe, expect, it } from 'vitest'
import { signIn } from '../../../../worker/organization/application/sign-in'
import { signUp } from '../../../../worker/organization/application/sign-up'
import { SignIn, SignUp } from '../../../../worker/organization/contract'
import { anAccount, fakeAuthWork } from '../../../support/fake-auth-work'

// Hashing is what takes time at the door: whoever is there or not, it is done once.
describe('signing in computes one hash', () => {
  const command = SignIn.parse({ email: 'rita@example.com', password: 'given password' })
  it.each([
    ['when nobody has the e-mail', null],
    ['when the password is wrong', anAccount('another password')],
    ['when the password is right', anAccount('given password')],
  ])('%s', async (_, account) => {
    const { work, hashed } = fakeAuthWork({ account })
    await signIn(work, command)
    expect(hashed).toEqual(['given password'])
  })
})

describe('signing up computes one hash', () => {
  const command = SignUp.parse({ company: 'Acme', name: 'Nova', email: 'rita@example.com', password: 'given password' })
  it.each([
    ['when nobody has the e-mail', null, true],
    ['when somebody with another password has it', anAccount('another password'), false],
    ['when somebody with this password has it', anAccount('given password'), true],
  ])('%s', async (_, account, founded) => {
    const { work, hashed } = fakeAuthWork({ account })
    expect((await signUp(work, command)).ok).toBe(founded)
    expect(hashed).toEqual(['given password'])
  })
})
