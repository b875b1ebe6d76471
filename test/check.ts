import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import type { Outcome } from './verdict'

const DRY_RUN = ['deploy', '--dry-run', '--outdir', '.cache/dry-run', '--env']

/** The quick half of the proof: the longest begins first. */
const CHECKS: [name: string, command: string, args: string[]][] = [
  ['types', 'tsc', ['-p', 'tsconfig.json']],
  ['lint and format', 'biome', ['check', '--error-on-warnings', '--colors=off', '.']],
  ['import rules', 'depcruise', ['worker', 'web', 'durable-objects', 'queues', 'drizzle', 'test']],
  ['deploys, dry run', 'wrangler', [...DRY_RUN, '']],
  ['deploys to production, dry run', 'wrangler', [...DRY_RUN, 'production']],
]

/** Runs every check whatever the others say, two at a time, and shows what the failing ones have to tell. */
export async function check(): Promise<Outcome[]> {
  mkdirSync('dist/web', { recursive: true }) // wrangler wants the folder of assets to be there, built or not
  const outcomes: Outcome[] = []
  const left = CHECKS.values()
  const lane = async () => {
    for (const [name, command, args] of left) {
      const startedAt = performance.now()
      const { code, output } = await run(command, args)
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
      console.log(`${code === 0 ? '✓' : '✗'} ${name} (${seconds} s)${code === 0 ? '' : `\n${output}`}`)
      outcomes.push({ name, passed: code === 0 })
    }
  }
  await Promise.all([lane(), lane()])
  return outcomes
}

function run(command: string, args: string[]): Promise<{ code: number | null; output: string }> {
  // Our own tools before the machine's, and none of them asking the network whether it is the newest.
  const PATH = `node_modules/.bin:${process.env.PATH}`
  const env = { ...process.env, PATH, WRANGLER_SEND_METRICS: 'false', WRANGLER_HIDE_BANNER: 'true' }
  const child = spawn(command, args, { env })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, output }))
  })
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const outcomes = await check()
  process.exitCode = outcomes.every(({ passed }) => passed) ? 0 : 1
}
