import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createDecoder, decodeCsv, decodeWhole } from '../../../../../worker/sales/domain/csv/decode'
import { SNIFF_BYTES } from '../../../../../worker/sales/domain/csv/limits'
import { CsvRefused } from '../../../../../worker/sales/domain/csv/refusals'
import { bytesOf, collect, cutAt, decodeInPieces, latin1, streamOf, utf16 } from './support'

const TEXT = 'Name;Betrag\r\nMüller & Söhne;12,50\r\n'
const MARK = [0xef, 0xbb, 0xbf]

function encodingOf(bytes: Uint8Array): string | null {
  const decoder = createDecoder()
  decoder.push(bytes)
  decoder.end()
  return decoder.encoding
}

describe('the text of a file', () => {
  it.each([
    ['UTF-8', bytesOf(TEXT), 'utf-8'],
    ['UTF-8 with a mark', Uint8Array.from([...MARK, ...bytesOf(TEXT)]), 'utf-8'],
    ['UTF-16 little end first', utf16(TEXT, 'le'), 'utf-16le'],
    ['UTF-16 big end first', utf16(TEXT, 'be'), 'utf-16be'],
    ['UTF-16 without a mark', utf16(TEXT, 'le', false), 'utf-16le'],
    ['Latin-1', latin1(TEXT), 'windows-1252'],
  ])('is read from %s', (_, bytes, encoding) => {
    expect(decodeWhole(bytes)).toBe(TEXT)
    expect(encodingOf(bytes)).toBe(encoding)
  })

  it('reads the signs Windows adds to Latin-1', () => {
    expect(decodeWhole(Uint8Array.from([0x80, 0x20, 0x93, 0x41, 0x94]))).toBe('€ “A”')
  })

  it('finds Latin-1 where it shows only after a long stretch of ASCII', () => {
    const plain = 'a,b\n'.repeat(SNIFF_BYTES / 2)
    expect(decodeWhole(Uint8Array.from([...latin1(plain), ...latin1('Straße,é')]))).toBe(`${plain}Straße,é`)
  })

  it('keeps to UTF-8 when one character of it is broken, and counts what it replaced', () => {
    const bytes = Uint8Array.from([...bytesOf('äöüäöüäöü,'), 0xff, ...bytesOf(',ß')])
    const decoder = createDecoder()
    expect(decoder.push(bytes) + decoder.end()).toBe('äöüäöüäöü,\uFFFD,ß')
    expect(decoder.replaced).toBe(1)
  })

  it('keeps to UTF-8 when that shows early and breaks late', () => {
    const early = bytesOf('ä'.repeat(SNIFF_BYTES / 2))
    expect(decodeInPieces([early, Uint8Array.from([0x61, 0xff, 0x62]), bytesOf('ß')])).toMatch(/ä{100}a\uFFFDbß$/)
  })

  it.each([
    ['UTF-16', utf16('Größe 😀;'.repeat(20_000), 'be')],
    ['damaged UTF-8', Uint8Array.from([...bytesOf('ä'), 0xff, ...bytesOf('Größe 😀;'.repeat(10_000))])],
  ])('is %s wherever a long file is cut', (_, bytes) => {
    const places = Array.from({ length: 250 }, (_, i) => i * 1001)
    expect(decodeInPieces(cutAt(bytes, places))).toBe(decodeWhole(bytes))
    expect(decodeWhole(bytes)).toMatch(/(Größe 😀;){1000}$/u)
  })

  it('replaces a character that the end of the file cuts', () => {
    const whole = bytesOf('äöüäöü😀')
    expect(decodeWhole(whole.subarray(0, whole.length - 1))).toBe('äöüäöü\uFFFD')
  })

  it('leaves out the cut character of a sample', () => {
    const whole = bytesOf('Zürich 😀')
    expect(decodeWhole(whole.subarray(0, whole.length - 2), false)).toBe('Zürich ')
  })

  it('keeps a mark that is not at the start', () => {
    const text = `a\uFEFFb`
    expect(decodeInPieces([bytesOf('a'), bytesOf('\uFEFFb')])).toBe(text)
  })

  it('is the same however the bytes are cut', () => {
    const bytes = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }).map(bytesOf),
      fc.uint8Array({ maxLength: 60 }),
      fc.string({ unit: 'binary-ascii', maxLength: 30 }).map((text) => utf16(text, 'be')),
    )
    const long = fc.tuple(bytes, fc.boolean()).map(([some, padded]) => {
      if (!padded) return some
      const whole = new Uint8Array(SNIFF_BYTES - 20 + some.length).fill(0x61)
      whole.set(some, SNIFF_BYTES - 20)
      return whole
    })
    fc.assert(
      fc.property(long, fc.array(fc.nat(), { maxLength: 6 }), (whole, places) => {
        const offset = Math.max(0, whole.length - 60)
        const pieces = cutAt(whole.subarray(offset), places)
        expect(decodeInPieces([whole.subarray(0, offset), ...pieces])).toBe(decodeWhole(whole))
      }),
      { numRuns: 500 },
    )
  })

  it('is what was written, for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        fc.pre(!text.startsWith('\uFEFF'))
        // Marked, so that no text can look like another encoding.
        expect(decodeWhole(Uint8Array.from([...MARK, ...bytesOf(text)]))).toBe(text)
      }),
    )
  })
})

describe('a stream of bytes', () => {
  it('becomes a stream of text', async () => {
    let encoding: string | null = null
    const decoding = decodeCsv((decoder) => {
      encoding = decoder.encoding
    })
    const text = await collect(streamOf(cutAt(latin1(TEXT), [3, 17])).pipeThrough(decoding))
    expect(text.join('')).toBe(TEXT)
    expect(encoding).toBe('windows-1252')
  })

  it.each([
    ['nothing', new Uint8Array(0), { kind: 'empty_file' }],
    ['a PDF', bytesOf('%PDF-1.7\n…'), { kind: 'not_a_csv', looksLike: 'a PDF' }],
    [
      'random bytes',
      Uint8Array.from({ length: 5000 }, (_, i) => (i * 7919) % 31),
      { kind: 'not_a_csv', looksLike: 'a binary file' },
    ],
  ])('is refused when it holds %s', async (_, bytes, refusal) => {
    const failing = collect(streamOf(cutAt(bytes, [1, 100])).pipeThrough(decodeCsv()))
    await expect(failing).rejects.toThrow(CsvRefused)
    await expect(failing).rejects.toMatchObject({ refusal })
  })
})
