const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Runs something that would take the process's signals for itself, and takes them back: Miniflare and Vite end the
 * process on the spot, before the database is closed and the locks are given back.
 */
export async function keepingSignals<T>(work: () => Promise<T>): Promise<T> {
  const ours = SIGNALS.map((signal) => new Set(process.listeners(signal)))
  try {
    return await work()
  } finally {
    for (const [i, signal] of SIGNALS.entries()) {
      for (const listener of process.listeners(signal)) {
        if (!ours[i]?.has(listener)) process.off(signal, listener)
      }
    }
  }
}
