import type { PerState } from './belief'

/** How one tenant's world behaves: what its deals depend on before and while they run. */
export interface WorldProfile {
  readonly key: string
  readonly company: { readonly name: string; readonly slug: string; readonly domain: string }
  readonly currency: string
  readonly stages: readonly StageProfile[]
  readonly prior: PriorProfile
  readonly sources: readonly Weighted[]
  readonly competitors: readonly Weighted[]
  readonly rates: ActivityRates
}

export interface Weighted {
  readonly name: string
  readonly weight: number
  /** Log-odds added to the chance to win. */
  readonly effect: number
}

export interface StageProfile {
  readonly name: string
  /** Working days a deal that will be won usually stays. */
  readonly workdays: number
  /** How much slower deals that will be lost move on, as a factor of the daily chance. */
  readonly lostAdvance: number
  /** Daily chance that a deal that will be lost is lost here, once it has been here a while. */
  readonly lose: number
  /** Factor of the daily chance to meet. */
  readonly meetings: number
}

/** Log-odds. */
export interface PriorProfile {
  readonly intercept: number
  readonly ownerDeviation: number
  readonly customerDeviation: number
  /** For each tenfold of the usual amount. */
  readonly amount: number
  /** For each tenfold of a company of 300 people. */
  readonly size: number
  readonly priority: Readonly<Record<'low' | 'medium' | 'high' | 'critical', number>>
  readonly budget: Readonly<Record<'Approved' | 'Requested' | 'Not yet', number>>
  /** A trade that knows the company: tied to sources below. */
  readonly knownIndustry: number
  /** Half the distance between the best and the worst month. */
  readonly season: number
  /** Over a year. */
  readonly driftPerYear: number
}

/** Chances a working day, for each hidden state. */
export interface ActivityRates {
  readonly emailOut: PerState
  /** While an e-mail of the last few days is unanswered. */
  readonly reply: PerState
  readonly emailIn: PerState
  readonly call: PerState
  readonly meeting: PerState
  readonly note: PerState
  readonly noAnswer: PerState
  readonly newPerson: PerState
  /** Weight of each tone, from cold to warm. */
  readonly tones: readonly [PerState, PerState, PerState, PerState]
  /** While the close date is near or past. */
  readonly slip: PerState
  readonly planStep: PerState
  readonly amountUp: PerState
  readonly amountDown: PerState
  readonly moveBack: PerState
  readonly quiets: { readonly won: number; readonly lost: number }
  readonly wakes: { readonly won: number; readonly lost: number }
}

const RATES: ActivityRates = {
  emailOut: [0.1, 0.06, 0.095, 0.055],
  reply: [0.32, 0.08, 0.24, 0.05],
  emailIn: [0.024, 0.006, 0.015, 0.003],
  call: [0.05, 0.018, 0.041, 0.014],
  meeting: [0.04, 0.009, 0.029, 0.006],
  note: [0.008, 0.008, 0.008, 0.008],
  noAnswer: [0.2, 0.5, 0.26, 0.55],
  newPerson: [0.3, 0.17, 0.2, 0.1],
  tones: [
    [0.06, 0.1, 0.11, 0.2],
    [0.22, 0.33, 0.31, 0.42],
    [0.44, 0.4, 0.4, 0.3],
    [0.28, 0.17, 0.18, 0.08],
  ],
  slip: [0.08, 0.11, 0.12, 0.12],
  planStep: [0.18, 0.06, 0.14, 0.04],
  amountUp: [0.005, 0.002, 0.004, 0.002],
  amountDown: [0.005, 0.004, 0.007, 0.004],
  moveBack: [0.0015, 0.002, 0.003, 0.004],
  quiets: { won: 0.014, lost: 0.024 },
  wakes: { won: 0.12, lost: 0.05 },
}

