import { VALUE_UNIT } from './grower'
import { binOffsets, inputPositions, type TrainedModel } from './scoring'
import { type Forest, LEAF } from './tree'

/** Trees grown on the margin of another model, and how they read their inputs. */
export type Grown = Pick<TrainedModel, 'inputs' | 'features' | 'forest'>

/**
 * One model that says what the first says and adds what the trees correct it by. Its trees take the first model's calibration
 * into their leaves, so that the whole is a plain model: kept, scored and explained like any other.
 */
export function joinModels(first: TrainedModel, grown: Grown): TrainedModel {
  const inputs = [...grown.inputs, ...first.inputs.filter(({ name }) => !grown.inputs.some((one) => one.name === name))]
  // Features of one input are neighbours: the first model's readings of it, then the second's.
  const read = inputs.flatMap(({ name }) => [
    ...first.features.flatMap((bins, f) => (bins.name === name ? [{ bins, first: f, grown: -1 }] : [])),
    ...grown.features.flatMap((bins, f) => (bins.name === name ? [{ bins, first: -1, grown: f }] : [])),
  ])
  const features = read.map(({ bins }) => bins)
  const offsets = binOffsets(features)
  const table = new Float64Array(offsets[features.length]!)
  const linearMeans = new Float64Array(features.length)
  const placeOfFirst = new Int16Array(first.features.length)
  const placeOfGrown = new Int16Array(grown.features.length)
  read.forEach((one, f) => {
    if (one.grown >= 0) placeOfGrown[one.grown] = f
    else {
      placeOfFirst[one.first] = f
      table.set(first.linear.table.subarray(first.offsets[one.first]!, first.offsets[one.first + 1]!), offsets[f]!)
      linearMeans[f] = first.linearMeans[one.first]!
    }
  })
  const { blend, calibration, base } = first
  const { slope, intercept } = calibration
  return {
    ...{ inputs, features, offsets, inputOf: inputPositions(inputs, features), base },
    forest: concatenated(moved(first.forest, placeOfFirst, slope * blend.trees), moved(grown.forest, placeOfGrown, 1)),
    linear: { intercept: first.linear.intercept, table },
    linearMeans,
    // `base` enters by the trees' weight, which is now 1.
    blend: {
      intercept: slope * (blend.intercept + blend.trees * base) - base,
      trees: 1,
      linear: slope * blend.linear,
    },
    calibration: { slope: 1, intercept },
    report: first.report,
  }
}

/** The same forest asking about features in other places, its leaves scaled and rounded to what an artifact holds. */
function moved(forest: Forest, places: Int16Array, scale: number): Forest {
  return {
    ...forest,
    feature: forest.feature.map((f) => (f === LEAF ? LEAF : places[f]!)),
    value: forest.value.map((value) => Math.round((value * scale) / VALUE_UNIT) * VALUE_UNIT + 0),
  }
}

function concatenated(a: Forest, b: Forest): Forest {
  const nodes = a.feature.length
  const words = a.sets.length
  return {
    roots: Int32Array.from([...a.roots, ...b.roots.map((root) => root + nodes)]),
    feature: Int16Array.from([...a.feature, ...b.feature]),
    test: Int32Array.from([...a.test, ...b.test.map((test) => (test < 0 ? test - words : test))]),
    left: Int32Array.from([...a.left, ...b.left.map((left, node) => (b.feature[node] === LEAF ? left : left + nodes))]),
    value: Float64Array.from([...a.value, ...b.value]),
    cover: Int32Array.from([...a.cover, ...b.cover]),
    sets: Uint32Array.from([...a.sets, ...b.sets]),
  }
}
