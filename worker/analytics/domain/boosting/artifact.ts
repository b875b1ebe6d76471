import { err, ok, type Result } from '../../../kernel/result'
import { categoryBins, type FeatureBins } from './binning'
import { ByteReader, ByteWriter, crc32 } from './bytes'
import { VALUE_UNIT } from './grower'
import { binOffsets, type Input, inputPositions, type TrainedModel, type TrainingReport } from './scoring'
import { emptyForest, type Forest, LEAF, wordCount } from './tree'

/** Why bytes are not a model this version can serve. */
export type ArtifactRefused =
  | { readonly kind: 'artifact_not_ours' }
  | { readonly kind: 'artifact_other_version'; readonly version: number }
  | { readonly kind: 'artifact_damaged' }

const MAGIC = 0x4d504f53 // "SOPM"
// Whoever changes the layout below raises this.
const VERSION = 2
const HEAD_BYTES = 16 // magic, version, length and CRC-32 of the payload: 32 bits each, little-endian

const INPUT_KINDS = ['numeric', 'category'] as const
const FEATURE_KINDS = ['numeric', 'common', 'category'] as const
const HELD_OUT = ['newest', 'folds', 'slice', 'none'] as const

/** Lays a model out as bytes. Same model, same bytes; small as they are, they still halve under gzip. */
export function encodeArtifact(model: TrainedModel): Uint8Array<ArrayBuffer> {
  const writer = new ByteWriter()
  writeInputs(writer, model.inputs)
  writeFeatures(writer, model.features)
  const { base, blend, calibration, linear } = model
  const numbers = [base, blend.intercept, blend.trees, blend.linear, calibration.slope, calibration.intercept]
  for (const number of [...numbers, linear.intercept]) writer.double(number)
  writer.floats(linear.table)
  writer.doubles(model.linearMeans)
  writeForest(writer, model.forest, model.offsets)
  writeReport(writer, model.report)
  const payload = writer.finish()

  const bytes = new Uint8Array(HEAD_BYTES + payload.length)
  const head = new DataView(bytes.buffer)
  head.setUint32(0, MAGIC, true)
  head.setUint32(4, VERSION, true)
  head.setUint32(8, payload.length, true)
  head.setUint32(12, crc32(payload), true)
  bytes.set(payload, HEAD_BYTES)
  return bytes
}

/** Reads a model back, bit for bit. Refuses anything that is not whole, and any other version of the format. */
export function decodeArtifact(bytes: Uint8Array): Result<TrainedModel, ArtifactRefused> {
  if (bytes.length < HEAD_BYTES) return err({ kind: 'artifact_damaged' })
  const head = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (head.getUint32(0, true) !== MAGIC) return err({ kind: 'artifact_not_ours' })
  const version = head.getUint32(4, true)
  if (version !== VERSION) return err({ kind: 'artifact_other_version', version })
  const payload = bytes.subarray(HEAD_BYTES)
  if (head.getUint32(8, true) !== payload.length) return err({ kind: 'artifact_damaged' })
  if (head.getUint32(12, true) !== crc32(payload)) return err({ kind: 'artifact_damaged' })

  const reader = new ByteReader(payload)
  const inputs = readInputs(reader)
  const features = readFeatures(reader)
  const offsets = binOffsets(features)
  const base = reader.double()
  const blend = { intercept: reader.double(), trees: reader.double(), linear: reader.double() }
  const calibration = { slope: reader.double(), intercept: reader.double() }
  const linear = { intercept: reader.double(), table: reader.floats() }
  const linearMeans = reader.doubles()
  const forest = readForest(reader, offsets)
  const report = readReport(reader)
  const names = new Set(inputs.map(({ name }) => name))
  const fits =
    reader.isWhole &&
    forest !== null &&
    features.every(({ name }) => names.has(name)) &&
    linear.table.length === offsets[features.length] &&
    linearMeans.length === features.length
  if (!fits) return err({ kind: 'artifact_damaged' })
  const inputOf = inputPositions(inputs, features)
  return ok({ inputs, features, inputOf, offsets, base, forest, linear, linearMeans, blend, calibration, report })
}

function writeInputs(writer: ByteWriter, inputs: readonly Input[]): void {
  writer.whole(inputs.length)
  for (const { name, kind } of inputs) {
    writer.byte(INPUT_KINDS.indexOf(kind))
    writer.text(name)
  }
}

function readInputs(reader: ByteReader): Input[] {
  return Array.from({ length: reader.count() }, () => {
    const kind = INPUT_KINDS[reader.byte()] ?? 'numeric'
    return { name: reader.text(), kind }
  })
}

function writeFeatures(writer: ByteWriter, features: readonly FeatureBins[]): void {
  writer.whole(features.length)
  for (const bins of features) {
    writer.byte(FEATURE_KINDS.indexOf(bins.kind))
    writer.text(bins.name)
    if (bins.kind === 'numeric') writer.doubles(bins.cuts)
    else if (bins.kind === 'common') writer.doubles(bins.values)
    else {
      writer.whole(bins.categories.length)
      for (const text of bins.categories) writer.text(text)
    }
  }
}

