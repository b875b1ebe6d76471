import { describe, expect, it } from 'vitest'
import { dispositionOf, typeOf } from '../../../../worker/tasks/domain/attachment'

const bytes = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0))
const PNG = bytes('\x89PNG\r\n\x1a\n')

describe('a file', () => {
  it.each([
    ['plan.pdf', bytes('%PDF-1.7'), 'application/pdf'],
    ['photo.PNG', PNG, 'image/png'],
    ['photo.jpeg', bytes('\xff\xd8\xff\xe0'), 'image/jpeg'],
    ['list.csv', bytes('a,b\n1,2\n'), 'text/csv'],
    ['notes.md', bytes('# Title\n'), 'text/plain'],
    ['quote.xlsx', bytes('PK\x03\x04....xl/workbook.xml'), /spreadsheetml/],
  ])('%s is what its bytes say', (name, head, type) => {
    const found = typeOf(name, head)
    expect(found.ok && found.value).toMatch(type)
  })

  it.each([
    ['empty.pdf', bytes(''), 'file_empty'],
    ['page.html', bytes('<!DOCTYPE html><p>'), 'file_type_refused'],
    ['photo.png', bytes('<html><script>alert(1)</script>'), 'file_type_refused'],
    ['logo.svg', bytes('<?xml version="1.0"?><svg onload="x">'), 'file_type_refused'],
    ['setup.pdf', bytes('MZ\x90\0'), 'file_type_refused'],
    ['run.txt', bytes('#!/bin/sh'), 'file_type_refused'],
    ['photo.pdf', PNG, 'file_name_disagrees'],
    ['photo', PNG, 'file_name_disagrees'],
    ['notes.exe', bytes('plain text'), 'file_name_disagrees'],
    ['blob.bin', bytes('\0\x01\x02'), 'file_type_refused'],
  ])('%s is refused', (name, head, kind) => {
    expect(typeOf(name, head)).toMatchObject({ ok: false, error: { kind } })
  })

  it('is named for whoever downloads it, and nothing escapes from the name', () => {
    expect(dispositionOf('Zoltán "v2".pdf')).toBe(
      `attachment; filename="Zolt_n _v2_.pdf"; filename*=UTF-8''Zolt%C3%A1n%20%22v2%22.pdf`,
    )
    expect(dispositionOf('a\r\nSet-Cookie: x.pdf')).not.toMatch(/[\r\n]/)
  })
})
