import type { BulkTasks, TaskChange, TaskRow } from '../../../worker/tasks/contract'

export type TaskPatch = Omit<TaskChange, 'version' | 'addTags' | 'removeTags' | 'takesBack'>
export type BulkChange = BulkTasks['changes'][number]
type Facts = Readonly<Record<string, unknown>>

const isSameTag = (one: string) => (other: string) => one.toLowerCase() === other.toLowerCase()

/** Said as what is put on and what is taken off, so that nobody's tags meanwhile get lost. */
export function tagChange(
  before: readonly string[],
  after: readonly string[],
): Pick<TaskChange, 'addTags' | 'removeTags'> {
  const addTags = after.filter((tag) => !before.some(isSameTag(tag)))
  const removeTags = before.filter((tag) => !after.some(isSameTag(tag)))
  return { ...(addTags.length > 0 && { addTags }), ...(removeTags.length > 0 && { removeTags }) }
}

/** What an edit has to say of itself: nothing of a field that stays as it was. */
export function newsOf(before: TaskRow, patch: TaskPatch): string[] {
  return Object.keys(patch).filter((key) => {
    const [was, is] = [(before as Facts)[key], (patch as Facts)[key]]
    return JSON.stringify(was ?? null) !== JSON.stringify(is ?? null)
  })
}

// A moment and its being a day are set together, and a deal brings its customer.
const TOGETHER: Readonly<Record<string, readonly string[]>> = {
  dueAt: ['dueIsDay'],
  dueIsDay: ['dueAt'],
  opportunityId: ['customerId'],
}
// These have their own ways back: tags come and go one by one, a text remembers who wrote what.
const APART = ['tags', 'description']

/** The edit that takes one back: what to write, and what it has to find there. */
export function undoOf(
  before: TaskRow,
  made: TaskRow,
  fields: readonly string[],
): { readonly patch: TaskPatch; readonly takesBack: TaskPatch } {
  const all = new Set(fields.filter((key) => !APART.includes(key)).flatMap((key) => [key, ...(TOGETHER[key] ?? [])]))
  const of = (row: Facts) => Object.fromEntries([...all].map((key) => [key, row[key] ?? null]))
  return { patch: of(before as Facts), takesBack: of(made as Facts) }
}

/** What takes a change among many back: each of the fields that become different, the tags that come and go. */
export function inverse(task: TaskRow, change: BulkChange): BulkChange | undefined {
  const { id, addTags = [], removeTags = [], tags, version: _, takesBack: __, ...fields } = change
  const different = Object.entries(fields).filter(([key, value]) => (task as Facts)[key] !== value)
  const after = [...(tags ?? task.tags), ...addTags].filter((tag) => !removeTags.some(isSameTag(tag)))
  const ownTags = tagChange(after, task.tags)
  if (different.length === 0 && Object.keys(ownTags).length === 0) return undefined
  const back = Object.fromEntries(different.map(([key]) => [key, (task as Facts)[key]]))
  return { id, ...back, ...ownTags, takesBack: Object.fromEntries(different) }
}

const CHANGED: Readonly<Record<string, string>> = {
  title: 'Title',
  assignedTo: 'Who does it',
  opportunityId: 'Deal',
  customerId: 'Customer',
  priority: 'Priority',
  visibility: 'Sharing',
  dueAt: 'Due date',
  dueIsDay: 'Due date',
  tags: 'Tags',
  estimateMinutes: 'Time planned',
  recurrence: 'Repetition',
}

/** What was changed, for the toast that offers the way back. */
export const changeWords = ([field = '']: readonly string[], { title }: Pick<TaskRow, 'title'>): string =>
  `${CHANGED[field] ?? 'Something'} changed: ${title}`
