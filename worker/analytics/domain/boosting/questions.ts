import { type Forest, LEAF } from './tree'

/** Every question of a forest as a set of bins that go right, so that all kinds of node take the same step. */
export interface Questions {
  /** By node: where its set begins, shifted left by `byteBits`, and the feature it asks about. 0 for a leaf. */
  readonly asked: Int32Array
  readonly byteBits: number
  /** 256 bits a set, least bit first. The first one is empty: whoever asks it goes left. */
  readonly sets: Uint32Array
}

const WORDS = 8 // 256 bins in words of 32

const known = new WeakMap<Forest, Questions>()

/** The questions of a forest, made at their first use: it is scored and explained many times, and never changes. */
export function questionsOf(forest: Forest): Questions {
  const made = known.get(forest) ?? toSets(forest)
  known.set(forest, made)
  return made
}

/** Thresholds repeat throughout a forest and are kept once each; sets are kept as they are. */
function toSets({ feature, test, sets }: Forest): Questions {
  const byteBits = 32 - Math.clz32(feature.reduce((most, f) => Math.max(most, f), 0))
  const asked = new Int32Array(feature.length)
  const beginsOf = new Int32Array(512) // by threshold and where missing goes: two times 256
  // One more than the empty one: a byte that no encoding gives must not read past the end.
  const most = test.reduce((count, question, node) => count + (question < 0 && feature[node] !== LEAF ? 1 : 0), 2 + 512)
  const words = new Uint32Array(WORDS * most)
  let end = WORDS
  for (let node = 0; node < feature.length; node++) {
    if (feature[node] === LEAF) continue
    const question = test[node]!
    let begins = question < 0 ? 0 : beginsOf[question]!
    if (begins === 0) {
      begins = end
      end += WORDS
      if (question < 0) words.set(sets.subarray(-1 - question, -1 - question + WORDS), begins)
      else {
        beginsOf[question] = begins
        fillThreshold(words.subarray(begins, end), question)
      }
    }
    asked[node] = (begins << byteBits) | feature[node]!
  }
  return { asked, byteBits, sets: words.slice(0, end + WORDS) }
}

/** Of all 256 bins, those above the threshold go right, and missing where it should. */
function fillThreshold(words: Uint32Array, question: number): void {
  const threshold = question & 255
  const word = threshold >> 5
  words[word] = -2 << (threshold & 31)
  words.fill(-1, word + 1)
  if (question >> 8 === 1) words[0]! |= 1
}
