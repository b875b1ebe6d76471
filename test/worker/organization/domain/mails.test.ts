import { expect, it } from 'vitest'
import { invitationMail, joinLink, resetLink, resetMail } from '../../../../worker/organization/domain/mails'

it.each([joinLink('https://app.test', 'secret'), resetLink('https://app.test', 'secret')])(
  'keeps the secret of %s where no server is told it',
  (link) => {
    const url = new URL(link)
    expect(url.hash).toBe('#token=secret')
    expect(url.pathname + url.search).not.toContain('secret')
  },
)

it('writes no header of somebody else’s choosing', () => {
  const mail = invitationMail('a@example.com', 'Acme\r\nBcc: all@example.com', 'Max\nX: y', 'https://l', 7)
  expect(mail.subject).toBe('Max X: y invites you to Acme Bcc: all@example.com on SalesOptimizer')
})

it('has the link in the text, for those who read only that', () => {
  expect(resetMail('a@example.com', 'https://app.test/reset#token=t', 30).text).toContain(
    'https://app.test/reset#token=t',
  )
})
