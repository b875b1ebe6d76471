import { Refusal } from '../api/problems'
import type { UnsentText } from '../tasks/room/kept-text'
import type { TextDisk } from '../tasks/room/text-disk'

const LATER = [401, 408, 425, 429] // nobody has said no to what was written

/**
 * Sends what was written into tasks and never reached their rooms. What is refused stays: only a tab, which knows the
 * whole text, can say what became of the words. Answers whether anything was sent; throws what is worth another try.
 */
export async function sendTexts(
  disk: Pick<TextDisk, 'unsent' | 'sentAlone'>,
  send: (taskId: string, update: Uint8Array<ArrayBuffer>) => Promise<unknown>,
): Promise<boolean> {
  let isSent = false
  for (const text of await disk.unsent()) {
    try {
      await send(text.taskId, text.update as Uint8Array<ArrayBuffer>)
    } catch (error) {
      if (!(error instanceof Refusal) || LATER.includes(error.body.status) || error.body.status >= 500) throw error
      continue
    }
    await disk.sentAlone(text satisfies UnsentText)
    isSent = true
  }
  return isSent
}
