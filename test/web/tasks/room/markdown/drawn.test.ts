import { Text } from '@codemirror/state'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { drawnIn } from '../../../../../web/src/tasks/room/markdown/drawn'
import { markdown } from '../../../../../web/src/tasks/room/markdown/parser'
import { spot } from './spot'

function drawn(text: string, selected: readonly { from: number; to: number }[] = []) {
  return drawnIn(markdown.parse(text), Text.of(text.split('\n')), { from: 0, to: text.length }, selected)
}

/** What somebody reads, who is not in the text unless a caret ¦ or selection ‹› stands in it. */
function read(written: string): string {
  const { text, from, to } = spot(written)
  const gone = drawn(text, from === -1 ? [] : [{ from, to }])
    .flatMap((one): { from: number; to: number; words: string }[] => {
      if (one.as === 'nothing') return [{ ...one, words: '' }]
      if (one.as === 'item') return [{ ...one, words: `${one.sign} ` }]
      return one.as === 'box' ? [{ ...one, words: one.isTicked ? '☑ ' : '☐ ' }] : []
    })
    .toSorted((a, b) => b.from - a.from)
  return gone.reduce((left, one) => left.slice(0, one.from) + one.words + left.slice(one.to), text)
}

const looks = (text: string) =>
  drawn(text).flatMap((one) => (one.as === 'line' || one.as === 'letters' ? one.look.split(' ') : []))

describe('the marks', () => {
  it.each([
    ['# Plan', 'Plan', 'md-h1'],
    ['## Plan ##', 'Plan', 'md-h2'],
    ['### Plan', 'Plan', 'md-h3'],
    ['**bold** words', 'bold words', 'md-strong'],
    ['__bold__ words', 'bold words', 'md-strong'],
    ['*so* and _so_', 'so and so', 'md-em'],
    ['~~not~~', 'not', 'md-strike'],
    ['`a*b*`', 'a*b*', 'md-tt'],
    ['```ts\nlet a\n```', '\nlet a\n', 'md-code'],
    ['- one\n  - two', '• one\n• two', 'md-deep-2'],
    ['1. one\n1. two\n7. three', '1. one\n2. two\n3. three', 'md-item'],
    ['- [ ] one\n- [x] two', '☐ one\n☑ two', 'md-done'],
    ['> said\n> so', 'said\nso', 'md-quote'],
    ['one\n\n---', 'one\n\n', 'md-rule'],
    ['one\n---', 'one\n', 'md-rule'],
    ['2 \\* 3 \\* 4', '2 * 3 * 4', undefined],
    ['***both***', 'both', 'md-strong'],
  ])('of “%s” are not seen by who reads: “%s”', (text, seen, look) => {
    expect(read(text)).toBe(seen)
    if (look) expect(looks(text)).toContain(look)
  })

  it.each([
    ['# Pl¦an\n\n# Next', '# Plan\n\nNext'],
    ['**bo¦ld** and **bold**', '**bold** and bold'],
    ['¦**bold**', '**bold**'],
    ['so ¦ **bold**', 'so  bold'],
    ['see [the pl¦an](https://a.example)', 'see [the plan](https://a.example)'],
    ['- one¦', '• one'],
    ['-¦ one', '- one'],
    ['> said¦\n> so', '> said\nso'],
    ['---¦', '---'],
    ['‹**a**› **b**', '**a** b'],
  ])('of “%s” are seen where one is: “%s”', (text, seen) => {
    expect(read(text)).toBe(seen)
  })

  it.each([
    'snake_case_name',
    '2 * 3 * 4',
    '<b>bold</b>',
    '<script>alert(1)</script>',
    '&amp;',
    '#tag',
    'one\n    four',
  ])('are not found where nobody wrote any: “%s”', (text) => {
    expect(drawn(text)).toEqual([])
  })

  it('of code that is not closed yet change nothing beneath it', () => {
    expect(read('**bold**\n```\n- one')).toBe('bold\n```\n- one')
    expect(looks('```\n- one')).toEqual([])
  })
})

describe('a link', () => {
  const links = (text: string) => drawn(text).flatMap((one) => (one.as === 'link' ? [one.address] : []))

  it.each([
    ['[a](https://a.example/b?c=d)', 'https://a.example/b?c=d'],
    ['[a](http://a.example)', 'http://a.example/'],
    ['[a](mailto:a@b.example)', 'mailto:a@b.example'],
    ['[a](tel:+358401)', 'tel:+358401'],
    ['[a](www.a.example)', 'https://www.a.example/'],
    ['so https://a.example/b.', 'https://a.example/b'],
    ['so www.a.example', 'https://www.a.example/'],
    ['so anna@a.example', 'mailto:anna@a.example'],
  ])('as “%s” leads to %s', (text, address) => {
    expect(links(text)).toEqual([address])
  })

  it.each([
    '[a](javascript:alert(1))',
    '[a](JaVaScRiPt:alert%281%29)',
    '[a](java\tscript:alert)',
    '[a](data:text/html;base64,AA)',
    '[a](vbscript:a)',
    '[a](file:///etc/passwd)',
    '[a](//a.example)',
    '[a](/tasks)',
    '[a](https://)',
    '[](https://a.example)',
    '<javascript:alert(1)>',
    '![a](javascript:alert(1))',
    '[a](https://a.example\n"in two lines")',
  ])('as “%s” leads nowhere and is shown as it is written', (text) => {
    expect(links(text)).toEqual([])
    expect(read(text)).toBe(text)
  })
})

describe('any text at all', () => {
  const anything = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 200 }),
    fc.string({ unit: fc.constantFrom(...'#*_~`[]()<>!-+1. x\\\n|>\t:/@ah'), maxLength: 200 }),
  )

  it('is drawn, with nothing replaced but letters of a line, and nothing twice', () => {
    fc.assert(
      fc.property(anything, fc.nat(200), fc.nat(200), (text, a, b) => {
        const [from, to] = [Math.min(a, b, text.length), Math.min(Math.max(a, b), text.length)]
        for (const one of drawn(text, [{ from, to }])) {
          if (one.as === 'line') continue
          expect(one.from).toBeGreaterThanOrEqual(0)
          expect(one.to).toBeLessThanOrEqual(text.length)
          expect(one.from).toBeLessThan(one.to)
          if (one.as !== 'letters' && one.as !== 'link') expect(text.slice(one.from, one.to)).not.toContain('\n')
        }
      }),
      { numRuns: 1000 },
    )
  })

  it('of 20,000 characters costs what of it is seen', () => {
    const text = '- **one** of [many](https://a.example) `lines`\n'.repeat(430)
    const doc = Text.of(text.split('\n'))
    const part = { from: 4700, to: 4700 + 47 * 20 - 1 }
    const all = drawnIn(markdown.parse(text), doc, part, [])
    expect(text.length).toBeGreaterThan(20_000)
    // Eleven to a line, of twenty lines.
    expect(all.length).toBeLessThanOrEqual(11 * 21)
  })
})
