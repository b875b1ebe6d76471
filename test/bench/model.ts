// First of all, so that the imports below need not name the ending of their files when Node runs this one by itself.
import '../../worker/local/typescript.mjs'
import { existsSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import type { BenchOptions, Figure } from './figure'
import type { SetQuality } from './model-quality'

export const name = 'model'

/** The success model's speed, on made-up deals. */
export async function run({ report }: BenchOptions): Promise<Figure[]> {
  const { madeUpDeals, measureSpeed } = await import('./model-speed')
  report('training on made-up deals')
  return measureSpeed(madeUpDeals())
}

/**
 * `--data DIR` judges every NAME.csv.gz with a NAME.schema.json in a folder on its folds and its time split, `--sets a,b`
 * only those; `--json FILE` keeps the figures as { sets, speed }. Without a folder only speed is measured.
 */
async function main(): Promise<void> {
  const args = process.argv.slice(2).filter((arg) => arg !== '--')
  const { values } = parseArgs({
    args,
    options: { data: { type: 'string' }, sets: { type: 'string' }, json: { type: 'string' } },
  })
  const sets = values.data === undefined ? {} : await judgeFolder(values.data, values.sets?.split(','))
  const speed: Record<string, Figure> = {}
  for (const figure of await run({ report: (line) => console.log(line) })) {
    speed[figure.name] = figure
    console.log(
      `${figure.name}: ${figure.value.toPrecision(3)} ${figure.unit}${figure.met === false ? ', missed' : ''}`,
    )
  }
  if (values.json) writeFileSync(values.json, JSON.stringify({ sets, speed }, null, 2))
}

async function judgeFolder(folder: string, wanted?: readonly string[]): Promise<Record<string, SetQuality>> {
  if (!existsSync(folder)) {
    console.error(`There is no folder "${folder}": no set is judged.`)
    process.exitCode = 1
    return {}
  }
  const { readSet, setsIn } = await import('./model-data')
  const { judgeSet } = await import('./model-quality')
  const found = setsIn(folder)
  if (found.length === 0) console.error(`"${folder}" holds no NAME.csv.gz with a NAME.schema.json beside it.`)
  const missing = wanted?.filter((set) => !found.includes(set)) ?? []
  if (missing.length > 0) console.error(`Not in "${folder}": ${missing.join(', ')}`)
  if (found.length === 0 || missing.length > 0) process.exitCode = 1
  const results: Record<string, SetQuality> = {}
  for (const set of wanted?.filter((set) => found.includes(set)) ?? found) {
    const quality = judgeSet(readSet(folder, set), (line) => console.log(`${set}: ${line}`))
    results[set] = quality
    console.table({ [set]: rounded(quality), ...peersOf(quality) })
    if (quality.timeSplit) {
      console.table({ [`${set}, later deals`]: rounded(quality.timeSplit), ...peersOf(quality.timeSplit) })
    }
  }
  return results
}

function peersOf({ peers }: Pick<SetQuality, 'peers'>) {
  return Object.fromEntries(Object.entries(peers).map(([peer, quality]) => [`  ${peer}`, rounded(quality)]))
}

function rounded({ auc, logLoss, brier, ece }: Pick<SetQuality, 'auc' | 'logLoss' | 'brier' | 'ece'>) {
  const short = (value: number) => Number(value.toFixed(4))
  return { auc: short(auc), logLoss: short(logLoss), brier: short(brier), ece: short(ece) }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main()
