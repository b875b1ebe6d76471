// First of all, so that the imports below need not name the ending of their files when Node runs this one by itself.
import '../../worker/local/typescript.mjs'
import { existsSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import type { BenchOptions, Figure } from './figure'
import type { ConfidenceQuality } from './model-confidence'
import type { Judged, SetQuality } from './model-quality'

export const name = 'model'

/** The success model's speed, on made-up deals. */
export async function run({ report }: BenchOptions): Promise<Figure[]> {
  const figures: Figure[] = []
  for await (const part of measured(report)) figures.push(...part)
  return figures
}

/** Part by part: one that takes too long leaves the others theirs. */
async function* measured(report: (line: string) => void): AsyncGenerator<Figure[]> {
  const { measureMemory, measureSpeed } = await import('./model-speed')
  const { madeUpDeals } = await import('./model-grow')
  const { peerSpeed } = await import('./model-peers')
  const { measureInWorkerd } = await import('./model-workerd')
  const data = madeUpDeals()
  report('training on made-up deals')
  yield measureSpeed(data, peerSpeed(data))
  report('the same in workerd')
  yield await measureInWorkerd()
  report('training on many more')
  yield [measureMemory()]
}

const PARTS = ['sets', 'speed', 'simulator'] as const

/**
 * `--data DIR` judges every NAME.csv.gz with a NAME.schema.json in a folder on its folds and its time split, `--sets a,b`
 * only those; a set that misses what any must keep is an error; `--json FILE` keeps the figures as { sets, speed, simulator }; `--only sets` (or speed, simulator) leaves out the
 * rest. Without a folder no set is judged.
 */
async function main(): Promise<void> {
  const args = process.argv.slice(2).filter((arg) => arg !== '--')
  const { values } = parseArgs({
    args,
    options: {
      data: { type: 'string' },
      sets: { type: 'string' },
      json: { type: 'string' },
      only: { type: 'string', multiple: true },
    },
  })
  const unknown = values.only?.find((part) => !PARTS.some((one) => one === part))
  if (unknown) throw new Error(`There is no "${unknown}": ${PARTS.join(', ')}`)
  const wants = (part: (typeof PARTS)[number]) => values.only?.includes(part) ?? true
  const results: Record<string, unknown> = { sets: {}, speed: {} }
  // After every part: one that takes too long leaves the others theirs.
  const keep = () => {
    if (values.json) writeFileSync(values.json, JSON.stringify(results, null, 2))
  }
  if (values.data !== undefined && wants('sets')) {
    results.sets = await judgeFolder(values.data, values.sets?.split(','), (sets) => {
      results.sets = sets
      keep()
    })
  }
  if (wants('speed')) {
    const speed: Record<string, Figure> = {}
    results.speed = speed
    for await (const figures of measured((line) => console.log(line))) {
      for (const figure of figures) {
        speed[figure.name] = figure
        console.log(inWords(figure))
      }
      keep()
    }
  }
  if (wants('simulator')) {
    const { judgeSimulated } = await import('./model-simulator')
    const simulated = judgeSimulated((line) => console.log(`simulator: ${line}`))
    console.table(simulated.curve.map(short))
    console.table(simulated.worlds.map(short))
    console.table(simulated.drift.map(short))
    showConfidence('simulator', simulated.confidence)
    results.simulator = simulated
    keep()
  }
}

function inWords({ name, value, unit, floor, ratio, met }: Figure): string {
  const beside =
    floor && ratio !== undefined ? ` (${floor.name}: ${floor.value.toPrecision(3)}, × ${ratio.toFixed(2)})` : ''
  return `${name}: ${value.toPrecision(3)} ${unit}${beside}${met === false ? ', missed' : ''}`
}

async function judgeFolder(
  folder: string,
  wanted: readonly string[] | undefined,
  onSet: (sets: Record<string, SetQuality>) => void,
): Promise<Record<string, SetQuality>> {
  if (!existsSync(folder)) {
    console.error(`There is no folder "${folder}": no set is judged.`)
    process.exitCode = 1
    return {}
  }
  const { readSet, setsIn } = await import('./model-data')
  const { judgeSet, missedBy } = await import('./model-quality')
  const { peerQuality } = await import('./model-peers')
  const found = setsIn(folder)
  if (found.length === 0) console.error(`"${folder}" holds no NAME.csv.gz with a NAME.schema.json beside it.`)
  const missing = wanted?.filter((set) => !found.includes(set)) ?? []
  if (missing.length > 0) console.error(`Not in "${folder}": ${missing.join(', ')}`)
  if (found.length === 0 || missing.length > 0) process.exitCode = 1
  const results: Record<string, SetQuality> = {}
  for (const set of wanted?.filter((set) => found.includes(set)) ?? found) {
    const ours = judgeSet(readSet(folder, set), (line) => console.log(`${set}: ${line}`))
    const others = peerQuality(folder, set)
    const quality: Judged = {
      ...ours,
      peers: { ...ours.peers, ...others.cv },
      ...(ours.timeSplit && {
        timeSplit: { ...ours.timeSplit, peers: { ...ours.timeSplit.peers, ...others.timeSplit } },
      }),
    }
    const missed = missedBy(quality)
    results[set] = { ...quality, missed }
    onSet(results)
    for (const words of missed) console.error(`${set} missed: ${words}`)
    if (missed.length > 0) process.exitCode = 1
    console.table({ [set]: rounded(quality), ...peersOf(quality) })
    if (quality.timeSplit) {
      console.table({ [`${set}, later deals`]: rounded(quality.timeSplit), ...peersOf(quality.timeSplit) })
    }
    showConfidence(set, quality.confidence)
    if (quality.timeSplit) showConfidence(`${set}, later deals`, quality.timeSplit.confidence)
  }
  return results
}

function showConfidence(set: string, { levels, narrowest, widest, verdict }: ConfidenceQuality): void {
  console.log(`${set}, by confidence: ${verdict}`)
  const rows = { ...levels, 'narrowest third': narrowest, 'widest third': widest }
  console.table(Object.fromEntries(Object.entries(rows).map(([name, one]) => [name, short(one)])))
}

function peersOf({ peers }: Pick<SetQuality, 'peers'>) {
  return Object.fromEntries(Object.entries(peers).map(([peer, quality]) => [`  ${peer}`, rounded(quality)]))
}

function rounded({ auc, logLoss, brier, ece }: Pick<SetQuality, 'auc' | 'logLoss' | 'brier' | 'ece'>) {
  return short({ auc, logLoss, brier, ece })
}

/** The same with four digits. */
function short(figures: object): object {
  return Object.fromEntries(
    Object.entries(figures).map(([key, value]) => [key, typeof value === 'number' ? Number(value.toFixed(4)) : value]),
  )
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main()
