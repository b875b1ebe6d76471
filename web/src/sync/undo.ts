import { isAsked } from '../api/problems'
import { showUndo } from '../ui/toast'
import { newOperationId } from './operation-id'

/*
 * The rule of every undo, in deals, customers and tasks alike: it takes back what one did oneself, where that still
 * stands, and nothing else. It is made on what the change made of the record (`basis.before`), never on what is there by
 * now. A field that somebody else has written since keeps theirs, and whoever takes back is told and may put theirs in its
 * place after all, with yours, theirs and before side by side. Of lists of tags or people only the one's own come and go. What
 * somebody else deleted stays deleted, and what was refused is not taken back.
 */

/**
 * Does something and offers the way back from it: `act` is to be performed under the id, and `back` takes it back, with
 * what the server made of it as far as that is known. Throws the refusal of `act`; `tell` is told why there was no way
 * back, unless whoever did it has been asked already.
 */
export async function undoable<Made>(
  words: string,
  act: (id: string) => Promise<Made | undefined>,
  back: (undoes: string, made: Made | undefined) => Promise<unknown>,
  tell: (problem: unknown) => void,
): Promise<Made | undefined> {
  const id = newOperationId()
  let made: Made | undefined
  const forget = showUndo(
    words,
    () => void back(id, made).catch((problem: unknown) => isAsked(problem) || tell(problem)),
  )
  try {
    made = await act(id)
    return made
  } catch (problem) {
    forget()
    throw problem
  }
}
