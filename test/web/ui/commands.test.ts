import { describe, expect, it } from 'vitest'
import { isMatch } from '../../../web/src/ui/commands'

describe('finding a command', () => {
  it.each([
    ['Move to Negotiation', 'mo neg', true],
    ['Move to Negotiation', 'neg mo', true],
    ['Move to Negotiation', 'ove', false],
    ['Inês Carvalho', 'ines', true],
    ['Vibration monitoring, lines 3–6', '3', true],
    ['Vibration monitoring, lines 3–6', 'vibration monitoring, lines 3–6', true],
    ['Log a call', '', true],
    ['Log a call', 'call x', false],
  ])('%s by "%s": %s', (label, query, found) => {
    expect(isMatch({ label }, query)).toBe(found)
  })

  it('also by other words for it', () => {
    expect(isMatch({ label: 'Sign out', also: 'log off leave' }, 'log off')).toBe(true)
  })
})
