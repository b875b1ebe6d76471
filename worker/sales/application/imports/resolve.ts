import { newId, type UserId } from '../../../kernel/ids'
import { err, ok, type Result } from '../../../kernel/result'
import { FIELD_LABELS, type Field } from '../../domain/csv/fields'
import type { ImportRow } from '../../domain/csv/import-row'
import { detached, plain } from '../../domain/csv/plain-text'
import type { Reach } from '../../domain/import-decision'
import type { ImportPlan } from '../../domain/import-run'
import type { Placed } from '../../domain/imported-deal'
import { Recent } from '../../domain/recent'

/** A stage the import may put deals in. */
export interface ImportStage {
  readonly id: string
  readonly name: string
  readonly status: 'open' | 'won' | 'lost'
}

export interface KnownPerson {
  readonly id: string
  readonly name: string
  readonly email: string | null
}

export interface KnownProduct {
  readonly id: string
  readonly name: string
}

/** A company as the database found it, or did not: names are compared as the database folds them. */
export interface FoundCompany {
  readonly name: string
  readonly folded: string
  readonly id: string | null
}

export interface NewCompany {
  readonly id: string
  readonly name: string
  readonly industry: string | null
  readonly ownerId: string
}

export interface NewContact {
  readonly id: string
  readonly name: string
  readonly email: string | null
  readonly phone: string | null
  readonly companyId: string
  readonly ownerId: string
}

/** Whom and what a batch names for the first time: to be written with the rows that name them. */
export interface Newcomers {
  readonly people: readonly KnownPerson[]
  readonly products: readonly KnownProduct[]
  readonly companies: readonly NewCompany[]
  readonly contacts: readonly NewContact[]
}

export interface Importer {
  readonly userId: UserId
  /** Of the rights below: they hold while it is the present one. */
  readonly accessVersion: number
  /** Whose deals they may write; null for everybody's. */
  readonly reach: Reach
  /** Whether people and products nobody knows yet are added. */
  readonly setsUp: boolean
}

export interface Unplaced {
  readonly field: Field
  readonly reason: string
}

// More are no names but ids or notes, in a column that was taken for names; hundreds of made-up people are hard to undo.
const MOST_NEWCOMERS = 500
const REMEMBERED = 20_000 // names of customers; the rest is asked for again

/**
 * Finds the customers, people, products and stages that rows name. Who is not found is made: a customer, a person with
 * that name who cannot sign in yet, a product of that name. "GTXPro" and "GTX Pro" are one product: only letters and
 * digits tell names apart.
 */
export class Resolver {
  private readonly people = new Map<string, string>()
  private readonly products = new Map<string, string>()
  private readonly stages = new Map<string, ImportStage>()
  private readonly folded = new Recent<string>(REMEMBERED)
  private readonly companies = new Recent<string>(REMEMBERED)
  private readonly contacts = new Recent<true>(REMEMBERED)
  private readonly firstOpen: ImportStage
  private readonly ends: Readonly<Record<'won' | 'lost', ImportStage>>
  private readonly plan: ImportPlan
  private readonly importer: Importer
  private newcomers = nobody()
  private made = { people: 0, products: 0 }

  constructor(
    plan: ImportPlan,
    importer: Importer,
    known: {
      /** The likelier one first, where two bear one name. */
      readonly people: readonly KnownPerson[]
      readonly products: readonly KnownProduct[]
      readonly stages: readonly ImportStage[]
    },
  ) {
    this.plan = plan
    this.importer = importer
    for (const { id, name, email } of known.people) {
      remember(this.people, folded(name), id)
      if (email) remember(this.people, email.toLowerCase(), id)
    }
    for (const { id, name } of known.products) remember(this.products, bare(name), id)
    const byId = new Map(known.stages.map((stage) => [stage.id, stage]))
    const byName = new Map(known.stages.map((stage) => [folded(stage.name), stage]))
    for (const { word, stageId } of plan.mapping.stages) {
      const stage = (stageId === null ? undefined : byId.get(stageId)) ?? byName.get(folded(word))
      if (stage) this.stages.set(word, stage)
    }
    const end = (status: 'open' | 'won' | 'lost') => {
      const stage = known.stages.find((one) => one.status === status)
      if (!stage) throw new Error(`the pipeline has no ${status} stage`) // every pipeline has one of each
      return stage
    }
    this.firstOpen = end('open')
    this.ends = { won: end('won'), lost: end('lost') }
  }

