import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { openCsv } from '../../../../../worker/sales/domain/csv/open'
import { bytesOf, collect, cutAt, latin1, streamOf } from './support'

const TEXT = 'Kunde;Betrag\r\nMüller;12,50\r\n'

describe('an uploaded file', () => {
  it.each([
    ['plain', 'deals.csv', [bytesOf(TEXT)]],
    [
      'in single bytes',
      'deals.csv',
      cutAt(
        bytesOf(TEXT),
        Array.from({ length: 40 }, (_, i) => i),
      ),
    ],
    ['in Latin-1', 'deals.txt', [latin1(TEXT)]],
    ['packed', 'deals.csv.gz', [new Uint8Array(gzipSync(TEXT))]],
    ['packed, its first byte alone', 'deals.csv.gz', cutAt(new Uint8Array(gzipSync(TEXT)), [1, 20])],
    ['packed Latin-1', 'deals.csv.gz', [new Uint8Array(gzipSync(latin1(TEXT)))]],
  ])('%s gives its text', async (_, name, pieces) => {
    const opened = await openCsv(streamOf(pieces), name)
    expect(opened.ok && (await collect(opened.value)).join('')).toBe(TEXT)
  })

  it.each([
    ['empty', 'deals.csv', new Uint8Array(0), { kind: 'empty_file' }],
    ['not what its name says', 'deals.csv', gzipSync(TEXT), { kind: 'name_disagrees', name: 'deals.csv' }],
    ['a name of something else', 'deals.exe', bytesOf(TEXT), { kind: 'name_disagrees', name: 'deals.exe' }],
  ])('that is %s is refused at once', async (_, name, bytes, refusal) => {
    expect(await openCsv(streamOf([bytes]), name)).toEqual({ ok: false, error: refusal })
  })

  it.each([
    ['a PDF named CSV', 'deals.csv', bytesOf('%PDF-1.7 …'), { kind: 'not_a_csv', looksLike: 'a PDF' }],
    ['a PDF inside an archive', 'deals.csv.gz', gzipSync('%PDF-1.7 …'), { kind: 'not_a_csv', looksLike: 'a PDF' }],
    ['nothing inside an archive', 'deals.csv.gz', gzipSync(''), { kind: 'empty_file' }],
    ['a damaged archive', 'deals.csv.gz', gzipSync(TEXT).subarray(0, 30), { kind: 'archive_damaged' }],
    [
      'an archive of zeros',
      'deals.csv.gz',
      gzipSync(new Uint8Array(32 * 1024 * 1024)),
      { kind: 'not_a_csv', looksLike: 'a binary file' },
    ],
    [
      'an archive of one letter',
      'deals.csv.gz',
      gzipSync('a\n'.repeat(32 * 1024 * 1024)),
      { kind: 'inflates_too_much', limitRatio: 200 },
    ],
  ])('fails as it is read when it is %s', async (_, name, bytes, refusal) => {
    const opened = await openCsv(streamOf([new Uint8Array(bytes)]), name)
    if (!opened.ok) throw new Error(opened.error.kind)
    const failing = (async () => {
      for await (const _text of opened.value as unknown as AsyncIterable<string>);
    })()
    await expect(failing).rejects.toMatchObject({ refusal })
  })

  it('lets go of the upload when it is refused', async () => {
    let canceled = false
    const upload = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(bytesOf(TEXT)),
      cancel() {
        canceled = true
      },
    })
    await openCsv(upload, 'deals.pdf')
    expect(canceled).toBe(true)
  })
})
