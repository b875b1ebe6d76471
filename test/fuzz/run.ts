import { spawnSync } from 'node:child_process'
import { parseArgs } from 'node:util'
import { killAgainAndAgain } from './kill'

// `bun run fuzz -- --seed S --operations N --clients C`: ends non-zero on the first difference, and says with what seed.
// `bun run fuzz -- --kill N`: kills the product N times while people work, instead.
const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    operations: { type: 'string' },
    clients: { type: 'string' },
    kill: { type: 'string' },
  },
})
const seed = values.seed ?? String(Math.floor(Math.random() * 2 ** 31))
process.stdout.write(`seed ${seed}\n`)
if (values.kill) await killAgainAndAgain(Number(seed), Number(values.kill), (line) => process.stdout.write(`${line}\n`))
else process.exitCode = converge()

function converge(): number {
  const { status } = spawnSync(
    'node_modules/.bin/vitest',
    ['run', '--config', 'test/vitest.config.ts', 'test/fuzz/convergence.worker.test.ts'],
    {
      stdio: 'inherit',
      env: {
        ...process.env,
        FUZZ_SEED: seed,
        FUZZ_OPERATIONS: values.operations ?? '30000',
        FUZZ_CLIENTS: values.clients ?? '5',
      },
    },
  )
  return status ?? 1
}