  /** The customers of these rows that have not been asked for yet. */
  strangers(rows: readonly ImportRow[]): string[] {
    const names = new Set<string>()
    for (const { customer } of rows) if (this.folded.get(customer) === undefined) names.add(customer)
    return [...names]
  }

  learn(companies: readonly FoundCompany[]): void {
    for (const { name, folded, id } of companies) {
      this.folded.set(name, folded)
      if (id !== null) this.companies.set(folded, id)
    }
  }

  /** Everything a row refers to, or why it cannot be found. Its customer must have been asked for. */
  place(row: ImportRow): Result<Placed, Unplaced> {
    const ownerId = this.ownerFor(row)
    if (ownerId === null) return err(tooMany('owner', 'people'))
    const productId = this.productFor(row)
    if (productId === undefined) return err(tooMany('product', 'products'))
    const customerId = this.customerFor(row, ownerId)
    if (row.contactName !== null) this.meet(row, row.contactName, customerId, ownerId)
    const { pipelineId } = this.plan
    return ok({ ownerId, productId, customerId, stage: { ...this.stageFor(row), pipelineId } })
  }

  /** Who and what was named for the first time since the last call. */
  takeNewcomers(): Newcomers {
    const taken = this.newcomers
    this.newcomers = nobody()
    return taken
  }

  // A row's status decides; the stage's word tells where among the open ones.
  private stageFor(row: ImportRow): ImportStage {
    if (row.status !== 'open') return this.ends[row.status]
    const stage = row.stage === null ? undefined : this.stages.get(row.stage)
    return stage?.status === 'open' ? stage : this.firstOpen
  }

  private ownerFor({ owner }: ImportRow): string | null {
    const { userId, reach, setsUp } = this.importer
    if (owner === null) return userId
    const isEmail = owner.includes('@')
    const key = isEmail ? owner.toLowerCase() : folded(owner)
    const known = this.people.get(key)
    // Whoever may only bring in their own or their team's deals does not hand them to others.
    if (reach) return known !== undefined && reach.has(known) ? known : userId
    if (known) return known
    if (!setsUp) return userId
    if (++this.made.people > MOST_NEWCOMERS) return null
    const name = detached(owner)
    const id: string = newId()
    this.people.set(detached(key), id)
    this.newcomers.people.push({ id, name, email: isEmail ? name.toLowerCase() : null })
    return id
  }

  private productFor({ product }: ImportRow): string | null | undefined {
    if (product === null) return null
    const key = bare(product)
    const known = this.products.get(key)
    if (known) return known
    if (!this.importer.setsUp) return null
    if (++this.made.products > MOST_NEWCOMERS) return undefined
    const id: string = newId()
    this.products.set(detached(key), id)
    this.newcomers.products.push({ id, name: detached(product) })
    return id
  }

  private customerFor({ customer, industry }: ImportRow, ownerId: string): string {
    const folded = this.folded.get(customer)
    if (folded === undefined) throw new Error('a customer was not asked for')
    const known = this.companies.get(folded)
    if (known) return known
    const id: string = newId()
    this.companies.set(folded, id)
    this.newcomers.companies.push({ id, name: customer, industry, ownerId })
    return id
  }

  private meet(row: ImportRow, name: string, companyId: string, ownerId: string): void {
    const key = `${companyId} ${folded(name)}`
    if (this.contacts.get(key)) return
    this.contacts.set(key, true)
    const { contactEmail: email, contactPhone: phone } = row
    this.newcomers.contacts.push({ id: newId(), name, email, phone, companyId, ownerId })
  }
}

function nobody() {
  return {
    people: [] as KnownPerson[],
    products: [] as KnownProduct[],
    companies: [] as NewCompany[],
    contacts: [] as NewContact[],
  }
}

function remember(map: Map<string, string>, key: string, id: string): void {
  if (!map.has(key)) map.set(key, id)
}

function tooMany(field: 'owner' | 'product', what: string): Unplaced {
  const reason = `${FIELD_LABELS[field]} names more than ${MOST_NEWCOMERS} new ${what}: look whether this is the right column`
  return { field, reason }
}

function folded(name: string): string {
  return name.toLowerCase().replace(/\s+/g, ' ').trim()
}

function bare(name: string): string {
  return plain(name).replace(/[^\p{L}\p{N}]+/gu, '') || name.toLowerCase()
}
