import { gzipSync } from 'node:zlib'

/** Files as other systems export them, made anew for each run and always the same. */

export interface MadeFile {
  readonly name: string
  readonly mimeType: string
  readonly buffer: Buffer
  /** Rows under the header. */
  readonly rows: number
  /** Rows that cannot be taken, as a spreadsheet numbers them. */
  readonly bad: readonly number[]
}

/** Mulberry32: small, seeded, and even enough for a file. */
function dice(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

const DAY_MS = 86_400_000
const AGENTS = ['Moses Frase', 'Darcel Schlecht', 'Anna Snelling', 'Zane Levy', 'Vicki Laflamme']
const PRODUCTS = ['GTX Basic', 'MG Special', 'GTXPro', 'GTX Pro', 'GTX Plus Basic']
const ACCOUNTS = [
  'Cancity',
  'Isdom',
  'Codehow',
  'Hatfan',
  'Ron-tech',
  'Zencorporation',
  'Betatech',
  'Scotfind',
  'Treequote',
]

const isoDay = (at: number) => new Date(at).toISOString().slice(0, 10)

/** An export of a sales system: who won what, with nothing in it that tells winners from losers. */
export function crmExport(rows = 1_500): MadeFile {
  const roll = dice(7)
  const pick = (of: readonly string[]) => of[Math.floor(roll() * of.length)]!
  const bad: number[] = []
  const start = Date.UTC(2024, 0, 8)
  const lines = Array.from({ length: rows }, (_, index) => {
    const engaged = start + Math.floor(roll() * 600) * DAY_MS
    const closed = engaged + (3 + Math.floor(roll() * 120)) * DAY_MS
    const chance = roll()
    const stage = chance < 0.48 ? 'Won' : chance < 0.88 ? 'Lost' : chance < 0.96 ? 'Engaging' : 'Prospecting'
    const isOver = stage === 'Won' || stage === 'Lost'
    // The way such files are: open deals often have no account yet.
    const account = !isOver && roll() < 0.4 ? '' : pick(ACCOUNTS)
    const value = stage === 'Won' ? String(40 + Math.floor(roll() * 6_000)) : stage === 'Lost' ? '0' : ''
    // A deal that is only prospected has no such day to be wrong.
    const isBad = index % 211 === 100 && stage !== 'Prospecting'
    if (isBad) bad.push(index + 2)
    return [
      `OP${String(index + 1).padStart(5, '0')}`,
      pick(AGENTS),
      pick(PRODUCTS),
      account,
      stage,
      stage === 'Prospecting' ? '' : isBad ? '31 of never' : isoDay(engaged),
      isOver ? isoDay(closed) : '',
      value,
    ].join(',')
  })
  return file(
    'sales pipeline.csv',
    'opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value',
    lines,
    bad,
  )
}

/** As Americans write a day. */
export const usDay = (at: number) => {
  const date = new Date(at)
  return `${date.getUTCMonth() + 1}/${date.getUTCDate()}/${date.getUTCFullYear()}`
}

/** A file as it is when somebody has packed it. */
export function packed({ name, buffer, ...made }: MadeFile): MadeFile {
  return { ...made, name: `${name}.gz`, mimeType: 'application/gzip', buffer: gzipSync(buffer) }
}

/** An export with columns of the company's own, two of which tell much of how a deal will end. */
export function tellingExport(rows = 900, day = isoDay): MadeFile {
  const roll = dice(11)
  const pick = (of: readonly string[]) => of[Math.floor(roll() * of.length)]!
  const start = Date.UTC(2024, 5, 3)
  const lines = Array.from({ length: rows }, (_, index) => {
    const isOpen = index >= rows - 40
    const group = pick(['Channel referral', 'Cold list', 'Fair'])
    const size = 1 + Math.floor(roll() * 5)
    const logOdds = (group === 'Channel referral' ? 1.6 : group === 'Cold list' ? -1.8 : 0) + (size - 3) * 0.7
    const won = roll() < 1 / (1 + Math.exp(-logOdds))
    const opened = start + Math.floor((index / rows) * 480) * DAY_MS
    return [
      `${1_000 + index}`,
      `Order ${1_000 + index}`,
      pick(ACCOUNTS),
      isOpen ? 'Open' : won ? 'Won' : 'Lost',
      String(500 + Math.floor(roll() * 90_000)),
      day(opened),
      isOpen ? '' : day(opened + (5 + Math.floor(roll() * 60)) * DAY_MS),
      group,
      String(size),
    ].join(',')
  })
  return file(
    'orders.csv',
    'deal id,title,account,stage,amount,created date,close date,Route to market,Client size class',
    lines,
    [],
  )
}

/**
 * A pipeline as another product writes it: no title, no customer, no day, and mostly columns that only its company knows. How
 * a deal came, and what the client bought before, tell of its end; the days in its stages are known when it is over.
 */
export function pipelineExport(rows: number, open: number): MadeFile {
  const roll = dice(23)
  const pick = <T>(of: readonly T[]) => of[Math.floor(roll() * of.length)]!
  const header = [
    ...['Opportunity Number', 'Supplies Subgroup', 'Supplies Group', 'Region', 'Route To Market'],
    ...['Elapsed Days In Sales Stage', 'Opportunity Result', 'Sales Stage Change Count'],
    ...['Total Days Identified Through Closing', 'Total Days Identified Through Qualified', 'Opportunity Amount USD'],
    ...['Client Size By Revenue (USD)', 'Client Size By Employee Count', 'Revenue From Client Past Two Years (USD)'],
    ...['Competitor Type', 'Ratio Days Identified To Total Days', 'Ratio Days Validated To Total Days'],
    ...['Ratio Days Qualified To Total Days', 'Deal Size Category (USD)'],
  ]
  const lines = Array.from({ length: rows }, (_, index) => {
    const [route, revenue] = [
      pick(['Fields Sales', 'Reseller', 'Telesales']),
      pick(['0 (No business)', '1 to 50K', '400K or more']),
    ]
    const logOdds =
      (route === 'Reseller' ? 1.3 : route === 'Telesales' ? -1.6 : 0) + (revenue === '400K or more' ? 1.8 : -0.6)
    const won = roll() < 1 / (1 + Math.exp(-logOdds))
    const days = Math.floor(roll() * 120)
    const share = roll()
    return [
      ...[1_641_984 + index * 7, pick(['Exterior Accessories', 'Replacement Parts', 'Batteries']), 'Car Accessories'],
      ...[pick(['Northwest', 'Pacific', 'Midwest', 'Southeast']), route, Math.floor(roll() * 90)],
      ...[
        index >= rows - open ? '' : won ? 'Won' : 'Loss',
        1 + Math.floor(roll() * 12),
        days,
        Math.floor(days * share),
      ],
      ...[5_000 * Math.floor(roll() * 40), pick(['More than 1M', '250K to 500K', '100K or less'])],
      ...[pick(['More than 25K', '5K to 15K', '1K or less']), revenue, pick(['Unknown', 'Known', 'None'])],
      ...[share.toFixed(5), (1 - share).toFixed(5), '0', pick(['10K or less', '10K to 20K'])],
    ].join(',')
  })
  return file('pipeline_export.csv', header.join(','), lines, [])
}

/**
 * An export that leaves open what only a person can say: dates that could be two days, amounts in no currency, deals of no
 * customer, and outcomes in words of the house.
 */
export function unclearExport(rows = 120): MadeFile {
  const roll = dice(5)
  const lines = Array.from({ length: rows }, (_, index) => {
    const result = index % 3 === 0 ? 'Zuschlag' : index % 3 === 1 ? 'Absage' : ''
    const account = index % 4 === 0 ? '' : ACCOUNTS[index % ACCOUNTS.length]!
    const amount = `${1 + Math.floor(roll() * 9)}.${String(100 + Math.floor(roll() * 900))},50`
    const created = `${String(1 + (index % 12)).padStart(2, '0')}/${String(1 + (index % 11)).padStart(2, '0')}/2025`
    return [`V-${1 + index}`, account, result, amount, created].join(';')
  })
  return file('vorgang.csv', 'Deal id;Account;Entscheid;Amount;Created date', lines, [])
}

/** As wide as a file may be, or wider. */
export function wideExport(columns: number): MadeFile {
  const header = ['Deal id', ...Array.from({ length: columns - 1 }, (_, i) => `Feld ${i + 1}`)].join(',')
  const lines = Array.from({ length: 30 }, (_, row) =>
    Array.from({ length: columns }, (_, i) => `${row}${i}`).join(','),
  )
  return file('wide.csv', header, lines, [])
}

/** Bytes under a name that says CSV. */
export function madeOf(name: string, content: string | readonly number[]): MadeFile {
  const buffer = typeof content === 'string' ? Buffer.from(content) : Buffer.from(content)
  return { name, mimeType: 'text/csv', buffer, rows: 0, bad: [] }
}

function file(name: string, header: string, lines: readonly string[], bad: readonly number[]): MadeFile {
  const buffer = Buffer.from(`${header}\r\n${lines.join('\r\n')}\r\n`)
  return { name, mimeType: 'text/csv', buffer, rows: lines.length, bad }
}
