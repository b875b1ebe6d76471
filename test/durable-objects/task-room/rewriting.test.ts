import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { splices } from '../../../durable-objects/task-room/difference'
import { rewriting } from '../../../durable-objects/task-room/rewriting'
import { SharedText } from '../../../durable-objects/task-room/shared-text'

const text = fc
  .array(fc.constantFrom('a', 'b', 'word', ' ', '\n', '.', 'é', '😀', '漢字'), { maxLength: 60 })
  .map((parts) => parts.join(''))

describe('the difference of two texts', () => {
  it('makes the one out of the other', () => {
    fc.assert(
      fc.property(text, text, (from, to) => {
        const made = splices(from, to).reduceRight(
          (done, { at, remove, insert }) => done.slice(0, at) + insert + done.slice(at + remove),
          from,
        )
        expect(made).toBe(to)
      }),
      { numRuns: 1000 },
    )
  })

  it.each([
    [
      'the quick brown fox',
      'the slow brown fox jumps',
      [
        [4, 5, 'slow'],
        [19, 0, ' jumps'],
      ],
    ],
    ['same', 'same', []],
    ['', 'new', [[0, 0, 'new']]],
    ['😀 old', '😁 old', [[0, 2, '😁']]],
  ])('of %j and %j is in the words that differ', (from, to, wanted) => {
    expect(splices(from, to).map(({ at, remove, insert }) => [at, remove, insert])).toEqual(wanted)
  })

  it('of two long texts that have nothing in common is found soon', () => {
    const [from, to] = ['a ', 'b.'].map((word) => word.repeat(20_000)) as [string, string]
    expect(splices(from, to)).toEqual([{ at: 0, remove: from.length, insert: to }])
  })
})

describe('a description that was written down whole', () => {
  it('is the same edit to the byte, whoever works it out', () => {
    expect(rewriting(null, 'Text', 3)).toEqual(rewriting(null, 'Text', 3))
    const shared = new SharedText([rewriting(null, 'Text', 0)!])
    for (let times = 0; times < 3; times++) shared.apply(rewriting(null, 'Text', 0)!)
    expect(shared.text).toBe('Text')
  })

  it('is nothing where it says what was there', () => {
    const { doc } = new SharedText([rewriting(null, 'Text', 0)!])
    expect(rewriting(Y.encodeStateAsUpdate(doc), 'Text', 4)).toBeNull()
    expect(rewriting(null, '', 1)).toBeNull()
  })

  it('leaves what others wrote meanwhile where they wrote it', () => {
    const base = rewriting(null, 'Bring plans and keys', 0)!
    const live = new SharedText([base])
    live.doc.getText('description').insert(0, 'Monday: ')
    live.doc.getText('description').insert(live.text.length, '!')
    live.apply(rewriting(base, 'Bring all plans and no keys', 5)!)
    expect(live.text).toBe('Monday: Bring all plans and no keys!')
  })
})
