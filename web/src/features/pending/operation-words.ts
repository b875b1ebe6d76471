import type { Operation } from '../../sync/operation'

const NAMES: Readonly<Record<string, string>> = {
  amountMinor: 'Amount',
  channel: 'Kind',
  companyId: 'Company',
  content: 'Text',
  currency: 'Currency',
  customerId: 'Customer',
  description: 'Description',
  expectedCloseOn: 'Expected close',
  jobTitle: 'Job title',
  lossReason: 'Reason',
  name: 'Name',
  nextStep: 'Next step',
  nextStepOn: 'Next step on',
  notes: 'Notes',
  occurredAt: 'When',
  outcome: 'Outcome',
  ownerId: 'Owner',
  priority: 'Priority',
  stageId: 'Stage',
  subject: 'Subject',
  title: 'Title',
}

// What only machines read.
const UNSAID = new Set(['id', 'version', 'opportunityId', 'pipelineId', 'productIds', 'kind'])

/** The names of records that values stand for. */
export type NameOf = (id: string) => string | undefined

export interface FactLine {
  readonly key: string
  readonly name: string
  readonly yours: string
}

/** What somebody wrote or chose, a line each. */
export function factLines({ body }: Pick<Operation, 'body'>, nameOf: NameOf): FactLine[] {
  return Object.entries(body ?? {}).flatMap(([key, value]) =>
    UNSAID.has(key) || value === undefined
      ? []
      : [{ key, name: NAMES[key] ?? key, yours: inWords(key, value, nameOf) }],
  )
}

export interface ConflictLine extends FactLine {
  readonly before: string
  readonly theirs: string
}

/** The facts that somebody else changed too: yours, theirs, and what it was before either. */
export function conflictLines({ body, basis, conflict }: Operation, nameOf: NameOf): ConflictLine[] {
  if (!basis || !conflict) return []
  return factLines({ body: body ?? {} }, nameOf).map((line) => ({
    ...line,
    before: inWords(line.key, basis.before[line.key], nameOf),
    theirs: inWords(line.key, conflict.theirs[line.key], nameOf),
  }))
}

/** All of it as text, to be taken elsewhere. */
export function asText(operation: Operation, nameOf: NameOf): string {
  const lines = factLines(operation, nameOf).map(({ name, yours }) => `${name}: ${yours}`)
  return [operation.what, ...lines].join('\n')
}

function inWords(key: string, value: unknown, nameOf: NameOf): string {
  if (value === null || value === undefined || value === '') return 'nothing'
  if (key === 'amountMinor' && typeof value === 'number') return (value / 100).toLocaleString()
  if (typeof value === 'string') return nameOf(value) ?? value
  if (Array.isArray(value)) return value.map((one) => inWords('', one, nameOf)).join(', ') || 'nothing'
  if (typeof value !== 'object') return String(value)
  return Object.entries(value)
    .map(([name, one]) => `${name} ${inWords('', one, nameOf)}`)
    .join(', ')
}
