import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Column } from '../../../../worker/kernel/export'
import type { CustomValues } from '../../../../worker/sales/domain/custom-values'
import { majorAmount, withCustomColumns } from '../../../../worker/sales/domain/export'

describe('an amount in a file', () => {
  it.each([
    ['123456', 'EUR', '1234.56'],
    ['5', 'EUR', '0.05'],
    ['0', 'EUR', '0.00'],
    ['1234', 'JPY', '1234'],
    ['1', 'KWD', '0.001'],
    ['9007199254740991', 'EUR', '90071992547409.91'],
  ])('%s %s is %s', (minor, currency, major) => {
    expect(majorAmount(minor, currency)).toBe(major)
  })

  it('has every digit of the amount', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.constantFrom('EUR', 'JPY', 'KWD'), (minor, currency) => {
        expect(BigInt(majorAmount(String(minor), currency).replace('.', ''))).toBe(BigInt(minor))
      }),
    )
  })
})

describe('columns of a company’s own', () => {
  type Row = { readonly name: string; readonly custom: CustomValues }
  const columns: Column<Row>[] = [{ header: 'Name', cell: (row) => row.name }]

  it('come after the others, and none has the header of another', () => {
    const fields = [
      { key: 'name', label: 'name' },
      { key: 'size', label: 'Size' },
      { key: 'size_2', label: 'Size' },
    ]
    expect(withCustomColumns(columns, fields).map(({ header }) => header)).toEqual([
      'Name',
      'name (name)',
      'Size',
      'Size (size_2)',
    ])
  })

  it('hold the record’s own values only', () => {
    const [, inherited, own] = withCustomColumns(columns, [
      { key: 'constructor', label: 'C' },
      { key: 'size', label: 'S' },
    ])
    const row: Row = { name: 'A', custom: { size: 5 } }
    expect([inherited?.cell(row), own?.cell(row)]).toEqual([null, 5])
  })
})
