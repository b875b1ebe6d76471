import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { boundBytes, inflateBounded } from '../../../../../worker/sales/domain/csv/inflate'
import { CsvRefused } from '../../../../../worker/sales/domain/csv/refusals'
import { bytesOf, collect, cutAt, streamOf } from './support'

const MB = 1024 * 1024
const TEXT = Array.from({ length: 20_000 }, (_, i) => `${i},deal ${(i * 7919) % 10_007},${i % 97}`).join('\n')

function inflated(packed: readonly Uint8Array[], limits?: Parameters<typeof inflateBounded>[0]) {
  return streamOf(packed).pipeThrough(inflateBounded(limits))
}

async function textOf(stream: ReadableStream<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder()
  return (await collect(stream)).map((piece) => decoder.decode(piece, { stream: true })).join('') + decoder.decode()
}

describe('unpacking', () => {
  it('gives back what was packed, however it arrives', async () => {
    const packed = new Uint8Array(gzipSync(TEXT))
    expect(await textOf(inflated([packed]))).toBe(TEXT)
    expect(await textOf(inflated(cutAt(packed, [1, 2, 10, 11, 5000, 40_000])))).toBe(TEXT)
  })

  it('lets a file be repetitive while it is small', async () => {
    const text = 'a,b\n'.repeat(MB)
    expect(await textOf(inflated([gzipSync(text)]))).toBe(text)
  })

  it('refuses an archive that unpacks to far more than its size, early', async () => {
    const bomb = gzipSync(new Uint8Array(64 * MB))
    const stream = inflated([bomb])
    const reader = stream.getReader()
    let given = 0
    const reading = (async () => {
      for (;;) {
        const { done, value } = await reader.read()
        if (done) return
        given += value.length
      }
    })()
    await expect(reading).rejects.toMatchObject({ refusal: { kind: 'inflates_too_much' } })
    expect(given).toBeLessThan(32 * MB)
  })

  it('refuses content past the size allowed', async () => {
    const limits = { maxBytes: 100_000, maxRatio: 1000, graceBytes: 0 }
    await expect(textOf(inflated([gzipSync(TEXT)], limits))).rejects.toMatchObject({
      refusal: { kind: 'file_too_large', limitBytes: 100_000 },
    })
  })

  it.each([
    ['cut off', (packed: Uint8Array) => packed.subarray(0, packed.length - 2000)],
    ['cut in its checksum', (packed: Uint8Array) => packed.subarray(0, packed.length - 3)],
    ['no archive', () => bytesOf('hello, world')],
    ['changed inside', (packed: Uint8Array) => packed.map((byte, i) => (i === 20_000 ? byte ^ 0xff : byte))],
    ['empty', () => new Uint8Array(0)],
  ])('refuses an archive that is %s', async (_, spoil) => {
    const failing = textOf(inflated([spoil(new Uint8Array(gzipSync(TEXT)))]))
    await expect(failing).rejects.toThrow(CsvRefused)
    await expect(failing).rejects.toMatchObject({ refusal: { kind: 'archive_damaged' } })
  })

  it('passes on the failure of its source as it is', async () => {
    const broken = new Error('the connection was lost')
    const source = new ReadableStream<Uint8Array>({
      pull(controller) {
        controller.error(broken)
      },
    })
    await expect(collect(source.pipeThrough(inflateBounded()))).rejects.toBe(broken)
  })

  it('lets go of its source when it refuses', async () => {
    let canceled = false
    const bomb = new Uint8Array(gzipSync(new Uint8Array(64 * MB)))
    const source = new ReadableStream<Uint8Array>({
      pull(controller) {
        controller.enqueue(bomb.slice())
      },
      cancel() {
        canceled = true
      },
    })
    await expect(collect(source.pipeThrough(inflateBounded()))).rejects.toThrow(CsvRefused)
    await expect.poll(() => canceled).toBe(true)
  })

  it('lets go of its source when nobody reads on', async () => {
    let canceled = false
    const packed = new Uint8Array(gzipSync(TEXT))
    const source = new ReadableStream<Uint8Array>({
      pull(controller) {
        controller.enqueue(packed.slice(0, 1000))
      },
      cancel() {
        canceled = true
      },
    })
    const reader = source.pipeThrough(inflateBounded()).getReader()
    await reader.cancel()
    await expect.poll(() => canceled).toBe(true)
  })
})

describe('a plain file', () => {
  it('passes up to the size allowed and not a byte more', async () => {
    const bytes = bytesOf('0123456789')
    expect(await textOf(streamOf([bytes]).pipeThrough(boundBytes(10)))).toBe('0123456789')
    await expect(textOf(streamOf(cutAt(bytes, [4])).pipeThrough(boundBytes(9)))).rejects.toMatchObject({
      refusal: { kind: 'file_too_large', limitBytes: 9 },
    })
  })
})
