import {
  type Accessor,
  createContext,
  createEffect,
  createSignal,
  onCleanup,
  type ParentProps,
  untrack,
  useContext,
} from 'solid-js'
import { useSync } from '../../sync/store'
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

export function useTexts(): Texts {
  const texts = useContext(TextsContext)
  if (!texts) throw new Error('useTexts needs a <TextsProvider> above it')
  return texts
}

/** Holds the texts of one person, and brings what they wrote without a network to its tasks when there is one. */
export function TextsProvider(props: ParentProps<{ readonly tenantId: string; readonly userId: string }>) {
  const sync = useSync()
  const [waiting, setWaiting] = createSignal<Waiting>({ unsent: [], refused: [] })
  let isGone = false
  let starting: Promise<Rooms> | undefined
  const rooms = () => {
    starting ??= import('./rooms')
      .then(({ Rooms }) => Rooms.start(props.tenantId, props.userId, setWaiting))
      .then((started) => {
        if (isGone) started.stop()
        return started
      })
    return starting
  }
  onCleanup(() => {
    isGone = true
    void starting?.then((started) => started.stop())
  })
  const isKnown = (taskId: string) => untrack(() => sync.rows.tasks[taskId]?.version !== 0)
  createEffect(() => {
    // Not before the rows are there: what waits can be told a moment later.
    if (sync.state() === 'loading') return
    const isReached = sync.state() === 'synced'
    const send = () =>
      void rooms().then(async (started) => {
        if (isReached) await started.sendWaiting(isKnown)
      })
    send()
    if (!isReached) return
    const timer = setInterval(() => untrack(waiting).unsent.length > 0 && send(), AGAIN_EVERY_MS)
    onCleanup(() => clearInterval(timer))
  })
  const unsentTasks = () => new Set(waiting().unsent.map(({ taskId }) => taskId)).size
  return <TextsContext.Provider value={{ rooms, waiting, unsentTasks }}>{props.children}</TextsContext.Provider>
}
