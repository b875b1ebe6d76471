import {
  type Accessor,
  batch,
  createContext,
  createEffect,
  createSignal,
  onCleanup,
  type ParentProps,
  untrack,
  useContext,
} from 'solid-js'
import { createStore, reconcile } from 'solid-js/store'
import type { Touched } from '../../../durable-objects/tenant-hub/messages'
import { Unreachable } from '../api/problems'
import { loseWorkWithPage } from '../pwa/kept'
import { afterPaint, nextTask } from '../ui/after-paint'
import { fetchFont } from '../ui/font'
import type { Running } from './browser'
import { attempt, type DirectCommand } from './direct'
import { Disk } from './disk'
import type { Engine } from './engine'
import { ENTITIES, type Entity } from './entities'
import { type Command, type Operation, patchesOf } from './operation'
import { newOperationId } from './operation-id'
import { ownCopy } from './own-copy'
import type { Listener, SyncState } from './ports'
import type { Rows, SomeRows } from './rows'
import { type AnyRow, anyView, makeViews } from './views'

type Tables = { [E in keyof Rows]: Record<string, Rows[E]> }

export interface Sync {
  /** Live rows by id; read them inside a component and it follows. */
  readonly rows: Tables
  readonly state: Accessor<SyncState>
  /** What was done on this device lately: what waits, what was sent, what was refused. */
  readonly operations: Accessor<readonly Operation[]>
  /** How many operations wait for the server. */
  readonly pending: Accessor<number>
  /** The device is full: what is done here lasts as long as the tab. */
  readonly isFull: Accessor<boolean>
  /**
   * Applies a command at once and keeps it until the server has it. Answers what the server says, or nothing when the
   * server cannot be reached for now; a refusal puts everything back and is thrown.
   */
  readonly perform: <Answer>(command: Command, id?: string) => Promise<Answer | undefined>
  /** For commands that are not kept: applies one at once, and puts everything back if it is refused. */
  readonly attempt: <Answer>(command: DirectCommand<Answer>) => Promise<Answer>
  readonly retry: (operationId: string) => Promise<void>
  readonly discard: (operationId: string) => Promise<void>
  /** Takes in rows another request brought, so that every screen shows the same. */
  readonly absorb: (rows: SomeRows) => void
  /** Finds out whether the server is there and what changed. */
  readonly refresh: () => Promise<void>
  /** Keeps the rows still while something is in the hand; answers how to let go. */
  readonly hold: () => () => void
  /** The records that others changed, in the order in which it was heard. */
  readonly touched: Accessor<readonly Touched[]>
  /** Those among them that are tasks which may be seen and are not kept here, as they are now. */
  readonly others: Accessor<readonly Rows['tasks'][]>
}

const SyncContext = createContext<Sync>()

export function useSync(): Sync {
  const sync = useContext(SyncContext)
  if (!sync) throw new Error('useSync needs a <SyncProvider> above it: is this screen outside the signed-in routes?')
  return sync
}

/** Runs when somebody changed one of these records, of which the device does not keep everything, or may have changed who sees it. */
export function whenTouched(isMeant: (record: Touched) => boolean, run: () => void): void {
  const sync = useSync()
  const heardBefore = untrack(sync.touched)
  createEffect(() => {
    const touched = sync.touched()
    if (touched !== heardBefore && touched.some((one) => one.entity === '*' || isMeant(one))) untrack(run)
  })
}

export interface SyncProviderProps {
  readonly tenantId: string
  readonly userId: string
  /** Something that was kept for later was refused. */
  readonly onRefused: (operation: Operation) => void
  /** Something done here went over what somebody else had put there. */
  readonly onOverwrote: (operation: Operation) => void
  /** Somebody else had written the same: theirs stands, and whoever did it is to say which it shall be. */
  readonly onMet: (operation: Operation, sync: Sync) => void
}

/** Keeps one person's working set: from this device at once, from the server as soon as it answers. */
export function SyncProvider(props: ParentProps<SyncProviderProps>) {
  const sync: Sync = createSync(props.tenantId, props.userId, {
    onRefused: (operation) => props.onRefused(operation),
    onOverwrote: (operation) => props.onOverwrote(operation),
    onMet: (operation) => props.onMet(operation, sync),
  })
  return <SyncContext.Provider value={sync}>{props.children}</SyncContext.Provider>
}

