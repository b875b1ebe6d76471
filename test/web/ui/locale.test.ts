import { describe, expect, it } from 'vitest'
import { languageFor } from '../../../web/src/ui/locale'

describe('the language numbers and dates are written in', () => {
  it('is the one the browser names', () => {
    expect(languageFor('de-AT')).toBe('de-AT')
  })

  it('is one that can be written in, whatever a browser on a system without a language says', () => {
    expect(languageFor('en-US@posix')).toBe('en-US')
    expect(languageFor('C')).toBe('en')
    expect(languageFor('')).toBe('en')
    expect(languageFor(undefined)).toBe('en')
  })
})
