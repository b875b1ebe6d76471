import { spawnSync } from 'node:child_process'
import { parseArgs } from 'node:util'
import { keepRun, keptRuns, type RandomRun } from './kept-seeds'
import { killAgainAndAgain } from './kill'

// `bun run fuzz -- --seed S --operations N --clients C`: ends non-zero on the first difference, says with what seed, and keeps it.
// `bun run fuzz -- --kept`: makes every kept run again, however long.
// `bun run fuzz -- --kill N`: kills the product N times while people work, instead.
const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    operations: { type: 'string' },
    clients: { type: 'string' },
    kept: { type: 'boolean' },
    kill: { type: 'string' },
  },
})
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31))
if (values.kept) process.exitCode = keptRuns().every(endsAlike) ? 0 : 1
else {
  process.stdout.write(`seed ${seed}\n`)
  if (values.kill) await killAgainAndAgain(seed, Number(values.kill), (line) => process.stdout.write(`${line}\n`))
  else {
    const run = { seed, operations: Number(values.operations ?? 30_000), clients: Number(values.clients ?? 5) }
    const isAlike = endsAlike(run)
    if (!isAlike) keepRun(run)
    process.exitCode = isAlike ? 0 : 1
  }
}

function endsAlike({ seed, operations, clients }: RandomRun): boolean {
  const { status } = spawnSync(
    'node_modules/.bin/vitest',
    ['run', '--config', 'test/vitest.config.ts', 'test/fuzz/convergence.worker.test.ts'],
    {
      stdio: 'inherit',
      env: {
        ...process.env,
        FUZZ_SEED: String(seed),
        FUZZ_OPERATIONS: String(operations),
        FUZZ_CLIENTS: String(clients),
      },
    },
  )
  // Stopped by hand: that says nothing about it.
  if (status === null) process.exit(130)
  return status === 0
}
