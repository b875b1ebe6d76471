import { z } from 'zod'
import { CustomerId, UserId } from '../../kernel/ids'
import { Currency } from '../../kernel/money'
import { PageQuery } from '../../kernel/page'
import { line, Moment, prose } from '../../kernel/text'
import { CustomValues, optionalLine, Tags, version } from './facts'

export const Address = z
  .object({ street: line(200), city: line(100), postalCode: line(20), country: line(100) })
  .partial()
// Shown as a link: any scheme but the web's could run something when it is followed.
const Website = line(300).refine((url) => /^https?:\/\//i.test(url) || !url.includes(':'), 'use a web address')
const customerFields = {
  name: line(200),
  jobTitle: optionalLine(200),
  email: z.email('use an e-mail address').max(254).nullable(),
  phone: optionalLine(50),
  website: Website.nullable(),
  industry: optionalLine(100),
  employees: z.int().min(0).max(10_000_000).nullable(),
  address: Address.nullable(),
  notes: prose(20_000),
  tags: Tags,
  custom: CustomValues,
  companyId: CustomerId.nullable(),
}
export const Customer = z.object({
  id: CustomerId,
  kind: z.enum(['company', 'person']),
  ...customerFields,
  companyName: z.string().nullable(),
  ownerId: UserId,
  createdAt: Moment,
  updatedAt: Moment,
  version,
})
export type Customer = z.infer<typeof Customer>
/** A row of the list: the customer with what is going on with them. */
export const CustomerRow = Customer.pick({
  id: true,
  kind: true,
  name: true,
  companyId: true,
  companyName: true,
  jobTitle: true,
  email: true,
  phone: true,
  industry: true,
  tags: true,
  ownerId: true,
  version: true,
}).extend({
  openDeals: z.int(),
  wonDeals: z.int(),
  lostDeals: z.int(),
  openAmounts: z.array(z.object({ currency: Currency, amountMinor: z.number() })),
  lastInteractionAt: Moment.nullable(),
})
export type CustomerRow = z.infer<typeof CustomerRow>
export const NewCustomer = z.object({
  /** Made by the client, so that a repeated command is the same customer. */
  id: CustomerId.optional(),
  kind: z.enum(['company', 'person']),
  ...z.object(customerFields).partial().required({ name: true }).shape,
  ownerId: UserId.optional(),
  /** Said after `customer_exists`: this one is somebody else of the same name. */
  isAnother: z.boolean().optional(),
})
export type NewCustomer = z.infer<typeof NewCustomer>
export const CustomerChange = z.object({
  version,
  ...z.object(customerFields).partial().shape,
  ownerId: UserId.optional(),
})
export type CustomerChange = z.infer<typeof CustomerChange>
export const CustomerQuery = PageQuery.extend({
  q: prose(200).optional(),
  kind: z.enum(['company', 'person']).optional(),
  ownerId: UserId.optional(),
  tag: prose(50).optional(),
  industry: prose(100).optional(),
  companyId: CustomerId.optional(),
  sort: z.enum(['name', '-name']).default('name'),
})
export type CustomerQuery = z.infer<typeof CustomerQuery>
