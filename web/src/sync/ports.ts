import type { Touched } from '../../../durable-objects/tenant-hub/messages'
import type { Difference } from './copy'
import type { SomeIds } from './direct'
import type { Ended, Server } from './drain'
import type { Locks } from './leader'
import type { Operation } from './operation'
import type { Outbox } from './outbox'
import type { Rows, SomeRows } from './rows'
import type { Socket } from './stream'

/** `loading`: nothing on this device yet; `behind`: shown from here, being caught up. */
export type SyncState = 'loading' | 'behind' | 'synced' | 'unreachable'

/** The device's copy on its disk. */
export interface Keeper {
  load(): Promise<{ readonly rows: SomeRows; readonly seq: number } | undefined>
  save(rows: SomeRows, seq: number): Promise<void>
  apply(difference: Difference, seq: number): Promise<void>
}

/** What the tabs of one person tell each other. */
export type TabMessage =
  | { readonly type: 'queued'; readonly operation: Operation }
  | { readonly type: 'ended'; readonly end: Ended; readonly difference: Difference }
  | {
      readonly type: 'changed'
      readonly difference: Difference
      readonly seq: number
      readonly touched: readonly Touched[]
      readonly others?: readonly Rows['tasks'][]
    }
  | { readonly type: 'renewed' | 'reread' | 'who' | 'check' }
  | { readonly type: 'here'; readonly seq: number; readonly state: SyncState }
  | { readonly type: 'state'; readonly state: SyncState }
  | { readonly type: 'absorb'; readonly rows: SomeRows; readonly gone: SomeIds }

/** Stands for every record there is: rights may be others than before. */
export const EVERYTHING: Touched = { entity: '*', id: '*' }

/** Everything outside that the engine speaks with: a browser, or a test that cuts it off. */
export interface Ports {
  readonly keeper: Keeper | undefined
  readonly outbox: Outbox
  readonly server: Server & {
    workingSet(signal: AbortSignal): Promise<{ readonly rows: SomeRows; readonly seq: number }>
    /** The tasks that are kept, as of a change or later. */
    tasks(signal: AbortSignal): Promise<{ readonly rows: readonly Rows['tasks'][]; readonly seq: number }>
    /** The parts of some tasks, as far as they may be seen. */
    taskParts(ids: readonly string[], signal: AbortSignal): Promise<readonly Rows['taskParts'][]>
    /** The newest of what the person was told. */
    notifications(signal: AbortSignal): Promise<readonly Rows['notifications'][]>
    /** Something small: throws where nothing answers, ends the session here where the server has ended it. */
    probe(): Promise<void>
    changedSince(seq: number): Promise<boolean>
  }
  open(): Socket
  tell(message: TabMessage): void
  readonly locks: Locks | undefined
  readonly lockName: string
  isSeen(): boolean
  after(ms: number, run: () => void): () => void
  random(): number
  now(): number
  /** Has the browser send what waits when the network is back, should this tab be gone by then. */
  sendLater(): void
  /** Of what screens keep of deals beside the copy, only these are left. */
  keepDeals(isKept: (id: string) => boolean): void
}

/** What the engine has to say to the tab it runs in. */
export interface Listener {
  onState(state: SyncState): void
  onOperations(operations: readonly Operation[]): void
  /** `others`: those of the touched tasks that may be seen and are not kept, as they are now. */
  onTouched(touched: readonly Touched[], others: readonly Rows['tasks'][]): void
  /** Something kept was refused when nobody waited for it any more. */
  onRefused(operation: Operation): void
  /** Something that was done here went over what somebody else had put there unseen. */
  onOverwrote(operation: Operation): void
  /** Somebody else had written the same, and theirs stands until whoever did it has said which it is to be. */
  onMet(operation: Operation): void
  /** The device cannot keep what was done: it lasts as long as the tab. */
  onStorageFull(): void
  /** Many rows change at once. */
  inBulk(change: () => void): void
}
