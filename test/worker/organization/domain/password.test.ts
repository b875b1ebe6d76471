import { expect, it } from 'vitest'
import { judgePassword } from '../../../../worker/organization/domain/password'

const context = ['ines.carvalho@tervo-sensing.pt', 'Inês Carvalho', 'Tervo Sensing', null, undefined]

it.each([
  ['correct horse battery', null],
  ['Tervo-to-the-moon-and-back', null],
  ['carpentry lessons', null],
  ['ines.carvalho@tervo-sensing.pt', 'password_guessable'],
  ['INES.CARVALHO', 'password_guessable'],
  ['carvalho2026!', 'password_guessable'],
  ['TervoSensing1', 'password_guessable'],
  ['t-e-r-v-o-2026', 'password_guessable'],
  ['SalesOptimizer', 'password_guessable'],
  ['salesoptimizer99', 'password_guessable'],
])('%s is %s', (password, refusal) => {
  const judged = judgePassword(password, context, false)
  expect(judged.ok ? null : judged.error.kind).toBe(refusal)
})

it('refuses a common one', () => {
  expect(judgePassword('iloveyou', [], true)).toEqual({ ok: false, error: { kind: 'password_common' } })
})

it('judges scripts other than Latin by the same rule', () => {
  expect(judgePassword('Мария-Иванова1', ['Мария Иванова'], false).ok).toBe(false)
  expect(judgePassword('ღამე მშვიდობისა', ['Мария Иванова'], false).ok).toBe(true)
})
