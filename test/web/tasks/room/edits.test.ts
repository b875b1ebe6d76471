import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { deletionsIn, lackedBy, without, wordsOf, writtenIn } from '../../../../web/src/tasks/room/edits'

function docOf(...updates: Uint8Array[]): { doc: Y.Doc; text: Y.Text } {
  const doc = new Y.Doc()
  for (const update of updates) Y.applyUpdate(doc, update)
  return { doc, text: doc.getText('t') }
}
const all = (doc: Y.Doc) => Y.encodeStateAsUpdate(doc)
const lacks = (doc: Y.Doc, other: Y.Doc) => lackedBy(doc, Y.encodeStateVector(other), all(other))

describe('what another document lacks', () => {
  it('is nothing when it has everything, deletions too', () => {
    const mine = docOf()
    mine.text.insert(0, 'Measure the doors')
    mine.text.delete(0, 8)
    expect(lacks(mine.doc, docOf(all(mine.doc)).doc)).toBeUndefined()
  })

  it('is what was written, and of what was deleted only what is still there', () => {
    const theirs = docOf()
    theirs.text.insert(0, 'Measure all the doors')
    theirs.text.delete(7, 4)
    const mine = docOf(all(theirs.doc))
    mine.text.insert(0, 'Today ')
    mine.text.delete(6, 7)
    const lacked = lacks(mine.doc, theirs.doc) ?? new Uint8Array()
    expect([...deletionsIn(lacked).values()].flat()).toEqual([expect.objectContaining({ clock: 0, len: 7 })])
    Y.applyUpdate(theirs.doc, lacked)
    expect([theirs.text.toString(), mine.text.toString()]).toEqual(Array(2).fill('Today  the doors'))
  })

  it('is a deletion alone as well', () => {
    const theirs = docOf()
    theirs.text.insert(0, 'Measure the doors')
    const mine = docOf(all(theirs.doc))
    mine.text.delete(0, 8)
    Y.applyUpdate(theirs.doc, lacks(mine.doc, theirs.doc) ?? new Uint8Array())
    expect(theirs.text.toString()).toBe('the doors')
  })
})

it('takes stretches out of stretches, wherever they overlap', () => {
  const of = (...stretches: [number, number][]) => new Map([[1, stretches.map(([clock, len]) => ({ clock, len }))]])
  expect(without(of([0, 10]), of([2, 3]))).toEqual(of([0, 2], [5, 5]))
  expect(without(of([0, 10], [20, 5]), of([8, 14]))).toEqual(of([0, 8], [22, 3]))
  expect(without(of([0, 10]), of([10, 5]))).toEqual(of([0, 10]))
  expect(without(of([3, 4]), of([0, 20]))).toEqual(new Map())
})

it('finds the words somebody wrote themselves among those of others, and not what they removed again', () => {
  const theirs = docOf()
  theirs.text.insert(0, 'Measure the doors.')
  const mine = docOf(all(theirs.doc))
  const before = Y.encodeStateVector(mine.doc)
  mine.text.insert(18, ' Bring a big lamp.')
  mine.text.insert(8, 'all ')
  mine.text.delete(31, 4)
  expect(wordsOf(mine.text, Y.encodeStateAsUpdate(mine.doc, before))).toBe('all  …  Bring a lamp.')
})

it('finds the words that were written where the text itself is gone, and not what was removed of them again', () => {
  const theirs = docOf()
  theirs.text.insert(0, 'Measure the doors.')
  const mine = docOf(all(theirs.doc))
  const updates: Uint8Array[] = []
  mine.doc.on('update', (update: Uint8Array) => void updates.push(update))
  mine.text.insert(18, ' Bring')
  mine.text.insert(24, ' a big lamp.')
  mine.text.delete(26, 4)
  mine.text.insert(0, 'Now: ')
  expect(writtenIn(Y.mergeUpdates(updates))).toBe(' Bring a lamp. … Now: ')
})
