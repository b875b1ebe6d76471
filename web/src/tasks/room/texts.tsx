import {
  type Accessor,
  createContext,
  createEffect,
  createMemo,
  createSignal,
  onCleanup,
  type ParentProps,
  untrack,
  useContext,
} from 'solid-js'
import { sendLater } from '../../pwa/send-later'
import { type Sync, useSync } from '../../sync/store'
import type { Described } from './fetch-ahead'
import type { Rooms, Waiting } from './rooms'

export interface Texts {
  /** Fetched when it is needed first. */
  readonly rooms: () => Promise<Rooms>
  /** What of the person's own writing is on this device only. */
  readonly waiting: Accessor<Waiting>
  /** In how many tasks there is something that was not sent. */
  readonly unsentTasks: () => number
}

const TextsContext = createContext<Texts>()
const AGAIN_EVERY_MS = 30_000
const AHEAD_AFTER_MS = 2000 // what is on the screen comes first

export function useTexts(): Texts {
  const texts = useContext(TextsContext)
  if (!texts) throw new Error('useTexts needs a <TextsProvider> above it')
  return texts
}

/** Holds the texts of one person, and brings what they wrote without a network to its tasks when there is one. */
export function TextsProvider(props: ParentProps<{ readonly tenantId: string; readonly userId: string }>) {
  const sync = useSync()
  // Known once: the person may have signed out by the time the code is here.
  const [tenantId, userId] = untrack(() => [props.tenantId, props.userId])
  const [waiting, setWaiting] = createSignal<Waiting>({ unsent: [], refused: [] })
  let isGone = false
  let starting: Promise<Rooms> | undefined
  const rooms = () => {
    starting ??= import('./rooms')
      // What the device kept was removed with its person: nothing of it is begun anew, and nobody waits for it.
      .then(({ Rooms }) => (isGone ? new Promise<never>(() => {}) : Rooms.start(tenantId, userId, setWaiting)))
      .then((started) => {
        if (isGone) started.stop()
        return started
      })
    // Cut off before the code of it was here: it is asked for anew when it is needed next.
    starting.catch(() => {
      starting = undefined
    })
    return starting
  }
  onCleanup(() => {
    isGone = true
    void starting?.then(
      (started) => started.stop(),
      () => {},
    )
  })
  const isKnown = (taskId: string) => untrack(() => sync.rows.tasks[taskId]?.version !== 0)
  createEffect(() => {
    // Not before the rows are there: what waits can be told a moment later.
    if (sync.state() === 'loading') return
    const isReached = sync.state() === 'synced'
    const send = () =>
      void rooms().then(
        async (started) => {
          if (isReached) await started.sendWaiting(isKnown)
        },
        () => {},
      )
    send()
    if (!isReached) return
    const timer = setInterval(() => untrack(waiting).unsent.length > 0 && send(), AGAIN_EVERY_MS)
    onCleanup(() => clearInterval(timer))
  })
  const howMany = createMemo(() => Object.keys(sync.rows.tasks).length)
  createEffect(() => {
    if (sync.state() !== 'synced') return
    // A task heard of just now may be what somebody takes along.
    howMany()
    const fetch = async () => {
      const { tasks, isWhole } = described(sync)
      // Cut off meanwhile, or the disk is full: what is missing then is missed only without a network.
      await rooms()
        .then((started) => started.fetchAhead(tasks))
        .catch(() => {})
      timer = setTimeout(fetch, isWhole ? AGAIN_EVERY_MS : AHEAD_AFTER_MS)
      if (isOver) clearTimeout(timer)
    }
    let timer = setTimeout(fetch, AHEAD_AFTER_MS)
    let isOver = false
    onCleanup(() => {
      isOver = true
      clearTimeout(timer)
    })
  })
  createEffect(() => sync.state() === 'unreachable' && waiting().unsent.length > 0 && sendLater())
  const unsentTasks = () => new Set(waiting().unsent.map(({ taskId }) => taskId)).size
  return <TextsContext.Provider value={{ rooms, waiting, unsentTasks }}>{props.children}</TextsContext.Provider>
}

/** What the device's tasks say of their texts, and whether all of them have been heard of. */
function described({ rows }: Sync): { readonly tasks: Described[]; readonly isWhole: boolean } {
  return untrack(() => {
    const all = Object.values(rows.tasks).filter(({ version }) => version > 0)
    const tasks = all.map(({ id, dueAt }): Described => {
      const { describedAt = 0, description = '' } = rows.taskParts[id] ?? {}
      return { taskId: id, describedAt, length: description.length, dueAt }
    })
    return { tasks, isWhole: all.every(({ id }) => rows.taskParts[id] !== undefined) }
  })
}
