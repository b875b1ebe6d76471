import { createContext, useContext } from 'solid-js'
import { SYNCED, type SyncStatus } from './sync-status'

interface Shell {
  readonly sync: () => SyncStatus
  /** How many notifications are unread, for whoever receives any. */
  readonly unread?: number | undefined
  /** Opens the line to write a task in, for whoever may have tasks. */
  readonly addTask?: (() => void) | undefined
}

/** What pages take from the frame around them; a page without a frame (the kit) is simply synced. */
export const ShellContext = createContext<Shell>({ sync: () => SYNCED })

export function useShell(): Shell {
  return useContext(ShellContext)
}
