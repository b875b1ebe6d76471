import { describe, expect, it } from 'vitest'
import { problemInWords } from '../../../../../worker/sales/domain/csv/problems'
import { readEmail, readLine, readProse, readTags } from '../../../../../worker/sales/domain/csv/texts'

describe('one line of text', () => {
  it.each([
    ['  Acme  ', 'Acme'],
    ['Acme\r\nIndustries', 'Acme Industries'],
    ['a\tb', 'a b'],
    ['🚀 Rocket 👩‍👩‍👧', '🚀 Rocket 👩‍👩‍👧'],
    ['שלום עולם', 'שלום עולם'],
    ['\u202Bعربى\u202C', '\u202Bعربى\u202C'],
    ['日本電気', '日本電気'],
  ])('%j is kept as %j', (text, line) => {
    expect(readLine(text, 200)).toEqual({ ok: true, value: line })
  })

  it.each([
    ['Ac\u0000me', 'Name has a NUL character'],
    ['Ac\u0007me', 'Name has a control character (U+0007)'],
    ['Ac\u007Fme', 'Name has a control character (U+007F)'],
    ['Ac\uD800me', 'Name has half a character'],
    ['x'.repeat(10_000), 'Name has 10,000 characters; at most 200 fit'],
  ])('%j is refused: %s', (text, words) => {
    const line = readLine(text, 200)
    expect(line.ok ? '' : problemInWords('Name', line.error)).toBe(words)
  })
})

it('keeps the lines of prose, and refuses what cannot be stored', () => {
  expect(readProse(' one\r\ntwo\rthree ', 100)).toEqual({ ok: true, value: 'one\ntwo\nthree' })
  expect(readProse('a\u0000', 100)).toMatchObject({ ok: false, error: { kind: 'control_character', code: 0 } })
  expect(readProse('x'.repeat(101), 100)).toMatchObject({ ok: false, error: { kind: 'too_long' } })
})

it.each([
  ['Ines@Tervo.Example', 'ines@tervo.example'],
  ['mailto:a@b.example', 'a@b.example'],
  ['a.b+c@d-e.example', 'a.b+c@d-e.example'],
  ['ines', null],
  ['a@b', null],
  ['a b@c.example', null],
])('reads the e-mail address %s as %s', (text, email) => {
  expect(readEmail(text, 254)).toMatchObject(
    email ? { ok: true, value: email } : { ok: false, error: { kind: 'not_an_email' } },
  )
})

it('takes tags apart, each once', () => {
  expect(readTags('key account; EU|EU, ,hot', 50, 30)).toEqual({ ok: true, value: ['key account', 'EU', 'hot'] })
  expect(readTags('a,b,c', 50, 2)).toMatchObject({ ok: false, error: { kind: 'too_many_tags', limit: 2 } })
  expect(readTags('x'.repeat(51), 50, 2)).toMatchObject({ ok: false, error: { kind: 'too_long' } })
})
