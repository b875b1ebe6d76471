import { minorDigits } from '../../kernel/currency'
import type { Column } from '../../kernel/export'
import type { CustomValues } from './custom-values'

export interface ExportedDeal {
  readonly id: string
  readonly externalId: string | null
  readonly title: string
  readonly customer: string | null
  /** As text: every cent of the largest amount is told. */
  readonly amountMinor: string
  readonly currency: string
  readonly pipeline: string
  readonly stage: string
  readonly status: string
  readonly owner: string
  readonly products: readonly string[]
  readonly source: string | null
  readonly priority: string
  readonly openedAt: string
  readonly expectedCloseOn: string | null
  readonly closedAt: string | null
  readonly lossReason: string | null
  readonly competitor: string | null
  readonly nextStep: string | null
  readonly nextStepOn: string | null
  readonly probability: number | null
  readonly tags: readonly string[]
  readonly description: string
  readonly custom: CustomValues
}

export interface ExportedCustomer {
  readonly id: string
  readonly kind: string
  readonly name: string
  readonly company: string | null
  readonly jobTitle: string | null
  readonly email: string | null
  readonly phone: string | null
  readonly website: string | null
  readonly industry: string | null
  readonly employees: number | null
  readonly address: Readonly<Record<string, string>> | null
  readonly owner: string
  readonly tags: readonly string[]
  readonly notes: string
  readonly createdAt: string
  readonly custom: CustomValues
}

export interface ExportedInteraction {
  readonly id: string
  readonly occurredAt: string
  readonly channel: string
  readonly direction: string | null
  readonly customer: string
  readonly person: string | null
  readonly deal: string | null
  readonly author: string
  readonly subject: string
  readonly content: string
  readonly outcome: string | null
  readonly durationMinutes: number | null
  readonly followUpOn: string | null
}

const joined = (names: readonly string[]) => names.join('; ')
const day = (at: string | null) => at && new Date(at).toISOString().slice(0, 10)

// Named as the import knows its columns, so that an exported file can be imported again.
export const DEAL_COLUMNS: readonly Column<ExportedDeal>[] = [
  { header: 'Deal id', cell: (deal) => deal.externalId ?? deal.id },
  { header: 'Title', cell: (deal) => deal.title },
  { header: 'Customer', cell: (deal) => deal.customer },
  { header: 'Amount', cell: (deal) => majorAmount(deal.amountMinor, deal.currency) },
  { header: 'Currency', cell: (deal) => deal.currency },
  { header: 'Pipeline', cell: (deal) => deal.pipeline },
  { header: 'Stage', cell: (deal) => deal.stage },
  { header: 'Outcome', cell: (deal) => deal.status },
  { header: 'Owner', cell: (deal) => deal.owner },
  { header: 'Product', cell: (deal) => joined(deal.products) },
  { header: 'Source', cell: (deal) => deal.source },
  { header: 'Priority', cell: (deal) => deal.priority },
  { header: 'Created', cell: (deal) => day(deal.openedAt) },
  { header: 'Expected close', cell: (deal) => deal.expectedCloseOn },
  { header: 'Closed', cell: (deal) => day(deal.closedAt) },
  { header: 'Loss reason', cell: (deal) => deal.lossReason },
  { header: 'Competitor', cell: (deal) => deal.competitor },
  { header: 'Next step', cell: (deal) => deal.nextStep },
  { header: 'Next step on', cell: (deal) => deal.nextStepOn },
  { header: 'Probability', cell: (deal) => deal.probability },
  { header: 'Tags', cell: (deal) => joined(deal.tags) },
  { header: 'Notes', cell: (deal) => deal.description },
]

export const CUSTOMER_COLUMNS: readonly Column<ExportedCustomer>[] = [
  { header: 'Customer id', cell: (customer) => customer.id },
  { header: 'Kind', cell: (customer) => customer.kind },
  { header: 'Name', cell: (customer) => customer.name },
  { header: 'Company', cell: (customer) => customer.company },
  { header: 'Job title', cell: (customer) => customer.jobTitle },
  { header: 'E-mail', cell: (customer) => customer.email },
  { header: 'Phone', cell: (customer) => customer.phone },
  { header: 'Website', cell: (customer) => customer.website },
  { header: 'Industry', cell: (customer) => customer.industry },
  { header: 'Employees', cell: (customer) => customer.employees },
  { header: 'Street', cell: (customer) => customer.address?.street },
  { header: 'City', cell: (customer) => customer.address?.city },
  { header: 'Postal code', cell: (customer) => customer.address?.postalCode },
  { header: 'Country', cell: (customer) => customer.address?.country },
  { header: 'Owner', cell: (customer) => customer.owner },
  { header: 'Tags', cell: (customer) => joined(customer.tags) },
  { header: 'Created', cell: (customer) => day(customer.createdAt) },
  { header: 'Notes', cell: (customer) => customer.notes },
]

export const INTERACTION_COLUMNS: readonly Column<ExportedInteraction>[] = [
  { header: 'Interaction id', cell: (interaction) => interaction.id },
  { header: 'Occurred', cell: (interaction) => new Date(interaction.occurredAt).toISOString() },
  { header: 'Channel', cell: (interaction) => interaction.channel },
  { header: 'Direction', cell: (interaction) => interaction.direction },
  { header: 'Customer', cell: (interaction) => interaction.customer },
  { header: 'Person', cell: (interaction) => interaction.person },
  { header: 'Deal', cell: (interaction) => interaction.deal },
  { header: 'By', cell: (interaction) => interaction.author },
  { header: 'Subject', cell: (interaction) => interaction.subject },
  { header: 'Content', cell: (interaction) => interaction.content },
  { header: 'Outcome', cell: (interaction) => interaction.outcome },
  { header: 'Minutes', cell: (interaction) => interaction.durationMinutes },
  { header: 'Follow up on', cell: (interaction) => interaction.followUpOn },
]

/** The columns of a file: those every company has, then one for each of its own fields. No two have the same header. */
export function withCustomColumns<Row extends { readonly custom: CustomValues }>(
  columns: readonly Column<Row>[],
  fields: readonly { readonly key: string; readonly label: string }[],
): Column<Row>[] {
  const all = [...columns]
  const taken = new Set(columns.map(({ header }) => header.toLowerCase()))
  for (const { key, label } of fields) {
    const header = taken.has(label.toLowerCase()) ? `${label} (${key})` : label
    taken.add(header.toLowerCase())
    all.push({ header, cell: (row) => (Object.hasOwn(row.custom, key) ? row.custom[key] : null) })
  }
  return all
}

/** Minor units as a decimal number, digit by digit: a double would lose the cents of the largest amounts. */
export function majorAmount(amountMinor: string, currency: string): string {
  const digits = minorDigits(currency)
  if (digits === 0) return amountMinor
  const padded = amountMinor.padStart(digits + 1, '0')
  return `${padded.slice(0, -digits)}.${padded.slice(-digits)}`
}
