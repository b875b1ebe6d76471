import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const [everywhere = ''] = readFileSync('web/public/_headers', 'utf8').split(/\n(?=\/assets)/)
const said = new Map(
  [...everywhere.matchAll(/^ {2}([\w-]+): (.*)$/gm)].map(([, name = '', value = '']) => [name.toLowerCase(), value]),
)
const policy = new Map(
  (said.get('content-security-policy') ?? '').split('; ').map((directive): [string, string[]] => {
    const [name = '', ...sources] = directive.split(' ')
    return [name, sources]
  }),
)

describe('every page', () => {
  it('is said so of', () => expect(everywhere).toMatch(/^\/\*\n/))

  it('takes nothing that is not allowed by name, and runs nothing that is not a file of ours', () => {
    expect(policy.get('default-src')).toEqual(["'none'"])
    for (const [directive, sources] of policy) {
      expect(sources, directive).not.toContain("'unsafe-inline'")
      expect(sources, directive).not.toContain("'unsafe-eval'")
      for (const source of sources) expect(source, directive).toMatch(/^('self'|'none'|data:|blob:)$/)
    }
    for (const directive of ['script-src', 'style-src', 'connect-src', 'worker-src', 'form-action']) {
      expect(policy.get(directive), directive).toEqual(["'self'"])
    }
  })

  it('is shown in no other page, and has no other base', () => {
    expect(policy.get('frame-ancestors')).toEqual(["'none'"])
    expect(policy.get('base-uri')).toEqual(["'none'"])
  })

  it.each([
    ['strict-transport-security', /^max-age=31536000; includeSubDomains$/],
    ['x-content-type-options', /^nosniff$/],
    ['referrer-policy', /^same-origin$/],
    ['cross-origin-opener-policy', /^same-origin$/],
    ['cross-origin-resource-policy', /^same-origin$/],
    ['permissions-policy', /camera=\(\).*geolocation=\(\).*microphone=\(\)/],
  ])('says %s', (name, value) => expect(said.get(name)).toMatch(value))
})
