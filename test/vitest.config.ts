import { fileURLToPath } from 'node:url'
import { cloudflareTest } from '@cloudflare/vitest-plugin'
import { defineConfig } from 'vitest/config'

const root = fileURLToPath(new URL('..', import.meta.url))
const LEARNING = 'test/**/*.learning.test.ts'

export default defineConfig({
  root,
  test: {
    coverage: {
      provider: 'istanbul',
      // All of it. What runs only in processes that tests start, most of the launcher, counts as lines nobody came by.
      include: ['worker/**/*.ts'],
      reporter: ['text-summary', 'json-summary', 'html'],
      reportsDirectory: 'coverage',
      reportOnFailure: true,
    },
    // What computes beside what waits for a database or a runtime to start; the browsers have the two cores to themselves.
    maxWorkers: 3,
    projects: [
      {
        root,
        test: {
          name: 'unit',
          isolate: false, // most files take less time than bringing everything in anew for each
          testTimeout: 30_000, // a busy machine is no reason to fail
          sequence: { groupOrder: 0 },
          environment: 'node',
          include: ['test/**/*.test.ts'],
          exclude: ['test/**/*.{worker,database,system,e2e,learning}.test.ts'],
        },
      },
      {
        root,
        test: {
          // Nothing but arithmetic, minutes of it: see run.ts for when it is done.
          name: 'learning',
          isolate: false,
          maxWorkers: 2,
          testTimeout: 900_000, // it has the time that the others leave
          sequence: { groupOrder: 2 },
          environment: 'node',
          include: [LEARNING],
        },
      },
      {
        root,
        plugins: [
          cloudflareTest(({ inject }) => {
            const { neonLocal, databaseUrl, keys } = inject('worker')
            return {
              wrangler: { configPath: './wrangler.toml' },
              remoteBindings: false,
              miniflare: {
                bindings: {
                  ENVIRONMENT: 'test',
                  APP_ORIGIN: 'https://app.test',
                  DATABASE_URL: databaseUrl,
                  NEON_LOCAL: neonLocal,
                  ...keys,
                },
              },
            }
          }),
        ],
        test: {
          // Real workerd, the real Worker, the database outside.
          name: 'worker',
          isolate: false, // bringing the whole Worker in takes longer than most files of its tests
          sequence: { groupOrder: 0 },
          include: ['test/**/*.worker.test.ts'],
          globalSetup: ['./test/support/worker-setup.ts'],
          // A runtime's first request brings in the whole Worker, instrumented when coverage is asked for.
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        root,
        test: {
          // Everything that must hold on PGlite and on a real PostgreSQL server alike.
          name: 'database',
          sequence: { groupOrder: 0 },
          environment: 'node',
          include: ['test/**/*.database.test.ts'],
          globalSetup: ['./test/support/postgres-server.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        root,
        test: {
          // What starts processes, runtimes or a product of its own, and shares none with other files.
          name: 'system',
          sequence: { groupOrder: 0 },
          environment: 'node',
          include: ['test/**/*.system.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 240_000,
        },
      },
      {
        root,
        test: {
          // The built product, driven as a person would.
          name: 'e2e',
          sequence: { groupOrder: 1 },
          environment: 'node',
          include: ['test/**/*.e2e.test.ts'],
          globalSetup: ['./test/support/app-setup.ts'],
          maxWorkers: 2, // each with a product of its own; they wait for pages more than they compute
          testTimeout: 240_000, // three people in one task, beside another file and what is left of the learning
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
