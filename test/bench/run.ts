import { existsSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import type { Bench, Figure } from './figure'

const BENCHES = [
  'api',
  'import',
  'scoring',
  'sweep',
  'training',
  'move',
  'model',
  'web',
  'live',
  'room',
  'distance',
  'device',
]

/**
 * Measures every budget beside its floor. `--only NAME` measures one part, `--json FILE` keeps every figure, `--data PATH`
 * measures on files of one's own where a part can.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { json: { type: 'string' }, only: { type: 'string', multiple: true }, data: { type: 'string' } },
  })
  const unknown = values.only?.find((name) => !BENCHES.includes(name))
  if (unknown) throw new Error(`There is no "${unknown}": ${BENCHES.join(', ')}`)
  const benches = await load(values.only ?? BENCHES)
  const startedAt = new Date().toISOString()
  const results: { bench: string; seconds: number; figures: Figure[] }[] = []
  const failures: { bench: string; error: string }[] = []
  for (const bench of benches) {
    console.log(`\n${bench.name}`)
    const began = performance.now()
    try {
      const figures = await bench.run({
        report: (line) => console.log(`  · ${line}`),
        ...(values.data !== undefined && { data: values.data }),
      })
      results.push({ bench: bench.name, seconds: (performance.now() - began) / 1000, figures })
      console.log(table(figures))
    } catch (error) {
      // One part that cannot be measured leaves the others theirs.
      console.error(error)
      failures.push({ bench: bench.name, error: String(error) })
    }
  }
  if (values.json) {
    const machine = { cores: cpus().length, cpu: cpus()[0]?.model, memoryGb: Math.round(totalmem() / 2 ** 30) }
    writeFileSync(values.json, JSON.stringify({ startedAt, machine, results, failures }, null, 2))
  }
  const missed = results.flatMap(({ figures }) => figures).filter(({ met }) => met === false)
  console.log(`\n${missed.length} missed, ${failures.length} not measured`)
  process.exitCode = missed.length + failures.length > 0 ? 1 : 0
}

async function load(names: readonly string[]): Promise<Bench[]> {
  const paths = names.map((name) => join(import.meta.dirname, `${name}.ts`)).filter((path) => existsSync(path))
  return Promise.all(paths.map(async (path) => (await import(pathToFileURL(path).href)) as Bench))
}

function table(figures: readonly Figure[]): string {
  const rows = figures.map(({ name, value, unit, floor, ratio, target, met }) => [
    met === undefined ? ' ' : met ? '✓' : '✗',
    name,
    `${short(value)} ${unit}`,
    floor ? `${floor.name}: ${short(floor.value)}` : '',
    ratio === undefined ? '' : `× ${ratio.toFixed(2)}`,
    target ? wanted(target) : '',
  ])
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]!.length))) ?? [] // rows are alike
  return rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column]!)).join('  ')}`).join('\n')
}

function wanted({ of, atLeast, atMost }: NonNullable<Figure['target']>): string {
  const bound = atLeast === undefined ? `≤ ${atMost}` : `≥ ${atLeast}`
  return of === 'ratio' ? `want × ${bound}` : `want ${bound}`
}

function short(value: number): string {
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3)
}

await main()
process.exit()
