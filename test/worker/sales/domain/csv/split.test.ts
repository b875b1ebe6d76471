import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CHUNK_BYTES, MAX_RECORD_CHARS } from '../../../../../worker/sales/domain/csv/limits'
import type { CsvRecord } from '../../../../../worker/sales/domain/csv/parse'
import { type CsvChunk, splitIntoChunks } from '../../../../../worker/sales/domain/csv/split'
import { chunksOf, collect, commas, cutAt, recordsOf, streamOf } from './support'

function recordsIn(chunks: readonly CsvChunk[]): CsvRecord[] {
  return chunks.flatMap(({ bytes, firstRow }) => recordsOf(new TextDecoder().decode(bytes), ',', firstRow))
}

describe('chunks', () => {
  it('hold whole records after the header, and say which rows they are', () => {
    const [first, second, ...more] = chunksOf(['h,i\n1,"a\nb"\n\n2,c\n3,d\n'], commas, 8)
    expect(first).toMatchObject({ index: 0, firstRow: 2, rows: 1, byteOffset: 0 })
    expect(new TextDecoder().decode(first?.bytes)).toBe('1,"a\nb"\n')
    expect(second).toMatchObject({ index: 1, firstRow: 3, rows: 3, byteOffset: 8 })
    expect(more).toEqual([])
  })

  it('begin with the first row of a file without a header', () => {
    expect(chunksOf(['1,2\n3,4'], { ...commas, header: false }, 100)).toMatchObject([{ firstRow: 1, rows: 2 }])
  })

  it('leave out the line that names the delimiter', () => {
    const [chunk] = chunksOf(['sep=;\nh;i\n1;2\n'], { delimiter: ';', header: true, sepLine: true }, 100)
    expect(chunk).toMatchObject({ firstRow: 2, rows: 1 })
    expect(new TextDecoder().decode(chunk?.bytes)).toBe('1;2\n')
  })

  it('are none for a header alone', () => {
    expect(chunksOf(['h,i\n'], commas, 100)).toEqual([])
  })

  it('are about as large as asked for, and no larger than that and one piece', () => {
    const text = Array.from({ length: 60_000 }, (_, i) => `${i},ein Kunde aus Österreich,${i % 977}\n`).join('')
    const chunks = chunksOf(cutAt(text, [1000, 70_000, 1_500_000]), commas, CHUNK_BYTES)
    expect(chunks.length).toBeGreaterThan(1)
    for (const { bytes } of chunks.slice(0, -1)) {
      expect(bytes.length).toBeGreaterThanOrEqual(CHUNK_BYTES)
      expect(bytes.length).toBeLessThan(CHUNK_BYTES + 200_000)
    }
  })

  it('are cut from one long text as from many short ones', () => {
    const text = `h\n${'a row of some length\n'.repeat(10_000)}`
    const whole = chunksOf([text], commas, 50_000)
    expect(whole.length).toBeGreaterThan(3)
    expect(recordsIn(whole)).toEqual(recordsIn(chunksOf(cutAt(text, [7, 90_001, 90_002]), commas, 50_000)))
  })

  it('fail the stream when a line is too long', async () => {
    const pieces = ['h\n', 'x'.repeat(MAX_RECORD_CHARS), 'xx']
    await expect(collect(streamOf(pieces).pipeThrough(splitIntoChunks(commas)))).rejects.toMatchObject({
      refusal: { kind: 'record_too_long', row: 2 },
    })
  })
})

describe('laws of chunks', () => {
  const text = fc
    .array(
      fc.string({ unit: fc.constantFrom('"', '""', ',', '\n', '\r', '\r\n', 'a', 'é', '😀', ' '), maxLength: 10 }),
      {
        maxLength: 20,
      },
    )
    .map((pieces) => pieces.join(''))

  it('together they are the file after its header, each record in one of them, wherever text and chunks are cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        text,
        fc.array(fc.nat(), { maxLength: 6 }),
        fc.integer({ min: 1, max: 40 }),
        async (body, places, size) => {
          const pieces = cutAt(`h,i\n${body}`, places)
          const chunks = await collect(streamOf(pieces).pipeThrough(splitIntoChunks(commas, size)))
          expect(recordsIn(chunks)).toEqual(recordsOf(`h,i\n${body}`).slice(1))
          let row = 2
          let offset = 0
          for (const chunk of chunks) {
            expect(chunk).toMatchObject({ firstRow: row, byteOffset: offset })
            row += chunk.rows
            offset += chunk.bytes.length
          }
          expect(offset).toBe(new TextEncoder().encode(body).length)
        },
      ),
      { numRuns: 1000 },
    )
  })
})
