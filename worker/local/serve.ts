import { setTimeout as wait } from 'node:timers/promises'
import { type Launched, type LaunchOptions, launch } from './launch'
import type { Runtime } from './runtime'

const PATIENCE_MS = 10_000 // for closing; what is not closed by then is ended by the caller

/** Starts everything, says where, and keeps it going until told to stop. */
export async function serve(options: LaunchOptions): Promise<void> {
  await unlessStopped(options.signal, async () => {
    const launched = await launch(options)
    try {
      tell(launched)
      await keepTime(launched.runtime, options.signal)
    } finally {
      options.report('stopping')
      await Promise.race([launched.close(), wait(PATIENCE_MS, undefined, { ref: false })])
    }
  })
}

/** Being told to stop is how this ends, not how it fails. */
export async function unlessStopped(signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!signal.aborted) throw error
  }
}

export function tell({ origin, logins }: Pick<Launched, 'origin' | 'logins'>): void {
  const rows = logins.map(({ role, email, password }) => `  ${role.padEnd(12)} ${email.padEnd(28)} ${password}\n`)
  // In one piece: who waits for the address may read on at once.
  console.log(`\nSalesOptimizer is at ${origin}\n\n${rows.join('')}\nCtrl-C stops it; what is in it is kept.`)
}

/** Fires the crons minute by minute, beginning with the present one: what an earlier run left undone is swept up. */
export async function keepTime(runtime: Runtime, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const now = new Date()
    await runtime.fireCrons(now).catch((error: unknown) => console.error('a cron failed:', error))
    await wait(60_000 - (Date.now() % 60_000), undefined, { signal })
  }
}
