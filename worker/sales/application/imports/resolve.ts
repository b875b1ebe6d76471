import { newId, type UserId } from '../../../kernel/ids'
import type { ImportRow } from '../../domain/csv/import-row'
import { plain } from '../../domain/csv/plain-text'
import type { ImportPlan } from '../../domain/import-run'

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

/** People and products a batch names that are not there yet. */
export interface Newcomers {
  readonly people: readonly KnownPerson[]
  readonly products: readonly KnownProduct[]
}

/**
 * Finds the people, products and stages that rows name. Who is not found is made: a person with that name who cannot sign
 * in yet, a product of that name. "GTXPro" and "GTX Pro" are one product: only letters and digits tell names apart.
 */
export class Resolver {
  private readonly people = new Map<string, string>()
  private readonly products = new Map<string, string>()
  private readonly stages = new Map<string, ImportStage>()
  private readonly firstOpen: ImportStage
  private readonly ends: Readonly<Record<'won' | 'lost', ImportStage>>
  private newPeople: KnownPerson[] = []
  private newProducts: KnownProduct[] = []
  private readonly plan: ImportPlan
  private readonly importer: UserId

  constructor(
    plan: ImportPlan,
    importer: UserId,
    known: {
      readonly people: readonly KnownPerson[]
      readonly products: readonly KnownProduct[]
      readonly stages: readonly ImportStage[]
    },
  ) {
    this.plan = plan
    this.importer = importer
    for (const { id, name, email } of known.people) {
      this.people.set(folded(name), id)
      if (email) this.people.set(email.toLowerCase(), id)
    }
    for (const { id, name } of known.products) this.products.set(bare(name), id)
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

  /** A row's status decides; the stage's word tells where among the open ones. */
  stageFor(row: ImportRow): ImportStage {
    if (row.status !== 'open') return this.ends[row.status]
    const stage = row.stage === null ? undefined : this.stages.get(row.stage)
    return stage?.status === 'open' ? stage : this.firstOpen
  }

  ownerFor({ owner }: ImportRow): string {
    if (owner === null || this.plan.ownDealsOnly) return this.importer
    const isEmail = owner.includes('@')
    const key = isEmail ? owner.toLowerCase() : folded(owner)
    const known = this.people.get(key)
    if (known) return known
    const id = newId<UserId>()
    this.people.set(key, id)
    this.newPeople.push({ id, name: owner, email: isEmail ? owner.toLowerCase() : null })
    return id
  }

  productFor({ product }: ImportRow): string | null {
    if (product === null) return null
    const key = bare(product) || product
    const known = this.products.get(key)
    if (known) return known
    const id: string = newId()
    this.products.set(key, id)
    this.newProducts.push({ id, name: product })
    return id
  }

  /** Who and what was named for the first time since the last call: to be written with the rows that name them. */
  takeNewcomers(): Newcomers {
    const taken = { people: this.newPeople, products: this.newProducts }
    this.newPeople = []
    this.newProducts = []
    return taken
  }
}

function folded(name: string): string {
  return name.toLowerCase().replace(/\s+/g, ' ').trim()
}

function bare(name: string): string {
  return plain(name).replace(/[^\p{L}\p{N}]+/gu, '')
}
