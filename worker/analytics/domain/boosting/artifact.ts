import { err, ok, type Result } from '../../../kernel/result'
import type { FeatureBins } from './binning'
import { VALUE_UNIT } from './grower'
import { binOffsets, inputPositions, type TrainedModel } from './scoring'

/** Why bytes are not a model this version can serve. */
export type ArtifactRefused =
  | { readonly kind: 'artifact_not_ours' }
  | { readonly kind: 'artifact_other_version'; readonly version: number }
  | { readonly kind: 'artifact_damaged' }

// "SOPM", then the format's number. Whoever changes the layout below raises the number.
const MAGIC = 0x4d504f53
const VERSION = 1
const HEAD_BYTES = 16 // magic, version, header length, checksum

type Numbers = 'i8' | 'i16' | 'i32' | 'u32' | 'f64'
type Arrays = { readonly name: string; readonly type: Numbers; readonly length: number }[]

interface Header extends Pick<TrainedModel, 'inputs' | 'base' | 'blend' | 'calibration' | 'report'> {
  readonly features: readonly {
    readonly kind: FeatureBins['kind']
    readonly name: string
    readonly categories?: readonly string[]
  }[]
  readonly linearIntercept: number
  readonly arrays: Arrays
}

/**
 * Lays a model out as bytes: a header in JSON, then plain little-endian arrays, with a checksum over all of it. Leaf values are
 * whole multiples of a power of two and children follow their parents, so small whole numbers are all there is to store and
 * the file packs well. Same model, same bytes.
 */
export function encodeArtifact(model: TrainedModel): Uint8Array<ArrayBuffer> {
  const { forest } = model
  const parts: { name: string; type: Numbers; values: ArrayLike<number> }[] = [
    { name: 'roots', type: 'i32', values: deltas(forest.roots) },
    { name: 'feature', type: 'i16', values: forest.feature },
    { name: 'test', type: 'i32', values: forest.test },
    { name: 'left', type: 'i32', values: forest.left.map((left, node) => (left === 0 ? 0 : left - node)) },
    { name: 'value', type: 'i32', values: Int32Array.from(forest.value, (value) => Math.round(value / VALUE_UNIT)) },
    { name: 'cover', type: 'i32', values: forest.cover },
    { name: 'sets', type: 'u32', values: forest.sets },
    { name: 'linear', type: 'f64', values: model.linear.table },
    { name: 'linearMeans', type: 'f64', values: model.linearMeans },
    ...model.features.flatMap((bins, f) =>
      bins.kind === 'category'
        ? []
        : [{ name: `bins${f}`, type: 'f64' as const, values: bins.kind === 'numeric' ? bins.cuts : bins.values }],
    ),
  ]
  const header: Header = {
    inputs: model.inputs,
    base: model.base,
    blend: model.blend,
    calibration: model.calibration,
    report: model.report,
    features: model.features.map((bins) => ({
      kind: bins.kind,
      name: bins.name,
      ...(bins.kind === 'category' && { categories: bins.categories }),
    })),
    linearIntercept: model.linear.intercept,
    arrays: parts.map(({ name, type, values }) => ({ name, type, length: values.length })),
  }
  const head = new TextEncoder().encode(JSON.stringify(header))
  const body = parts.map(({ type, values }) => toBytes(type, values))
  const size = body.reduce((sum, bytes) => sum + bytes.length, HEAD_BYTES + head.length)
  const out = new Uint8Array(size)
  const view = new DataView(out.buffer)
  view.setUint32(0, MAGIC, true)
  view.setUint32(4, VERSION, true)
  view.setUint32(8, head.length, true)
  out.set(head, HEAD_BYTES)
  let at = HEAD_BYTES + head.length
  for (const bytes of body) {
    out.set(bytes, at)
    at += bytes.length
  }
  view.setUint32(12, checksum(out.subarray(HEAD_BYTES)), true)
  return out
}

