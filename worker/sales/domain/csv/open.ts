import { err, ok, type Result } from '../../../kernel/result'
import { type CsvDecoder, decodeCsv } from './decode'
import { boundBytes, inflateBounded } from './inflate'
import { packingOf, refuseName } from './magic'
import type { CsvRefusal } from './refusals'

/**
 * The text of an uploaded file, packed or not, in bounded memory. What shows in the first bytes is refused at once; the
 * stream fails with CsvRefused for what shows later. A file that was taken once has had its name checked: null.
 */
export async function openCsv(
  bytes: ReadableStream<Uint8Array>,
  name: string | null,
  onDone?: (decoder: CsvDecoder) => void,
): Promise<Result<ReadableStream<string>, CsvRefusal>> {
  const reader = bytes.getReader()
  const head: Uint8Array[] = []
  let known = 0
  while (known < 2) {
    const { done, value } = await reader.read()
    if (done) break
    head.push(value)
    known += value.length
  }
  const start = Uint8Array.from(head.flatMap((piece) => [...piece.subarray(0, 2)]))
  const packing = packingOf(start)
  const refusal: CsvRefusal | null =
    known === 0 ? { kind: 'empty_file' } : name === null ? null : refuseName(name, packing)
  if (refusal) {
    await reader.cancel()
    return err(refusal)
  }
  const whole = resumed(head, reader).pipeThrough(boundBytes())
  const plain = packing === 'gzip' ? whole.pipeThrough(inflateBounded()) : whole
  return ok(plain.pipeThrough(decodeCsv(onDone)))
}

// The bytes already taken, then the rest of the stream they were taken from.
function resumed(head: Uint8Array[], reader: ReadableStreamDefaultReader<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const piece = head.shift()
        if (piece) return controller.enqueue(piece)
        const { done, value } = await reader.read()
        if (done) controller.close()
        else controller.enqueue(value)
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  )
}
