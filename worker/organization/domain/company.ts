import type { IdentityId, PipelineId, RoleId, StageId, TenantId, UserId } from '../../kernel/ids'
import type { Currency } from '../../kernel/money'
import { BUILT_IN, type Role } from './role'

export const DEFAULT_CURRENCY = 'EUR' as Currency
export const DEFAULT_LOCALE = 'en-GB'
export const DEFAULT_TIME_ZONE = 'UTC'

// So that the first deal has somewhere to stand. A stage's days are its norm until the company has its own history.
const FIRST_PIPELINE = {
  name: 'Sales',
  stages: [
    { name: 'Qualified', status: 'open', expectedDays: 14 },
    { name: 'Discovery', status: 'open', expectedDays: 21 },
    { name: 'Proposal', status: 'open', expectedDays: 14 },
    { name: 'Negotiation', status: 'open', expectedDays: 21 },
    { name: 'Won', status: 'won', expectedDays: null },
    { name: 'Lost', status: 'lost', expectedDays: null },
  ],
} as const

/** Everything a company has on its first day. */
export interface NewCompany {
  readonly id: TenantId
  readonly name: string
  readonly slug: string
  readonly locale: string
  readonly currency: Currency
  readonly timeZone: string
  readonly roles: readonly Role[]
  readonly pipeline: {
    readonly id: PipelineId
    readonly name: string
    readonly stages: readonly ((typeof FIRST_PIPELINE)['stages'][number] & { readonly id: StageId })[]
  }
  /** Its first person, who administers it. */
  readonly founder: {
    readonly id: UserId
    readonly identityId: IdentityId
    readonly name: string
    readonly email: string
    readonly role: Role
  }
}

export interface Founding {
  readonly company: string
  readonly name: string
  readonly email: string
  readonly identityId: IdentityId
  readonly locale?: string | undefined
  readonly currency?: Currency | undefined
  readonly timeZone?: string | undefined
}

export function foundCompany(wanted: Founding, makeId: <Id extends string>() => Id): NewCompany {
  const id = makeId<TenantId>()
  const roles = BUILT_IN.map((role): Role => ({ ...role, id: makeId<RoleId>(), version: 1 }))
  const admin = roles.find((role) => role.key === 'org_admin')! // BUILT_IN has it
  return {
    id,
    name: wanted.company,
    // The end of a UUIDv7 is random: two companies of one name get along without asking who was first.
    slug: slugFrom(wanted.company, id.slice(-8)),
    locale: wanted.locale ?? DEFAULT_LOCALE,
    currency: wanted.currency ?? DEFAULT_CURRENCY,
    timeZone: wanted.timeZone ?? DEFAULT_TIME_ZONE,
    roles,
    pipeline: {
      id: makeId<PipelineId>(),
      name: FIRST_PIPELINE.name,
      stages: FIRST_PIPELINE.stages.map((stage) => ({ ...stage, id: makeId<StageId>() })),
    },
    founder: {
      id: makeId<UserId>(),
      identityId: wanted.identityId,
      name: wanted.name,
      email: wanted.email,
      role: admin,
    },
  }
}

/** A company's name in addresses. */
export function slugFrom(name: string, suffix: string): string {
  const words = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replace(/^-+|-+$/g, '')
  return `${words || 'company'}-${suffix}`
}
