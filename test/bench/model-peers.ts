import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { z } from 'zod'
import type { Dataset } from '../../worker/analytics/domain/boosting/dataset'
import type { Quality } from './model-quality'

// Debian's libraries belong to Debian's Python, whatever else is called by that name.
const PYTHON = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3'
const PEERS = join(import.meta.dirname, 'peers.py')

const Measured = z.object({ auc: z.number().nullable(), logLoss: z.number(), brier: z.number(), ece: z.number() })
const PeerQuality = z.object({ cv: z.record(z.string(), Measured), timeSplit: z.record(z.string(), Measured) })
const PeerSpeed = z
  .object({ train: z.number(), one: z.number(), batch: z.number(), contributions: z.number() })
  .partial()
export type PeerSpeed = z.infer<typeof PeerSpeed>

/** The libraries that this machine has, as Debian packages them, on the same folds. Without Python there are none. */
export function peerQuality(folder: string, name: string): Record<'cv' | 'timeSplit', Record<string, Quality>> {
  const answer = PeerQuality.safeParse(ask('quality', folder, name))
  return answer.success ? answer.data : { cv: {}, timeSplit: {} }
}

/** XGBoost's times on the very same deals, one thread: seconds of training, microseconds a row of the rest. */
export function peerSpeed(data: Dataset): PeerSpeed {
  const folder = mkdtempSync(join(tmpdir(), 'salesoptimizer-peers-'))
  try {
    write(data, folder)
    return PeerSpeed.parse(ask('speed', folder, 'deals') ?? {})
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function ask(what: 'quality' | 'speed', folder: string, name: string): unknown {
  try {
    const said = execFileSync(PYTHON, [PEERS, what, folder, name], {
      encoding: 'utf8',
      env: { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    return JSON.parse(said.trim().split('\n').at(-1) ?? 'null')
  } catch (error) {
    console.error(
      `The libraries beside it are not measured: ${error instanceof Error ? error.message.split('\n')[0] : error}`,
    )
    return null
  }
}

function write({ columns, labels, rowCount }: Dataset, folder: string): void {
  const names = (kind: 'numeric' | 'category') => columns.filter((one) => one.kind === kind).map(({ name }) => name)
  writeFileSync(join(folder, 'deals.schema.json'), JSON.stringify({ num: names('numeric'), cat: names('category') }))
  const lines = [['y', ...columns.map(({ name }) => name)].join()]
  for (let row = 0; row < rowCount; row++) {
    const cells = columns.map((column) =>
      column.kind === 'numeric' ? column.values[row]! : (column.dictionary[column.codes[row]!] ?? ''),
    )
    lines.push([labels[row], ...cells].join())
  }
  writeFileSync(join(folder, 'deals.csv.gz'), gzipSync(lines.join('\n')))
}