/** Reads a model back, bit for bit. Refuses anything that is not whole, and any other version of the format. */
export function decodeArtifact(bytes: Uint8Array): Result<TrainedModel, ArtifactRefused> {
  if (bytes.length < HEAD_BYTES) return err({ kind: 'artifact_damaged' })
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (view.getUint32(0, true) !== MAGIC) return err({ kind: 'artifact_not_ours' })
  const version = view.getUint32(4, true)
  if (version !== VERSION) return err({ kind: 'artifact_other_version', version })
  const headLength = view.getUint32(8, true)
  if (view.getUint32(12, true) !== checksum(bytes.subarray(HEAD_BYTES))) return err({ kind: 'artifact_damaged' })
  if (HEAD_BYTES + headLength > bytes.length) return err({ kind: 'artifact_damaged' })

  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(HEAD_BYTES, HEAD_BYTES + headLength))) as Header
  const arrays = new Map<string, Float64Array>()
  let at = HEAD_BYTES + headLength
  for (const { name, type, length } of header.arrays) {
    if (at + length * BYTES[type] > bytes.length) return err({ kind: 'artifact_damaged' })
    arrays.set(name, fromBytes(type, view, at, length))
    at += length * BYTES[type]
  }
  const array = (name: string) => arrays.get(name) ?? new Float64Array()
  const features = header.features.map(({ kind, name, categories = [] }, f): FeatureBins => {
    if (kind === 'numeric') return { kind, name, cuts: array(`bins${f}`) }
    if (kind === 'common') return { kind, name, values: array(`bins${f}`) }
    return { kind, name, categories, binByText: new Map(categories.map((text, k) => [text, k + 2])) }
  })
  return ok({
    inputs: header.inputs,
    features,
    inputOf: inputPositions(header.inputs, features),
    offsets: binOffsets(features),
    base: header.base,
    forest: {
      roots: sums(array('roots')),
      feature: Int16Array.from(array('feature')),
      test: Int32Array.from(array('test')),
      left: Int32Array.from(array('left'), (distance, node) => (distance === 0 ? 0 : distance + node)),
      value: array('value').map((units) => units * VALUE_UNIT),
      cover: Int32Array.from(array('cover')),
      sets: Uint32Array.from(array('sets')),
    },
    linear: { intercept: header.linearIntercept, table: array('linear') },
    linearMeans: array('linearMeans'),
    blend: header.blend,
    calibration: header.calibration,
    report: header.report,
  })
}

const BYTES: Readonly<Record<Numbers, number>> = { i8: 1, i16: 2, i32: 4, u32: 4, f64: 8 }

function toBytes(type: Numbers, values: ArrayLike<number>): Uint8Array {
  const out = new Uint8Array(values.length * BYTES[type])
  const view = new DataView(out.buffer)
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!
    const at = i * BYTES[type]
    if (type === 'i8') view.setInt8(at, value)
    else if (type === 'i16') view.setInt16(at, value, true)
    else if (type === 'i32') view.setInt32(at, value, true)
    else if (type === 'u32') view.setUint32(at, value, true)
    else view.setFloat64(at, value, true)
  }
  return out
}

function fromBytes(type: Numbers, view: DataView, start: number, length: number): Float64Array {
  return Float64Array.from({ length }, (_, i) => {
    const at = start + i * BYTES[type]
    if (type === 'i8') return view.getInt8(at)
    if (type === 'i16') return view.getInt16(at, true)
    if (type === 'i32') return view.getInt32(at, true)
    return type === 'u32' ? view.getUint32(at, true) : view.getFloat64(at, true)
  })
}

function deltas(values: Int32Array): Int32Array {
  return values.map((value, i) => (i === 0 ? value : value - values[i - 1]!))
}

function sums(distances: Float64Array): Int32Array {
  let sum = 0
  return Int32Array.from(distances, (distance) => {
    sum += distance
    return sum
  })
}

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  return crc
})

/** CRC-32 (ISO 3309): finds every single damaged byte, and all but one in four thousand million others. */
function checksum(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) crc = TABLE[(crc ^ byte) & 255]! ^ (crc >>> 8)
  return (crc ^ 0xffffffff) >>> 0
}
