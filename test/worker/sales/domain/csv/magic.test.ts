import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { packingOf, refuseName, refuseNotCsv } from '../../../../../worker/sales/domain/csv/magic'
import { refusalInWords } from '../../../../../worker/sales/domain/csv/refusals'
import { bytesOf, utf16 } from './support'

function signature(...bytes: number[]): Uint8Array {
  return Uint8Array.from([...bytes, ...bytesOf(' and what follows it in such a file')])
}

describe('a file that is no CSV', () => {
  it.each([
    ['a PDF', bytesOf('%PDF-1.4 1 0 obj')],
    ['an Excel workbook', Uint8Array.from([0x50, 0x4b, 3, 4, ...bytesOf('\u0014 [Content_Types].xml')])],
    ['an Excel workbook', signature(0xd0, 0xcf, 0x11, 0xe0, 0xa1)],
    ['a ZIP archive', Uint8Array.from([0x50, 0x4b, 3, 4, ...bytesOf('\u0014 deals.csv')])],
    ['an image', signature(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a)],
    ['an image', signature(0xff, 0xd8, 0xff, 0xe0)],
    ['an archive', signature(0x37, 0x7a, 0xbc, 0xaf, 0x27)],
    ['an archive', signature(0x28, 0xb5, 0x2f, 0xfd)],
    ['a database', bytesOf('SQLite format 3\u0000')],
    ['a program', signature(0x7f, 0x45, 0x4c, 0x46)],
    ['a web page', bytesOf('\n<!DOCTYPE html><html>')],
    ['a web page', bytesOf('<html lang="en">')],
    ['an XML document', bytesOf('<?xml version="1.0"?>')],
    ['a JSON document', bytesOf('[{"name":"Acme"}]')],
    ['a JSON document', bytesOf('{ "deals": [] }')],
    ['a rich text document', bytesOf('{\\rtf1\\ansi')],
    ['a binary file', new Uint8Array(400)],
  ])('is called %s', (looksLike, head) => {
    expect(refuseNotCsv(head)).toEqual({ kind: 'not_a_csv', looksLike })
  })

  it('is told to be saved as CSV when it is a workbook', () => {
    expect(refusalInWords({ kind: 'not_a_csv', looksLike: 'an Excel workbook' })).toMatch(/save it as CSV/)
  })

  it('is refused when it is packed twice', () => {
    expect(refuseNotCsv(gzipSync(gzipSync('a,b')).subarray(0)) ?? refuseNotCsv(gzipSync('a,b'))).toMatchObject({
      looksLike: 'an archive',
    })
  })
})

describe('a file that may be a CSV', () => {
  it.each([
    ['plain text', bytesOf('a,b\n1,2\n')],
    ['a name in brackets', bytesOf('[Name],{Value}\n1,2\n')],
    ['one NUL in a name', bytesOf(`Name,Amount\n${'Acme,12\n'.repeat(30)}A\u0000cme,1\n`)],
    ['a NUL in a small file', bytesOf('a,b\nA\u0000,1\n')],
    ['UTF-16, half of which is zero', utf16('Name;Betrag\r\nAcme;12\r\n', 'le')],
    ['UTF-16 without a mark', utf16('Name;Betrag\r\nAcme;12\r\n', 'be', false)],
  ])('is let through with %s', (_, head) => {
    expect(refuseNotCsv(head)).toBeNull()
  })
})

describe('the name of a file', () => {
  it.each([
    ['deals.csv', 'none', true],
    ['DEALS.CSV', 'none', true],
    ['deals.tsv', 'none', true],
    ['deals.txt', 'none', true],
    ['deals.csv.gz', 'gzip', true],
    ['deals.gz', 'gzip', true],
    ['deals.csv', 'gzip', false],
    ['deals.csv.gz', 'none', false],
    ['deals.csv.exe', 'none', false],
    ['deals.xlsx', 'none', false],
    ['deals', 'none', false],
  ] as const)('%s with %s packing agrees: %s', (name, packing, agrees) => {
    expect(refuseName(name, packing)).toEqual(agrees ? null : { kind: 'name_disagrees', name })
  })

  it('says how content is packed', () => {
    expect(packingOf(gzipSync('a'))).toBe('gzip')
    expect(packingOf(bytesOf('a,b'))).toBe('none')
  })
})
