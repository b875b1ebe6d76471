import { expect, it } from 'vitest'
import { openCsv } from '../../../../../worker/sales/domain/csv/open'
import { CsvRefused } from '../../../../../worker/sales/domain/csv/refusals'
import { bytesOf, collect, latin1, streamOf, utf16 } from './support'

// Encodings and unpacking are the platform's own, so they are shown where they will run.
const TEXT = 'Kunde;Betrag\r\nMüller;12,50\r\n'

async function packed(pieces: readonly Uint8Array[]): Promise<Uint8Array[]> {
  return collect(
    streamOf(pieces).pipeThrough(new CompressionStream('gzip') as ReadableWritablePair<Uint8Array, Uint8Array>),
  )
}

async function textOf(pieces: readonly Uint8Array[], name: string): Promise<string> {
  const opened = await openCsv(streamOf(pieces), name)
  if (!opened.ok) throw new CsvRefused(opened.error)
  return (await collect(opened.value)).join('')
}

it.each([
  ['UTF-8', bytesOf(TEXT)],
  ['Latin-1', latin1(TEXT)],
  ['UTF-16', utf16(TEXT, 'le')],
  ['UTF-16, big end first', utf16(TEXT, 'be')],
])('reads %s, packed or not', async (_, bytes) => {
  expect(await textOf([bytes], 'deals.csv')).toBe(TEXT)
  expect(await textOf(await packed([bytes]), 'deals.csv.gz')).toBe(TEXT)
})

it('unpacks a long file whole', async () => {
  const text = Array.from({ length: 200_000 }, (_, i) => `${i};deal ${(i * 7919) % 10_007}\n`).join('')
  expect(await textOf(await packed([bytesOf(text)]), 'deals.csv.gz')).toBe(text)
})

it('refuses a zip bomb long before it has unpacked it', async () => {
  const line = bytesOf('a,b\n'.repeat(1024 * 1024))
  const bomb = await packed(Array.from({ length: 100 }, () => line)) // 400 MB
  await expect(textOf(bomb, 'deals.csv.gz')).rejects.toMatchObject({ refusal: { kind: 'inflates_too_much' } })
}, 30_000)

it('refuses an archive that is cut off', async () => {
  const [...pieces] = await packed([bytesOf(TEXT.repeat(1000))])
  const whole = Uint8Array.from(pieces.flatMap((piece) => [...piece]))
  await expect(textOf([whole.subarray(0, whole.length - 9)], 'deals.csv.gz')).rejects.toMatchObject({
    refusal: { kind: 'archive_damaged' },
  })
})
