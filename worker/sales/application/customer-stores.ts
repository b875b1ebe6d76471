import type { CustomerId, InteractionId, OpportunityId, ProductId } from '../../kernel/ids'
import type { CustomerQuery, CustomerRow, InteractionQuery, TagUse, TimelineEntry } from '../contract'
import type { CustomField } from '../domain/custom-field'
import type { Customer, CustomerKind, Employer } from '../domain/customer'
import type { Contact, Interaction } from '../domain/interaction'
import type { Assignee } from '../domain/owner'
import type { Product } from '../domain/product'

export interface CustomerStore {
  find(id: CustomerId): Promise<Customer | undefined>
  /** Somebody of that name and kind whom the caller may see, however the name is capitalised. */
  namesake(kind: CustomerKind, name: string): Promise<CustomerId | undefined>
  employer(id: CustomerId): Promise<Employer | undefined>
  /** Who has the customer now, seen from whoever asks. */
  ownerOf(id: CustomerId): Promise<Assignee | undefined>
  add(customer: Customer): void
  /** Writes the customer, if nobody else changed it since `version` minus one. */
  save(customer: Customer): void
}

/** A place in the list of customers: the name and id of the row before it. */
export type CustomerPlace = readonly [name: string, id: string]
/** A place in a past: the moment of the entry after it, and what tells entries of one moment apart. */
export type PastPlace = readonly [at: string, key: string]

/** An entry of a timeline, and what tells it from others of the same moment. */
export interface Dated {
  readonly key: string
  readonly entry: TimelineEntry
}

export interface CustomerLists {
  /** At most one row more than `query.limit`, which tells whether there is another page. */
  page(query: CustomerQuery, after: CustomerPlace | null): Promise<readonly CustomerRow[]>
  /** The newest of what happened with a customer and the people in it, from each place where it is kept. */
  past(id: CustomerId, before: PastPlace | null, limit: number): Promise<readonly (readonly Dated[])[]>
  tags(limit: number): Promise<readonly TagUse[]>
}

/** Whose record an interaction is about. */
export interface InteractionSubject {
  readonly customerId: CustomerId
  readonly ownerId: string
}

export interface InteractionStore {
  find(id: InteractionId): Promise<(Interaction & { readonly ownerId: string }) | undefined>
  contact(id: CustomerId): Promise<Contact | undefined>
  subject(customerId: CustomerId): Promise<InteractionSubject | undefined>
  page(query: InteractionQuery, before: PastPlace | null): Promise<readonly Interaction[]>
  add(interaction: Interaction): void
  save(interaction: Interaction): void
  remove(interaction: Interaction): void
  /** The deal was spoken about at that moment, at the earliest. Its version stays: this is no edit. */
  noteActivity(deal: OpportunityId, at: string): void
  /** Dates the deal's last activity by the interactions that are left. */
  reviewActivity(deal: OpportunityId): void
}

export interface ProductStore {
  all(): Promise<readonly Product[]>
  find(id: ProductId): Promise<Product | undefined>
  add(product: Product): void
  save(product: Product): void
  remove(product: Product): void
}

export interface CustomFieldStore {
  all(): Promise<readonly CustomField[]>
  add(field: CustomField): void
  save(field: CustomField): void
}
