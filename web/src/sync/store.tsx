import { batch, createContext, createSignal, onCleanup, type ParentProps, useContext } from 'solid-js'
import { createStore, reconcile, unwrap } from 'solid-js/store'
import { call } from '../api/client'
import { Unreachable } from '../api/problems'
import { fetchWorkingSet } from './bootstrap'
import { Disk, ENTITIES, type Entity } from './disk'
import type { Rows, SomeRows } from './rows'
import { type Patch, View } from './view'

type Tables = { [E in keyof Rows]: Record<string, Rows[E]> }
type AnyRow = { readonly id: string }
type Views = { [E in keyof Rows]: View<Rows[E]> }

/** What the status line tells. `loading`: nothing on this device yet; `behind`: shown from here, being checked. */
export type SyncState = 'loading' | 'behind' | 'synced' | 'sending' | 'unreachable'

export interface Command<Answer> {
  /** What the person sees at once, before any answer. */
  readonly patches: { readonly [E in keyof Rows]?: readonly Patch<Rows[E]>[] }
  readonly send: (operationId: string) => Promise<Answer>
  /** The rows the answer brings, which replace what was assumed. */
  readonly rows?: (answer: Answer) => SomeRows
  /** The rows it says are gone. */
  readonly gone?: (answer: Answer) => { readonly [E in keyof Rows]?: readonly string[] }
}

export interface Sync {
  /** Live rows by id; read them inside a component and it follows. */
  readonly rows: Tables
  readonly state: () => SyncState
  /** Commands on their way to the server. */
  readonly pending: () => number
  /** Applies a command at once, sends it, and puts everything back if it is refused; the refusal is thrown. */
  readonly perform: <Answer>(command: Command<Answer>) => Promise<Answer>
  /** Takes in rows another request brought, so that every screen shows the same. */
  readonly absorb: (rows: SomeRows) => void
  /** Fetches what changed since the device last knew. */
  readonly refresh: () => Promise<void>
}

const SyncContext = createContext<Sync>()

export function useSync(): Sync {
  const sync = useContext(SyncContext)
  if (!sync) throw new Error('useSync needs a <SyncProvider> above it: is this screen outside the signed-in routes?')
  return sync
}

const TRIES = 4 // about 7 s of a bad network before the command is put back and the person asked
const CHECK_EVERY_MS = 60_000

/** Keeps one person's working set: from this device at once, from the server as soon as it answers. */
export function SyncProvider(props: ParentProps<{ readonly tenantId: string; readonly userId: string }>) {
  const sync = createSync(props.tenantId, props.userId)
  return <SyncContext.Provider value={sync}>{props.children}</SyncContext.Provider>
}

