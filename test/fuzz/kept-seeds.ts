import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A random run, which is the same whenever it is made again. */
export interface RandomRun {
  readonly seed: number
  readonly operations: number
  readonly clients: number
}

const FILE = join(import.meta.dirname, 'kept-seeds.json')

/** Runs that once did not end alike. */
export function keptRuns(): readonly RandomRun[] {
  return JSON.parse(readFileSync(FILE, 'utf8')) as RandomRun[]
}

/** Keeps one, so that it is made again from now on. */
export function keepRun(run: RandomRun): void {
  const others = keptRuns().filter((one) => JSON.stringify(one) !== JSON.stringify(run))
  writeFileSync(FILE, `${JSON.stringify([...others, run], null, 2)}\n`)
}
