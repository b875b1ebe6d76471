import type { Instant } from '../timeline'
import { CATALOG, type CatalogProduct, GATEWAY } from './catalog'
import type { Dice } from './dice'
import { ADMIN, FIRST_NAMES, JOB_TITLES, KNOWN_COMPANIES, LAST_NAMES, PLACES, TEAMS, TRADES } from './names'
import type { WorldProfile } from './profile'
import type {
  SimulatedContact,
  SimulatedCustomer,
  SimulatedPerson,
  SimulatedProduct,
  SimulatedTenant,
} from './simulated'

/** Whom a company sells to, with whom, and what: the part of a world that does not change. */
export interface Market {
  readonly teams: SimulatedTenant['teams']
  readonly people: readonly SimulatedPerson[]
  readonly sellers: readonly Seller[]
  readonly goods: readonly Good[]
  readonly gateway: SimulatedProduct
  readonly buyers: readonly Buyer[]
}

export interface Seller {
  readonly person: SimulatedPerson
  /** Log-odds. */
  readonly skill: number
}

export interface Good {
  readonly product: SimulatedProduct
  readonly catalog: CatalogProduct
}

export interface Buyer {
  readonly customer: SimulatedCustomer
  /** What the customer is, whether or not its record says so. */
  readonly industry: string
  readonly employees: number
  readonly owner: Seller
  /** Log-odds: how well this customer and the company get on. */
  readonly affinity: number
  /** How many deals it has, compared with others. */
  readonly share: number
}

const UNKNOWN_INDUSTRY = 0.06
const UNKNOWN_SIZE = 0.12

export function openMarket(profile: WorldProfile, customers: number, start: Instant, dice: Dice): Market {
  const teamIds = TEAMS.map(() => dice.uuid(start))
  const person = (name: string, role: SimulatedPerson['role'], teamId: string | null): SimulatedPerson => ({
    id: dice.uuid(start),
    name,
    email: `${initialAndName(name)}@${profile.company.domain}`,
    role,
    teamId,
  })
  const members = TEAMS.map((team, t) =>
    team.members.map((name, i) => person(name, i === 0 ? 'manager' : 'sales_rep', teamIds[t]!)),
  )
  const sellers = members
    .flatMap((team) => team.slice(1))
    .map(
      (rep): Seller => ({
        person: rep,
        skill: dice.normal(0, profile.prior.ownerDeviation),
      }),
    )
  return {
    teams: TEAMS.map((team, t) => ({ id: teamIds[t]!, name: team.name, managerId: members[t]![0]!.id })),
    people: [person(ADMIN, 'org_admin', null), ...members.flat()],
    sellers,
    goods: CATALOG.map((catalog) => ({ catalog, product: toProduct(catalog, profile.currency, dice.uuid(start)) })),
    gateway: toProduct(GATEWAY, profile.currency, dice.uuid(start)),
    buyers: companies(customers, dice).map((company, i) =>
      toBuyer(company, i < KNOWN_COMPANIES.length, profile, sellers, start, dice),
    ),
  }
}

interface Company {
  readonly name: string
  readonly industry: string
  readonly city: string
  readonly country: string
  readonly employees: number
  readonly people?: readonly (readonly [name: string, jobTitle: string])[]
}

/** The known ones first, then as many invented ones as are asked for. */
function companies(count: number, dice: Dice): Company[] {
  const invented = TRADES.flatMap((trade) =>
    trade.words.flatMap((word) =>
      PLACES.map(
        ([place, city, country]): Company => ({
          name: `${place} ${word}`,
          industry: trade.industry,
          city,
          country,
          // Most are of a few hundred people, some of thousands.
          employees: Math.round(Math.exp(dice.normal(5.6, 1)) / 5) * 5 + 10,
        }),
      ),
    ),
  )
  return [...KNOWN_COMPANIES, ...dice.shuffled(invented)].slice(0, count)
}

function toBuyer(
  company: Company,
  isKnown: boolean,
  profile: WorldProfile,
  sellers: readonly Seller[],
  start: Instant,
  dice: Dice,
): Buyer {
  const owner = dice.pick(sellers)
  const domain = `${asciiWords(company.name).join('-')}.example`
  const customer: SimulatedCustomer = {
    id: dice.uuid(start),
    name: company.name,
    industry: dice.chance(UNKNOWN_INDUSTRY) ? null : company.industry,
    employees: dice.chance(UNKNOWN_SIZE) ? null : company.employees,
    city: company.city,
    country: company.country,
    website: `https://www.${domain}`,
    ownerId: owner.person.id,
    createdAt: start,
    contacts: contactsOf(company, domain, start, dice),
  }
  return {
    customer,
    industry: company.industry,
    employees: company.employees,
    owner,
    affinity: dice.normal(0, profile.prior.customerDeviation),
    // A few customers buy often, most now and then.
    share: Math.exp(dice.normal(0, 0.8)) + (isKnown ? 1.5 : 0),
  }
}

function contactsOf(company: Company, domain: string, start: Instant, dice: Dice): SimulatedContact[] {
  const titles = dice.shuffled(JOB_TITLES)
  const names =
    company.people ??
    Array.from(
      { length: dice.whole(3, 5) },
      (_, i) => [`${dice.pick(FIRST_NAMES)} ${dice.pick(LAST_NAMES)}`, titles[i]!] as const,
    )
  return names.map(([name, jobTitle]) => ({
    id: dice.uuid(start),
    name,
    jobTitle,
    email: `${initialAndName(name)}@${domain}`,
    // 555-01xx is set aside for stories.
    phone: `+00 555 01${dice.whole(10, 99)}`,
  }))
}

function toProduct(
  { name, sku, listPrice }: { name: string; sku: string; listPrice: number },
  currency: string,
  id: string,
): SimulatedProduct {
  return { id, name, sku, listPriceMinor: listPrice * 100, currency }
}

/** “Inês Carvalho” → “i.carvalho”. */
function initialAndName(name: string): string {
  const words = asciiWords(name)
  return `${words[0]![0]}.${words.at(-1)}`
}

// Letters that do not come apart into a base letter and an accent.
const PLAIN: Readonly<Record<string, string>> = { ø: 'o', ł: 'l', ß: 'ss', æ: 'ae', ı: 'i', đ: 'd' }

function asciiWords(name: string): string[] {
  const plain = name
    .toLowerCase()
    .normalize('NFD')
    .replace(/[øłßæıđ]/g, (letter) => PLAIN[letter] ?? '')
  return plain.replace(/[^a-z0-9 -]/g, '').split(/[ -]+/)
}
