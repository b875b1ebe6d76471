import { applied, type Edit, type Spot } from '../../../../../web/src/tasks/room/markdown/edit'

/** A text in which ‹ and › stand around what is selected, or ¦ where the caret is. */
export function spot(written: string): Spot {
  const text = written.replace(/[‹›¦]/g, '')
  const caret = written.indexOf('¦')
  const from = caret === -1 ? written.indexOf('‹') : caret
  const to = caret === -1 ? written.indexOf('›') - 1 : caret
  return { text, from, to }
}

/** The text after an edit, written the same way. */
export function outcome(written: string, decide: (spot: Spot) => Edit | undefined): string | undefined {
  const before = spot(written)
  const edit = decide(before)
  if (!edit) return undefined
  const { text, from, to } = applied(before, edit)
  if (from === to) return `${text.slice(0, from)}¦${text.slice(from)}`
  return `${text.slice(0, from)}‹${text.slice(from, to)}›${text.slice(to)}`
}
