import * as Y from 'yjs'
import { splices } from './difference'
import { FIRST_WRITER } from './edits'
import { DESCRIPTION } from './messages'
import { SharedText } from './shared-text'

/**
 * A description that was written down whole (over the API, from a template, when the task was made) as an edit of the
 * text it was written over: the least that makes the one out of the other. Edits made to that text meanwhile stand
 * beside it. It is the same edit to the byte whoever works it out, and so counts once however often that is done.
 */
export function rewriting(over: Uint8Array | null, description: string, version: number): Uint8Array | null {
  const shared = new SharedText(over ? [over] : [])
  if (shared.text === description) return null
  const before = shared.stateVector()
  shared.doc.clientID = FIRST_WRITER + version
  const text = shared.doc.getText(DESCRIPTION)
  Y.transact(shared.doc, () => {
    for (const { at, remove, insert } of splices(text.toString(), description).toReversed()) {
      text.delete(at, remove)
      text.insert(at, insert)
    }
  })
  return Y.encodeStateAsUpdate(shared.doc, before)
}