function createSync(
  tenantId: string,
  userId: string,
  told: Pick<Listener, 'onRefused' | 'onOverwrote' | 'onMet'>,
): Sync {
  const [tables, setTables] = createStore<Tables>({
    opportunities: {},
    customers: {},
    pipelines: {},
    users: {},
    products: {},
    customFields: {},
    tasks: {},
    taskParts: {},
    notifications: {},
  })
  const [state, setState] = createSignal<SyncState>('loading')
  const [operations, setOperations] = createSignal<readonly Operation[]>([])
  const [isFull, setIsFull] = createSignal(false)
  const [touched, setTouched] = createSignal<readonly Touched[]>([])
  const [others, setOthers] = createSignal<readonly Rows['tasks'][]>([])
  // Begun here and not yet among the operations, which are read from the disk.
  const [beginning, setBeginning] = createSignal(0)
  let isGone = false

  // Loading thousands of rows one by one would repaint thousands of times: gathered, then shown at once.
  let bulk = false
  let held: Map<string, readonly [Entity, string]> | undefined
  const views = makeViews((entity, id, row) => {
    if (bulk) return
    if (held) held.set(`${entity} ${id}`, [entity, id])
    else show(entity, id, row)
  })

  // The store changes its rows in place. Those of the view must stay as the server told them: a refused command is put
  // back to them.
  function show(entity: Entity, id: string, row: AnyRow | undefined): void {
    setTables(
      entity as 'users',
      id,
      row === undefined ? (undefined as never) : reconcile(untrack(() => ownCopy(row)) as unknown as Rows['users']),
    )
  }

  function inBulk(change: () => void): void {
    bulk = true
    change()
    bulk = false
    // All of them as one change: deals shown before their owners and stages would be shown once for each.
    batch(() => {
      for (const entity of ENTITIES) {
        const table: Record<string, AnyRow> = {}
        for (const row of anyView(views, entity).rows()) table[row.id] = untrack(() => ownCopy(row))
        setTables(entity as 'users', reconcile(table as unknown as Record<string, Rows['users']>))
      }
    })
  }

  function hold(): () => void {
    held ??= new Map()
    return () => {
      const changed = held
      held = undefined
      for (const [entity, id] of changed?.values() ?? []) show(entity, id, anyView(views, entity).get(id))
    }
  }

  // The first rows are a long piece of work, and so is drawing them: between the two the page may answer.
  let newest: SyncState = 'loading'
  function follow(next: SyncState): void {
    newest = next
    if (untrack(state) !== 'loading') setState(next)
    else
      void nextTask().then(() => {
        setState(newest)
        afterPaint(fetchFont)
      })
  }

  const listener: Listener = {
    onState: follow,
    onOperations: setOperations,
    onTouched: (records, tasks) =>
      records.length > 0 &&
      batch(() => {
        setOthers(tasks)
        setTouched(records)
      }),
    ...told,
    onStorageFull() {
      setIsFull(true)
      loseWorkWithPage()
    },
    inBulk,
  }

  async function start(): Promise<Running> {
    let disk: Disk | undefined
    let seq = -1
    try {
      disk = await Disk.open(tenantId, userId)
      const kept = await disk.load()
      if (kept && !isGone) {
        inBulk(() => {
          for (const entity of ENTITIES) anyView(views, entity).replaceAll(kept.rows[entity] ?? [])
        })
        seq = kept.seq
        follow('behind')
      }
    } catch {
      // Private browsing or a full disk: everything still works, only not from this device.
      disk = undefined
    }
    // The rows are there to be seen; what keeps them live comes after they are.
    const { startEngine } = await import('./browser')
    const running = await startEngine(tenantId, userId, { disk, seq, views }, listener)
    if (isGone) running.stop()
    onGone = () => {
      running.stop()
      disk?.close()
    }
    return running
  }
  let onGone = () => {}
  const running = start()
  onCleanup(() => {
    isGone = true
    onGone()
  })
  const withEngine = async <T,>(run: (engine: Engine) => T): Promise<T> => run((await running).engine)

  async function perform<Answer>(command: Command, id = newOperationId()): Promise<Answer | undefined> {
    for (const entity of ENTITIES) {
      const patches = patchesOf(command, entity)
      if (patches.length > 0) anyView(views, entity).begin({ operationId: id, patches: patches as never })
    }
    setBeginning((n) => n + 1)
    try {
      const { engine } = await running.catch((error: unknown) => {
        for (const entity of ENTITIES) anyView(views, entity).end(id)
        throw new Unreachable(error)
      })
      // It is on the screen before it is on the disk: what is seen need not wait for what is kept.
      await nextTask()
      return (await engine.enqueue(id, command)) as Answer | undefined
    } finally {
      setBeginning((n) => n - 1)
    }
  }

  return {
    rows: tables,
    state,
    operations,
    pending: () => Math.max(beginning(), operations().filter((one) => one.state === 'waiting').length),
    isFull,
    perform,
    async attempt(command) {
      setBeginning((n) => n + 1)
      try {
        return await attempt(views, command, (rows, gone) => withEngine((engine) => engine.absorb(rows, gone)))
      } finally {
        setBeginning((n) => n - 1)
      }
    },
    retry: (id) => withEngine((engine) => engine.retry(id)).then(() => {}),
    discard: (id) => withEngine((engine) => engine.discard(id)).then(() => {}),
    absorb: (rows) => void withEngine((engine) => engine.absorb(rows)),
    refresh: () => withEngine((engine) => engine.check()),
    hold,
    touched,
    others,
  }
}
