import { call } from '../api/client'
import { openSocket } from '../api/socket'
import { sendLater } from '../pwa/send-later'
import { fetchNotifications, fetchTaskParts, fetchTasks, fetchWorkingSet } from './bootstrap'
import type { Disk } from './disk'
import { Engine } from './engine'
import { DiskOutbox, MemoryOutbox, type Outbox } from './outbox'
import type { Listener, Ports, TabMessage } from './ports'
import { send } from './send'
import { forgetSights } from './sights'
import type { Socket } from './stream'
import type { Views } from './views'

/** The engine as this browser runs it. */
export interface Running {
  readonly engine: Engine
  stop(): void
}

export async function startEngine(
  tenantId: string,
  userId: string,
  kept: { readonly disk: Disk | undefined; readonly seq: number; readonly views: Views },
  listener: Listener,
): Promise<Running> {
  const name = `sync-${tenantId}-${userId}`
  const outbox = await openOutbox(tenantId, userId, listener)
  const channel = new BroadcastChannel(name)
  const gone = new AbortController()
  const ports: Ports = {
    keeper: kept.disk,
    outbox,
    server: {
      send,
      see: (path) => call('GET', path),
      workingSet: fetchWorkingSet,
      tasks: async (signal) => (await fetchTasks(signal)) ?? { rows: [], seq: Number.POSITIVE_INFINITY },
      taskParts: fetchTaskParts,
      notifications: fetchNotifications,
      probe: async () => void (await call('GET', '/me')),
      async changedSince(since) {
        const found = await call<{ changes: readonly unknown[]; resync: boolean }>('GET', '/working-set/changes', {
          query: { since },
        })
        return found.resync || found.changes.length > 0
      },
    },
    // Its handlers are given more than we ask for, which is no reason for a test to make all of it up.
    open: () => openSocket('/stream') as unknown as Socket,
    tell(message) {
      if (!gone.signal.aborted) channel.postMessage(message)
    },
    locks: navigator.locks as Ports['locks'],
    lockName: name,
    isSeen: () => document.visibilityState === 'visible',
    after(ms, run) {
      const timer = setTimeout(run, ms)
      return () => clearTimeout(timer)
    },
    random: Math.random,
    now: Date.now,
    sendLater,
    keepDeals: (isKept) => void forgetSights(tenantId, userId, isKept).catch(() => {}),
  }
  const engine = new Engine(ports, listener, kept.views, kept.seq)
  if (kept.disk) kept.disk.onLost = () => engine.rewrite()
  channel.onmessage = ({ data }) => engine.onTab(data as TabMessage)
  const on = (target: EventTarget, event: string, run: () => void) =>
    target.addEventListener(event, run, { signal: gone.signal })
  on(window, 'online', () => engine.check())
  on(window, 'offline', () => engine.check())
  on(document, 'visibilitychange', () => ports.isSeen() && engine.check())
  on(document, 'freeze', () => engine.pause())
  on(document, 'resume', () => void engine.resume())
  on(window, 'pagehide', () => engine.pause())
  window.addEventListener('pageshow', ({ persisted }) => persisted && void engine.resume(), { signal: gone.signal })
  await engine.start()
  return {
    engine,
    stop() {
      gone.abort()
      engine.stop()
      channel.close()
      if (outbox instanceof DiskOutbox) outbox.close()
    },
  }
}

async function openOutbox(tenantId: string, userId: string, listener: Listener): Promise<Outbox> {
  try {
    return await DiskOutbox.open(tenantId, userId)
  } catch {
    listener.onStorageFull()
    return new MemoryOutbox()
  }
}