function createSync(tenantId: string, userId: string): Sync {
  const [tables, setTables] = createStore<Tables>({
    opportunities: {},
    customers: {},
    pipelines: {},
    users: {},
    products: {},
    customFields: {},
    tasks: {},
  })
  const [state, setState] = createSignal<SyncState>('loading')
  const [pending, setPending] = createSignal(0)
  const gone = new AbortController()
  let disk: Disk | undefined
  let seq = -1
  // Commands that were answered.
  let answered = 0

  // Loading thousands of rows one by one would repaint thousands of times: gathered, then shown at once.
  let bulk = false
  const show = <E extends Entity>(entity: E) =>
    new View<Rows[E]>((id, row) => {
      if (!bulk)
        setTables(
          entity as 'users',
          id,
          row === undefined ? (undefined as never) : reconcile(ownCopy(row) as Rows['users']),
        )
    })
  const views: Views = {
    opportunities: show('opportunities'),
    customers: show('customers'),
    pipelines: show('pipelines'),
    users: show('users'),
    products: show('products'),
    customFields: show('customFields'),
    tasks: show('tasks'),
  }

  // Loops over all entities treat their rows alike: all anybody may count on there is an id.
  const viewOf = (entity: Entity) => views[entity] as unknown as View<AnyRow>
  const rowsOf = (rows: SomeRows, entity: Entity) => (rows[entity] ?? []) as unknown as readonly AnyRow[]

  function replaceAll(rows: { readonly [E in keyof Rows]?: readonly Rows[E][] }): void {
    bulk = true
    for (const entity of ENTITIES)
      (views[entity] as View<Rows['users']>).replaceAll((rows[entity] ?? []) as Rows['users'][])
    bulk = false
    // All of them as one change: deals shown before their owners and stages would be shown once for each.
    batch(() => {
      for (const entity of ENTITIES) {
        const view = viewOf(entity)
        const table: Record<string, AnyRow> = {}
        for (const id of view.ids()) {
          const row = view.get(id)
          if (row) table[id] = ownCopy(row)
        }
        setTables(entity as 'users', reconcile(table as Record<string, Rows['users']>))
      }
    })
  }

  function absorb(rows: SomeRows): void {
    for (const entity of ENTITIES) {
      for (const row of rowsOf(rows, entity)) {
        viewOf(entity).put(row)
        void disk?.put(entity, row)
      }
    }
  }

  async function start(): Promise<void> {
    try {
      disk = await Disk.open(tenantId, userId)
      const kept = await disk.load()
      if (kept && !gone.signal.aborted) {
        replaceAll(Object.fromEntries(kept.rows) as SomeRows)
        seq = kept.seq
        setState('behind')
      }
    } catch {
      // Private browsing or a full disk: everything still works, only not from this device.
      disk = undefined
    }
    await bootstrap()
  }

  async function bootstrap(): Promise<void> {
    const before = answered
    try {
      const fetched = await fetchWorkingSet(gone.signal)
      replaceAll(fetched.rows)
      seq = fetched.seq
      setState('synced')
      await disk?.save(new Map(ENTITIES.map((entity) => [entity, fetched.rows[entity]])), fetched.seq).catch(() => {})
      // What was done meanwhile may not be in what was fetched.
      if (answered !== before) void refresh()
    } catch (error) {
      // Signed out meanwhile: whatever came of it is nobody's any more.
      if (gone.signal.aborted) return
      setState('unreachable')
      if (!(error instanceof Unreachable)) throw error
    }
  }

  async function refresh(): Promise<void> {
    if (pending() > 0 || gone.signal.aborted) return
    if (seq < 0) return bootstrap()
    try {
      const head = await call<{ changes: readonly unknown[]; resync: boolean }>('GET', '/working-set/changes', {
        query: { since: seq },
        signal: gone.signal,
      })
      if (head.resync || head.changes.length > 0) await bootstrap()
      else setState('synced')
    } catch (error) {
      if (gone.signal.aborted) return
      if (error instanceof Unreachable) setState('unreachable')
      else throw error
    }
  }

  async function perform<Answer>(command: Command<Answer>): Promise<Answer> {
    const operationId = crypto.randomUUID()
    const entities = ENTITIES.filter((entity) => command.patches[entity])
    for (const entity of entities) {
      viewOf(entity).begin({ operationId, patches: command.patches[entity] as unknown as Patch<AnyRow>[] })
    }
    setPending((n) => n + 1)
    setState('sending')
    try {
      const answer = await persistently(() => command.send(operationId), gone.signal)
      answered++
      const rows = command.rows?.(answer) ?? {}
      const removed = command.gone?.(answer) ?? {}
      for (const entity of ENTITIES) {
        const brought = rowsOf(rows, entity)
        viewOf(entity).end(operationId, brought)
        for (const row of brought) void disk?.put(entity, row)
        for (const id of removed[entity] ?? []) {
          viewOf(entity).remove(id)
          void disk?.remove(entity, id)
        }
      }
      setState('synced')
      return answer
    } catch (error) {
      for (const entity of entities) viewOf(entity).end(operationId)
      setState(error instanceof Unreachable ? 'unreachable' : 'synced')
      throw error
    } finally {
      setPending((n) => n - 1)
    }
  }

  void start()
  const look = () => {
    if (document.visibilityState === 'visible') void refresh()
  }
  const timer = setInterval(look, CHECK_EVERY_MS)
  document.addEventListener('visibilitychange', look)
  window.addEventListener('online', look)
  onCleanup(() => {
    gone.abort()
    clearInterval(timer)
    document.removeEventListener('visibilitychange', look)
    window.removeEventListener('online', look)
    disk?.close()
  })
  return { rows: tables, state, pending, perform, absorb, refresh }
}

// The store changes its rows in place. Those of the view must stay as the server told them: a refused command is put
// back to them.
function ownCopy<Row>(row: Row): Row {
  return structuredClone(unwrap(row))
}

/** Sends again while there is no answer: the operation's id makes that safe. A refusal is an answer. */
async function persistently<T>(send: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await send()
    } catch (error) {
      if (!(error instanceof Unreachable) || tries >= TRIES || signal.aborted) throw error
      await new Promise((resolve) => setTimeout(resolve, 2 ** (tries - 1) * 1000))
    }
  }
}
