import type { TaskPriority, TaskStatus, TaskVisibility } from '../../../../worker/tasks/contract'
import type { Operation } from '../../sync/operation'
import { durationWords, PRIORITY_WORDS, recurrenceWords, STATUS_WORDS, VISIBILITY_WORDS } from '../../tasks/task-words'
import { formatBytes, formatDateTime, formatMoney, plural } from '../../ui/format'

const NAMES: Readonly<Record<string, string>> = {
  add: 'Shared with',
  addTags: 'Tags put on',
  amountMinor: 'Amount',
  assignedTo: 'Who does it',
  blockedById: 'Waits for',
  canEdit: 'May edit',
  changes: 'Tasks',
  channel: 'Kind',
  checklist: 'Steps',
  companyId: 'Company',
  competitor: 'Competitor',
  content: 'Text',
  currency: 'Currency',
  customerId: 'Customer',
  description: 'Description',
  dueAt: 'Due',
  email: 'E-mail',
  employees: 'Employees',
  estimateMinutes: 'Time planned',
  expectedCloseOn: 'Expected close',
  industry: 'Industry',
  isDone: 'Done',
  items: 'Steps',
  jobTitle: 'Job title',
  lossReason: 'Reason',
  minutes: 'Time spent',
  name: 'Name',
  nextStep: 'Next step',
  nextStepOn: 'Next step on',
  notes: 'Notes',
  occurredAt: 'When',
  opportunityId: 'Deal',
  outcome: 'Outcome',
  ownerId: 'Owner',
  phone: 'Phone',
  priority: 'Priority',
  recurrence: 'Repeats',
  remindAt: 'Reminder',
  remove: 'No longer shared with',
  removeTags: 'Tags taken off',
  source: 'Source',
  stageId: 'Stage',
  startedAt: 'Began',
  status: 'Status',
  subject: 'Subject',
  tags: 'Tags',
  text: 'Comment',
  title: 'Title',
  upTo: 'Up to',
  visibility: 'Who may see it',
  website: 'Website',
}

// What only machines read.
const UNSAID = new Set([
  'id',
  'before',
  'takesBack',
  'version',
  'pipelineId',
  'productIds',
  'kind',
  'dueIsDay',
  'position',
  'after',
  'mentions',
])

/** The records that values and operations are about. */
export interface Known {
  /** The name of the record that a value stands for. */
  nameOf(id: string): string | undefined
  /** The currency of the record an operation is about, where that says none itself. */
  currencyOf(operation: Pick<Operation, 'body' | 'effects'>): string
}

export interface FactLine {
  readonly key: string
  readonly name: string
  readonly yours: string
}

type Said = Pick<Operation, 'body' | 'effects' | 'file'>

/** What somebody wrote or chose, a line each. */
export function factLines(operation: Said, known: Known): FactLine[] {
  const { body, file } = operation
  const lines = Object.entries(body ?? {}).flatMap(([key, value]) =>
    isSaid(operation, key, value) ? [{ key, name: nameOf(key), yours: inWords(operation, key, value, known) }] : [],
  )
  return file ? [...lines, { key: 'file', name: 'Size', yours: formatBytes(file.size) }] : lines
}

// A deal goes without saying where the operation is about it.
function isSaid({ effects }: Said, key: string, value: unknown): boolean {
  if (UNSAID.has(key) || value === undefined || (Array.isArray(value) && value.length === 0)) return false
  return key !== 'opportunityId' || !effects.some(({ id }) => id === value)
}

export interface ConflictLine extends FactLine {
  readonly before: string
  readonly theirs: string
}

/** The facts that somebody else changed too: yours, theirs, and what it was before either. */
export function conflictLines(operation: Operation, known: Known): ConflictLine[] {
  const { body, basis, conflict, overwrote } = operation
  const theirs = conflict?.theirs ?? overwrote
  if (!basis || !theirs) return []
  const words = (key: string, value: unknown) => inWords(operation, key, value, known)
  return Object.keys(conflict ? (body ?? {}) : theirs)
    .filter((key) => !UNSAID.has(key))
    .map((key) => ({
      key,
      name: nameOf(key),
      yours: words(key, body?.[key]),
      before: words(key, basis.before[key]),
      theirs: words(key, theirs[key]),
    }))
}

/** All of it as text, to be taken elsewhere. */
export function asText(operation: Pick<Operation, 'what'> & Said, known: Known): string {
  const lines = factLines(operation, known).map(({ name, yours }) => `${name}: ${yours}`)
  return [operation.what, ...lines].join('\n')
}

const nameOf = (key: string) => NAMES[key] ?? key

function inWords(operation: Said, key: string, value: unknown, known: Known): string {
  if (value === null || value === undefined || value === '') return 'nothing'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'number') {
    if (key === 'amountMinor') return formatMoney(value, known.currencyOf(operation))
    return key === 'minutes' || key === 'estimateMinutes' ? durationWords(value) : String(value)
  }
  if (typeof value === 'string') return textOf(key, value, known)
  if (Array.isArray(value)) {
    if (key === 'changes') return plural(value.length, 'task')
    return value.map((one) => inWords(operation, '', one, known)).join(', ') || 'nothing'
  }
  if (typeof value !== 'object') return String(value)
  const { title, userId } = value as { readonly title?: string; readonly userId?: string }
  if (title !== undefined) return title
  if (userId !== undefined) return known.nameOf(userId) ?? userId
  return Object.entries(value)
    .map(([name, one]) => `${nameOf(name)} ${inWords(operation, name, one, known)}`)
    .join(', ')
}

function textOf(key: string, value: string, known: Known): string {
  switch (key) {
    case 'status':
      return STATUS_WORDS[value as TaskStatus] ?? value
    case 'priority':
      return PRIORITY_WORDS[value as TaskPriority] ?? value
    case 'visibility':
      return VISIBILITY_WORDS[value as TaskVisibility] ?? value
    case 'recurrence':
      return recurrenceWords(value)
    case 'dueAt':
    case 'remindAt':
    case 'occurredAt':
    case 'startedAt':
      return formatDateTime(value)
    default:
      return known.nameOf(value) ?? value
  }
}
