/** What a column of a file can be in the product; anything else is a custom field, or is left out. */
export const FIELDS = [
  'externalId',
  'title',
  'customer',
  'contactName',
  'contactEmail',
  'contactPhone',
  'amount',
  'currency',
  'stage',
  'outcome',
  'owner',
  'product',
  'source',
  'priority',
  'createdOn',
  'expectedCloseOn',
  'closedOn',
  'lossReason',
  'industry',
  'tags',
  'notes',
] as const
export type Field = (typeof FIELDS)[number]

/** The name a person sees, also at the start of a sentence such as "Amount is missing". */
export const FIELD_LABELS: Readonly<Record<Field, string>> = {
  externalId: 'Deal id',
  title: 'Title',
  customer: 'Customer',
  contactName: 'Contact',
  contactEmail: 'Contact e-mail',
  contactPhone: 'Contact phone',
  amount: 'Amount',
  currency: 'Currency',
  stage: 'Stage',
  outcome: 'Outcome',
  owner: 'Owner',
  product: 'Product',
  source: 'Source',
  priority: 'Priority',
  createdOn: 'Created',
  expectedCloseOn: 'Expected close',
  closedOn: 'Closed',
  lossReason: 'Loss reason',
  industry: 'Industry',
  tags: 'Tags',
  notes: 'Notes',
}

export const CUSTOM_TYPES = ['text', 'number', 'date', 'choice'] as const
export type CustomType = (typeof CUSTOM_TYPES)[number]

export const STATUSES = ['open', 'won', 'lost'] as const
export type Status = (typeof STATUSES)[number]

export const PRIORITIES = ['low', 'medium', 'high', 'critical'] as const
export type Priority = (typeof PRIORITIES)[number]
