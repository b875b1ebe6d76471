import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sniffDialect } from '../../../../../worker/sales/domain/csv/dialect'
import { hasHeader, numberedHeader, readHeader } from '../../../../../worker/sales/domain/csv/header'
import { MAX_COLUMNS, MAX_NAME } from '../../../../../worker/sales/domain/csv/limits'

function namesOf(cells: readonly string[], width = cells.length): readonly string[] {
  const header = readHeader(cells, width)
  if (!header.ok) throw new Error(header.error.kind)
  return header.value.names
}

describe('the names of columns', () => {
  it.each([
    ['are taken as they are', ['Name', 'Amount'], ['Name', 'Amount']],
    ['are tidied', ['  Deal\n name ', 'A\u0000B'], ['Deal name', 'A B']],
    ['are counted when repeated', ['Amount', 'amount', 'Amount'], ['Amount', 'amount (2)', 'Amount (3)']],
    ['never take a name that another has', ['A', 'A', 'A (2)'], ['A', 'A (3)', 'A (2)']],
    ['are numbered when empty', ['A', '', ' '], ['A', 'Column 2', 'Column 3']],
    ['are numbered apart from what is there', ['', 'Column 1'], ['Column 1 (2)', 'Column 1']],
    ['may be those of every object', ['__proto__', 'constructor'], ['__proto__', 'constructor']],
  ])('%s', (_, cells, names) => {
    expect(namesOf(cells)).toEqual(names)
  })

  it('are told when they were changed', () => {
    expect(readHeader(['A', 'A', ''], 3)).toMatchObject({
      value: {
        warnings: [
          { kind: 'repeated_header', column: 1, from: 'A', to: 'A (2)' },
          { kind: 'empty_header', column: 2, to: 'Column 3' },
        ],
      },
    })
  })

  it('are cut when too long, never within a character', () => {
    const [name] = namesOf([`${'x'.repeat(MAX_NAME - 11)}😀😀😀😀😀😀😀`])
    expect(name!.length).toBeLessThanOrEqual(MAX_NAME)
    expect(name!.isWellFormed()).toBe(true)
  })

  it('reach as far as the rows do', () => {
    expect(namesOf(['A'], 3)).toEqual(['A', 'Column 2', 'Column 3'])
    expect(numberedHeader(2)).toMatchObject({
      value: { names: ['Column 1', 'Column 2'], warnings: [{ kind: 'no_header' }] },
    })
  })

  it.each([
    [MAX_COLUMNS, true],
    [MAX_COLUMNS + 1, false],
  ])('may be %d: %s', (count, ok) => {
    const cells = Array.from({ length: count }, (_, i) => `c${i}`)
    expect(readHeader(cells, count).ok).toBe(ok)
    expect(readHeader(['a'], count).ok).toBe(ok)
    expect(numberedHeader(count).ok).toBe(ok)
  })

  it('are each given once, whatever the file says', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('A', 'a', '', 'A (2)', 'Column 2', 'B '), { maxLength: 12 }), (cells) => {
        const names = namesOf(cells).map((name) => name.toLowerCase())
        expect(new Set(names).size).toBe(names.length)
        expect(names).not.toContain('')
      }),
    )
  })
})

describe('the first row', () => {
  it.each<[string, string[], string[][], boolean]>([
    ['names what we know', ['Account', 'Amount'], [['Acme', '12']], true],
    [
      'names what we do not know',
      ['Foo', 'Bar'],
      [
        ['x', '12'],
        ['y', '13'],
      ],
      true,
    ],
    [
      'is data like the rows below',
      ['Acme', '12', '2026-01-01'],
      [
        ['Bolt', '13', '2026-01-02'],
        ['Coil', '7', '2026-02-02'],
      ],
      false,
    ],
    [
      'repeats what is below',
      ['Acme', 'Engaging'],
      [
        ['Bolt', 'Engaging'],
        ['Coil', 'Won'],
      ],
      false,
    ],
    [
      'says how a deal ended',
      ['Acme', 'Won', '12'],
      [
        ['Bolt', 'Lost', '13'],
        ['Coil', 'Won', '9'],
      ],
      false,
    ],
    ['has years for names', ['Region', '2025', '2026'], [['North', 'a', 'b']], true],
    ['is all there is', ['Acme', '12'], [], true],
  ])('%s', (_, first, below, header) => {
    expect(hasHeader(first, below)).toBe(header)
  })
})

describe('how a file is cut', () => {
  it.each([
    ['commas', 'Name,Amount\nA,1\nB,2\n', ','],
    ['semicolons', 'Name;Amount\nA;1\nB;2\n', ';'],
    ['semicolons and decimal commas', 'Name;Betrag;Summe\nA;1,5;2,5\nB;2,5;3,5\n', ';'],
    ['semicolons and a comma more in every row', `Name;Betrag;Summe\n${'A, B;1,5;2,5\n'.repeat(20)}`, ';'],
    ['tabs', 'Name\tAmount\nA, B\t1\nC; D\t2\n', '\t'],
    ['bars', 'Name|Amount\nA, B|1\nC|2\n', '|'],
    ['commas with semicolons in notes', 'Name,Notes\nA,"x; y"\nB,z\nC,"p; q; r"\n', ','],
    ['quoted names', '"Product";"Seller";"Status"\n"A, B";"S";"Won"\n', ';'],
    ['one column', 'Name\nAcme\nBolt\n', ','],
    ['nothing', '', ','],
  ])('is seen from %s', (_, text, delimiter) => {
    expect(sniffDialect(text, true)).toMatchObject({ delimiter, sepLine: false })
  })

  it('is obeyed where the file says it', () => {
    expect(sniffDialect('sep=|\r\nName,x|Amount\r\nA,b|1\r\n', true)).toEqual({
      delimiter: '|',
      sepLine: true,
      header: true,
    })
  })

  it('is seen from a sample that ends within a row', () => {
    expect(sniffDialect('Name;Amount;Note\nA;1;x\nB;2;"never clo', false)).toMatchObject({
      delimiter: ';',
      header: true,
    })
  })
})
