import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeArtifact, encodeArtifact } from '../../../../../worker/analytics/domain/boosting/artifact'
import { ByteReader, ByteWriter, crc32 } from '../../../../../worker/analytics/domain/boosting/bytes'
import { categoryColumn, numericColumn } from '../../../../../worker/analytics/domain/boosting/dataset'
import { trainModel } from '../../../../../worker/analytics/domain/boosting/model'
import { encodeDataset, predictBatch } from '../../../../../worker/analytics/domain/boosting/scoring'
import { dataset, deals } from './builders'

const data = deals(400, 51)
const model = trainModel(data)
const bytes = encodeArtifact(model)

function decoded(from: Uint8Array) {
  const result = decodeArtifact(from)
  if (!result.ok) throw new Error(result.error.kind)
  return result.value
}

describe('an artifact', () => {
  it('comes back as the model it was, to the last bit', () => {
    expect(decoded(bytes)).toEqual(model)
    expect(encodeArtifact(decoded(bytes))).toEqual(bytes)
    const rows = encodeDataset(model, data)
    expect(predictBatch(decoded(bytes), rows)).toEqual(predictBatch(model, rows))
  })

  it('comes back from the middle of a larger buffer', () => {
    const larger = new Uint8Array(bytes.length + 11)
    larger.set(bytes, 5)
    expect(decoded(larger.subarray(5, 5 + bytes.length))).toEqual(model)
  })

  it('keeps any names and categories, and models of one class, of no column, of shared amounts', () => {
    const names = ['', 'naïve', '成約', '\ud800 lonely', '👍'.repeat(50)]
    const texts = Array.from({ length: 300 }, (_, i) => names[1 + (i % 4)]!)
    const amounts = Array.from({ length: 300 }, (_, i) => (i % 3 === 0 ? 50_000 : Math.PI ** (i / 20)))
    const labels = Uint8Array.from(texts, (_, i) => ((i * 7) % 11 < 5 ? 1 : 0))
    const sets = [
      dataset({ columns: names.map((name) => categoryColumn(name, texts)), labels }),
      dataset({ columns: [numericColumn('amount', amounts)], labels }),
      dataset({ columns: [], labels }),
      dataset({ columns: [categoryColumn('c', texts)], labels: new Uint8Array(300) }),
    ]
    for (const set of sets) {
      const trained = trainModel(set)
      expect(decoded(encodeArtifact(trained))).toEqual(trained)
    }
  })

  it('is refused when any one byte is not as it was', () => {
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const damaged = bytes.slice()
        damaged[at]! ^= flip
        expect(decodeArtifact(damaged).ok).toBe(false)
      }),
      { numRuns: 500 },
    )
    // And each byte of the head, where a length or a version would be believed.
    for (let at = 0; at < 64; at++) {
      for (const flip of [1, 128, 255]) {
        const damaged = bytes.slice()
        damaged[at]! ^= flip
        expect(decodeArtifact(damaged).ok).toBe(false)
      }
    }
  })

  it('is refused when cut short or longer than it should be', () => {
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), (length) => {
        expect(decodeArtifact(bytes.subarray(0, length))).toMatchObject({ ok: false })
      }),
    )
    expect(decodeArtifact(Uint8Array.of(...bytes, 0))).toEqual({ ok: false, error: { kind: 'artifact_damaged' } })
  })

  it('says why it is refused', () => {
    const other = bytes.slice()
    other[4] = 77
    expect(decodeArtifact(other)).toEqual({ ok: false, error: { kind: 'artifact_other_version', version: 77 } })
    expect(decodeArtifact(new TextEncoder().encode('<!doctype html> no model'))).toEqual({
      ok: false,
      error: { kind: 'artifact_not_ours' },
    })
    expect(decodeArtifact(new Uint8Array(3))).toEqual({ ok: false, error: { kind: 'artifact_damaged' } })
  })

  it('is refused, not obeyed, when bytes with a true checksum make no model', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (payload) => {
        const forged = new Uint8Array(16 + payload.length)
        forged.set(bytes.subarray(0, 8))
        const head = new DataView(forged.buffer)
        head.setUint32(8, payload.length, true)
        head.setUint32(12, crc32(payload), true)
        forged.set(payload, 16)
        expect(decodeArtifact(forged)).toEqual({ ok: false, error: { kind: 'artifact_damaged' } })
      }),
      { numRuns: 500 },
    )
  })

  it('is small', () => {
    const nodes = model.forest.feature.length
    expect(nodes).toBeGreaterThan(200)
    expect(gzipSync(bytes).length).toBeLessThan(6 * nodes + 6000)
  })
})

describe('bytes', () => {
  it('read back what was written, in order, and know when they end', () => {
    const part = fc.oneof(
      fc.record({ kind: fc.constant('whole' as const), value: fc.maxSafeNat() }),
      fc.record({ kind: fc.constant('signed' as const), value: fc.integer() }),
      fc.record({ kind: fc.constant('double' as const), value: fc.double() }),
      fc.record({ kind: fc.constant('text' as const), value: fc.string({ unit: 'binary' }) }),
      fc.record({
        kind: fc.constant('doubles' as const),
        value: fc.array(fc.double()).map((values) => Float64Array.from(values)),
      }),
      fc.record({
        kind: fc.constant('floats' as const),
        value: fc.array(fc.float()).map((values) => Float64Array.from(values)),
      }),
    )
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const writer = new ByteWriter()
        for (const { kind, value } of parts) writer[kind](value as never)
        const reader = new ByteReader(writer.finish())
        for (const { kind, value } of parts) expect(reader[kind]()).toEqual(value)
        expect(reader.isWhole).toBe(true)
        reader.byte()
        expect(reader.isWhole).toBe(false)
      }),
    )
  })

  it('have the checksum the standard gives for the nine digits', () => {
    expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926)
  })
})
