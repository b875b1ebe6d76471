import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, expect, it } from 'vitest'
import { createRandom } from '../../worker/analytics/domain/boosting/random'
import { ROOT } from '../../worker/local/paths'
import { missedBy, type SetQuality } from './model-quality'

const folder = mkdtempSync(join(tmpdir(), 'bench-model-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** A set as anybody might bring one: a name of its own, columns that no schema names, and gaps. */
function makeSet(name: string, rows: number): void {
  const random = createRandom(3)
  const lines = Array.from({ length: rows }, (_, row) => {
    const [size, group] = [random() * 10, ['north', 'south', 'sea, far'][Math.floor(random() * 3)]!]
    const won = random() < 1 / (1 + Math.exp(4 - size + (group === 'south' ? 3 : 0))) ? 1 : 0
    const gap = (value: string) => (random() < 0.1 ? '' : value)
    return [
      row,
      won,
      row % 3,
      Number(row >= rows * 0.8),
      `"note, ${row}"`,
      gap(size.toFixed(2)),
      gap(`"${group}"`),
    ].join()
  })
  writeFileSync(
    join(folder, `${name}.csv.gz`),
    gzipSync(['row,y,fold0,time_test,Remark,Size,Group', ...lines].join('\n')),
  )
  writeFileSync(
    join(folder, `${name}.schema.json`),
    JSON.stringify({ name, num: ['Size'], cat: ['Group'], note: 'made' }),
  )
}

/** Runs the bench as `bun run bench:model` does. */
function bench(...args: string[]): Promise<{ code: number; said: string }> {
  const command = ['--import', './worker/local/typescript.mjs', 'test/bench/model.ts', '--only', 'sets', ...args]
  return new Promise((resolve) => {
    execFile(process.execPath, command, { cwd: ROOT }, (error, out, err) => {
      resolve({ code: error ? Number(error.code) : 0, said: out + err })
    })
  })
}

it('judges a set that nobody here has seen on its own folds and its later deals, and keeps the figures as promised', async () => {
  makeSet('our deals.2026', 300)
  writeFileSync(join(folder, 'alone.csv.gz'), 'no schema beside it')
  const file = join(folder, 'figures.json')
  const { code } = await bench('--data', folder, '--json', file)
  const { sets, speed } = JSON.parse(readFileSync(file, 'utf8')) as { sets: Record<string, SetQuality>; speed: object }
  expect(Object.keys(sets)).toEqual(['our deals.2026'])
  expect(speed).toEqual({})
  const judged = sets['our deals.2026']!
  const figures = {
    auc: expect.any(Number),
    logLoss: expect.any(Number),
    brier: expect.any(Number),
    ece: expect.any(Number),
  }
  const peers = expect.objectContaining({ baseRate: { ...figures, auc: expect.any(Number) }, logistic: figures })
  expect(judged).toMatchObject({ ...figures, peers, timeSplit: { ...figures, peers }, fits: 3 })
  expect(judged.logLoss).toBeLessThan(0.8 * judged.peers.baseRate!.logLoss)
  expect(judged.timeSplit!.auc).toBeGreaterThan(0.75)
  expect(code).toBe(judged.missed.length > 0 ? 1 : 0)
})

it('is an error where there is nothing to judge', async () => {
  const { code, said } = await bench('--data', join(folder, 'nowhere'))
  expect([code, said]).toEqual([1, expect.stringContaining('There is no folder')])
})

it('asks the same of every set: the usual rate, and what the libraries beside it reach on the same folds', () => {
  const of = (logLoss: number) => ({ auc: 0.7, logLoss, brier: 0.2, ece: 0.01 })
  const peers = { baseRate: of(0.534), xgboost: of(0.396), xgboostTuned: of(0.395) }
  const misses = (logLoss: number, later = 0.3) =>
    missedBy({ logLoss, peers, timeSplit: { logLoss: later, peers } }).length
  expect([0.39, 0.3969, 0.3975, 0.399, 0.6].map((loss) => misses(loss))).toEqual([0, 0, 1, 2, 3])
  expect(misses(0.39, 0.6)).toBe(3)
  // Where no library is installed there is still the usual rate.
  expect([0.5, 0.54].map((logLoss) => missedBy({ logLoss, peers: { baseRate: of(0.534) } }).length)).toEqual([0, 1])
})
