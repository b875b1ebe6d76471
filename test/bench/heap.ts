import { setTimeout as wait } from 'node:timers/promises'

export interface HeapWatch {
  /** The most that the Worker's own heap held since it was last asked, buffers included. */
  takePeakMb(): number
  stop(): Promise<void>
}

const EVERY_MS = 20
const EVERY_COLLECTION_MS = 400

/**
 * Watches the heap of the product's isolate, which is what a Worker's 128 MB are counted by, through its inspector. With
 * `collects`, what nobody needs any more is swept away before each look, as it is where memory runs short.
 */
export async function watchHeap(inspector: URL, { collects = false } = {}): Promise<HeapWatch> {
  const targets = (await (await fetch(`http://${inspector.host}/json`)).json()) as {
    id: string
    webSocketDebuggerUrl: string
  }[]
  const ours = targets.find(({ id }) => id.includes('user:salesoptimizer'))
  if (!ours) throw new Error('the runtime shows no Worker of ours')
  const socket = new WebSocket(ours.webSocketDebuggerUrl)
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve)
    socket.addEventListener('error', reject)
  })
  let peak = 0
  let asked = 0
  socket.addEventListener('message', ({ data }) => {
    const { result } = JSON.parse(String(data)) as { result?: { usedSize?: number; backingStorageSize: number } }
    if (result?.usedSize !== undefined) peak = Math.max(peak, result.usedSize + result.backingStorageSize)
  })
  let going = true
  const asking = (async () => {
    while (going) {
      if (collects) socket.send(JSON.stringify({ id: ++asked, method: 'HeapProfiler.collectGarbage' }))
      socket.send(JSON.stringify({ id: ++asked, method: 'Runtime.getHeapUsage' }))
      await wait(collects ? EVERY_COLLECTION_MS : EVERY_MS)
    }
  })()
  return {
    takePeakMb() {
      const taken = peak
      peak = 0
      return taken / 2 ** 20
    },
    async stop() {
      going = false
      await asking
      socket.close()
    },
  }
}