export const TERVO: WorldProfile = {
  key: 'tervo',
  company: { name: 'Tervo Sensing', slug: 'tervo-sensing', domain: 'tervo.example' },
  currency: 'EUR',
  stages: [
    { name: 'Qualified', workdays: 7, lostAdvance: 0.75, lose: 0.021, meetings: 0.6 },
    { name: 'Discovery', workdays: 10, lostAdvance: 0.75, lose: 0.018, meetings: 1.2 },
    { name: 'Pilot', workdays: 15, lostAdvance: 0.7, lose: 0.016, meetings: 1.1 },
    { name: 'Proposal', workdays: 11, lostAdvance: 0.65, lose: 0.028, meetings: 0.9 },
    { name: 'Negotiation', workdays: 11, lostAdvance: 0, lose: 0.05, meetings: 1.1 },
  ],
  prior: {
    intercept: -1.3,
    ownerDeviation: 0.3,
    customerDeviation: 0.55,
    amount: -0.7,
    size: -0.2,
    priority: { low: -0.7, medium: 0, high: 0.5, critical: 0.85 },
    budget: { Approved: 1, Requested: 0.1, 'Not yet': -1 },
    knownIndustry: 0.45,
    season: 0.15,
    driftPerYear: -0.08,
  },
  sources: [
    { name: 'Trade fair', weight: 18, effect: -0.15 },
    { name: 'Referral', weight: 16, effect: 1 },
    { name: 'Website', weight: 24, effect: -0.5 },
    { name: 'Existing customer', weight: 22, effect: 0.7 },
    { name: 'Distributor', weight: 12, effect: 0 },
    { name: 'Cold call', weight: 8, effect: -1.1 },
  ],
  competitors: [
    { name: '', weight: 55, effect: 0.25 },
    { name: 'Fluxmetric', weight: 20, effect: -0.7 },
    { name: 'Sentara Controls', weight: 15, effect: -0.2 },
    { name: 'In-house build', weight: 10, effect: -0.9 },
  ],
  rates: RATES,
}

/** Small packages sold from afar: four quick stages, many deals, more of them lost. */
export const HALDEN: WorldProfile = {
  ...TERVO,
  key: 'halden',
  company: { name: 'Halden Controls', slug: 'halden-controls', domain: 'halden.example' },
  currency: 'USD',
  stages: [
    { name: 'New', workdays: 4, lostAdvance: 0.5, lose: 0.07, meetings: 0.8 },
    { name: 'Demo', workdays: 7, lostAdvance: 0.5, lose: 0.06, meetings: 1.4 },
    { name: 'Trial', workdays: 12, lostAdvance: 0.4, lose: 0.05, meetings: 0.7 },
    { name: 'Contract', workdays: 6, lostAdvance: 0, lose: 0.09, meetings: 0.8 },
  ],
  prior: { ...TERVO.prior, intercept: -1.6, amount: -0.3, customerDeviation: 0.3, driftPerYear: 0.15 },
  sources: [
    { name: 'Website', weight: 45, effect: -0.2 },
    { name: 'Webinar', weight: 20, effect: 0.1 },
    { name: 'Partner', weight: 15, effect: 0.7 },
    { name: 'Referral', weight: 10, effect: 0.9 },
    { name: 'Outbound', weight: 10, effect: -0.6 },
  ],
  rates: { ...RATES, emailOut: [0.12, 0.08, 0.12, 0.08], meeting: [0.03, 0.004, 0.018, 0.003] },
}

/** Whole plants: six slow stages, large deals, nearly half of them won. */
export const OSTRA: WorldProfile = {
  ...TERVO,
  key: 'ostra',
  company: { name: 'Ostra Systems', slug: 'ostra-systems', domain: 'ostra.example' },
  currency: 'SEK',
  stages: [
    { name: 'Enquiry', workdays: 6, lostAdvance: 0.7, lose: 0.04, meetings: 0.6 },
    { name: 'Site survey', workdays: 9, lostAdvance: 0.7, lose: 0.02, meetings: 1.6 },
    { name: 'Concept', workdays: 15, lostAdvance: 0.6, lose: 0.02, meetings: 1.2 },
    { name: 'Tender', workdays: 12, lostAdvance: 0.5, lose: 0.03, meetings: 0.6 },
    { name: 'Final two', workdays: 8, lostAdvance: 0.4, lose: 0.05, meetings: 1 },
    { name: 'Contract', workdays: 7, lostAdvance: 0, lose: 0.08, meetings: 0.9 },
  ],
  prior: { ...TERVO.prior, intercept: -0.4, amount: 0.2, ownerDeviation: 0.5, season: 0.3, driftPerYear: 0 },
}