function readFeatures(reader: ByteReader): FeatureBins[] {
  return Array.from({ length: reader.count() }, (): FeatureBins => {
    const kind = FEATURE_KINDS[reader.byte()] ?? 'numeric'
    const name = reader.text()
    if (kind === 'numeric') return { kind, name, cuts: reader.doubles() }
    if (kind === 'common') return { kind, name, values: reader.doubles() }
    return categoryBins(
      name,
      Array.from({ length: reader.count() }, () => reader.text()),
    )
  })
}

/**
 * One stream after the other: sizes, questions, answers. Trees are planted breadth first, so the children of the i-th
 * asking node are nodes 2 i + 1 and 2 i + 2 of its tree, and the cover of a parent is the sum of theirs: neither is kept.
 */
function writeForest(writer: ByteWriter, forest: Forest, offsets: Int32Array): void {
  const { roots, feature, test, value, cover, sets } = forest
  writer.whole(roots.length)
  for (let t = 0; t < roots.length; t++) writer.whole((roots[t + 1] ?? feature.length) - roots[t]!)
  // 0 is a leaf; otherwise the feature, and in the last bit where missing goes if it asks for a threshold.
  for (let node = 0; node < feature.length; node++) {
    const f = feature[node]!
    writer.whole(f === LEAF ? 0 : 2 * (f + 1) + (test[node]! >> 8 === 1 ? 1 : 0))
  }
  for (let node = 0; node < feature.length; node++) {
    const f = feature[node]!
    if (f === LEAF) continue
    // What kind of question it is follows from the feature, but only the features know: a set says so itself.
    if (test[node]! >= 0) {
      writer.byte(test[node]! & 255)
      continue
    }
    writer.byte(0)
    const bins = offsets[f + 1]! - offsets[f]!
    for (let i = 0; i < bins; i += 8) writer.byte((sets[-1 - test[node]! + (i >> 5)]! >>> (i & 31)) & 255)
  }
  for (let node = 0; node < feature.length; node++) {
    if (feature[node] === LEAF) writer.signed(Math.round(value[node]! / VALUE_UNIT))
  }
  for (let node = 0; node < feature.length; node++) if (feature[node] === LEAF) writer.whole(cover[node]!)
}

function readForest(reader: ByteReader, offsets: Int32Array): Forest | null {
  const sizes = Array.from({ length: reader.count() }, () => reader.count())
  const nodeCount = sizes.reduce((sum, size) => sum + size, 0)
  const { roots, feature, test, left, value, cover } = emptyForest(sizes.length, nodeCount)
  const sets: number[] = []
  for (let node = 0; node < nodeCount; node++) {
    const asked = reader.whole()
    feature[node] = (asked >> 1) - 1
    test[node] = (asked & 1) << 8
    if (feature[node]! >= offsets.length - 1) return null
  }
  let first = 0
  for (let t = 0; t < sizes.length; t++) {
    const end = first + sizes[t]!
    roots[t] = first
    let next = first + 1
    for (let node = first; node < end; node++) {
      if (feature[node] === LEAF) continue
      left[node] = next
      next += 2
    }
    if (next !== end) return null
    first = end
  }
  for (let node = 0; node < nodeCount; node++) {
    const f = feature[node]!
    if (f === LEAF) continue
    const threshold = reader.byte()
    // No threshold lies below the first bin of values: 0 announces a set.
    if (threshold > 0) {
      test[node]! += threshold
      continue
    }
    test[node] = -1 - sets.length
    const bins = offsets[f + 1]! - offsets[f]!
    const words = new Uint32Array(wordCount(bins))
    for (let i = 0; i < bins; i += 8) words[i >> 5]! |= reader.byte() << (i & 31)
    sets.push(...words)
  }
  for (let node = 0; node < nodeCount; node++) if (feature[node] === LEAF) value[node] = reader.signed() * VALUE_UNIT
  for (let node = 0; node < nodeCount; node++) if (feature[node] === LEAF) cover[node] = reader.whole()
  for (let node = nodeCount - 1; node >= 0; node--) {
    if (feature[node] !== LEAF) cover[node] = cover[left[node]!]! + cover[left[node]! + 1]!
  }
  return { roots, feature, test, left, value, cover, sets: Uint32Array.from(sets) }
}

function writeReport(writer: ByteWriter, report: TrainingReport): void {
  for (const key of REPORT_NUMBERS) writer.double(report[key])
  writer.byte(HELD_OUT.indexOf(report.heldOut))
  writer.byte(report.stopped ? 1 : 0)
}

function readReport(reader: ByteReader): TrainingReport {
  const numbers = Object.fromEntries(REPORT_NUMBERS.map((key) => [key, reader.double()])) as ReportNumbers
  return { ...numbers, heldOut: HELD_OUT[reader.byte()] ?? 'none', stopped: reader.byte() === 1 }
}

type ReportNumbers = Omit<TrainingReport, 'heldOut' | 'stopped'>

// Every number of the report, in the order of the bytes; the type below does not compile when one is forgotten.
const REPORT_NUMBERS = [
  'rows',
  'wonDeals',
  'lostDeals',
  'baseLoss',
  'treesLoss',
  'linearLoss',
  'blendLoss',
  'rounds',
  'maxDepth',
  'maxLeaves',
  'learningRate',
  'lambda',
  'linearLambda',
  'seed',
] as const satisfies readonly (keyof ReportNumbers)[]
const _everyNumber: Record<Exclude<keyof ReportNumbers, (typeof REPORT_NUMBERS)[number]>, never> = {}
void _everyNumber
