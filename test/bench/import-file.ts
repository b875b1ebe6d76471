import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { gzipSync } from 'node:zlib'

/** A file as somebody uploads it. */
export interface ImportFile {
  readonly name: string
  readonly bytes: Buffer
}

const ROWS = 50_000
const SEED = 20_260_131

/** The files to measure: those of a folder that hold a pipeline, or one, or else one of our own making. */
export function importFiles(path: string | undefined): ImportFile[] {
  if (path === undefined) return [{ name: `made-${ROWS}-rows.csv.gz`, bytes: gzipSync(madeFile(ROWS)) }]
  const isFile = statSync(path).isFile()
  const paths = isFile
    ? [path]
    : readdirSync(path, { recursive: true, encoding: 'utf8' })
        .filter((name) => /pipeline[^/]*\.csv(\.gz)?$/.test(name))
        .map((name) => join(path, name))
  if (paths.length === 0) throw new Error(`${path} holds no file named like pipeline.csv`)
  return paths.map((one) => ({ name: basename(one), bytes: readFileSync(one) }))
}

const HEADER =
  `Opportunity Number,Opportunity Name,Account,Owner,Product,Stage,Amount USD,Created,Close Date,Lead Source,Loss Reason,
Region,Route To Market,Client Size,Employees,Days In Stage,Stage Changes,Competitor,Discount`.replaceAll('\n', '')

/** A pipeline of 19 columns as a company might export it, the same every time. */
function madeFile(rows: number): string {
  const random = seeded(SEED)
  const int = (below: number) => Math.floor(random() * below)
  const of = <T>(words: readonly T[]): T => words[int(words.length)]! // within it
  const day = (from: number, days: number) => new Date(Date.UTC(2023, 0, 1) + (from + days) * 86_400_000)
  const lines = [HEADER]
  for (let i = 0; i < rows; i++) {
    const stage = of(['Closed Won', 'Closed Lost', 'Closed Lost', 'Proposal', 'Negotiation'])
    const began = int(900)
    const product = of(['Pumps', 'Probes', 'Valves', 'Filters', 'Scales', 'Sensors'])
    const account = `${of(['North', 'South', 'Baltic', 'Alpine', 'Delta', 'Harbour'])} ${of(['Glass', 'Paper', 'Power', 'Cargo', 'Foods'])} ${int(80)}`
    lines.push(
      [
        1_600_000 + i,
        `${product} for ${account}`,
        account,
        `${of(['Ann', 'Ben', 'Cem', 'Dia', 'Eva', 'Finn'])} ${of(['Adler', 'Berg', 'Costa', 'Dahl', 'Evers'])}`,
        `${product} ${of(['S', 'M', 'L'])}`,
        stage,
        (int(2_000_000) / 100).toFixed(2),
        toIsoDay(day(began, 0)),
        toIsoDay(day(began, 20 + int(200))),
        of(['Fair', 'Partner', 'Web', 'Call', 'Referral']),
        stage === 'Closed Lost' ? of(['Price', 'Timing', 'Competitor']) : '',
        of(['Northwest', 'Pacific', 'Midwest', 'Southeast']),
        of(['Fields Sales', 'Reseller', 'Telesales']),
        of(['More than 1M', '250K to 500K', '100K or less']),
        of(['More than 25K', '1K to 5K', '1K or less']),
        int(120),
        int(20),
        of(['Unknown', 'Known', 'None']),
        random().toFixed(4),
      ].join(','),
    )
  }
  return `${lines.join('\n')}\n`
}

function toIsoDay(date: Date): string {
  return date.toISOString().slice(0, 10)
}

/** Mulberry32: small, and good enough to mix words. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}
