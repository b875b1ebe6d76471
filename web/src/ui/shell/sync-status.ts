import { plural } from '../format'

/** Where what is on this device stands against the server. */
export interface SyncStatus {
  readonly state: 'synced' | 'behind' | 'sending' | 'offline'
  /** Changes made here that the server has not confirmed. */
  readonly pending: number
  /** Changes made here that the server said no to, and nobody has looked at since. */
  readonly refused: number
  /** This device has no room left to keep anything. */
  readonly isFull: boolean
}

export const SYNCED: SyncStatus = { state: 'synced', pending: 0, refused: 0, isFull: false }

/** The word beside the lamp, and the count after it. */
export function syncWords(status: SyncStatus): { readonly word: string; readonly rest: string } {
  const pending = status.pending === 0 ? '' : plural(status.pending, 'change')
  if (status.isFull) return { word: 'This device is full', rest: 'what you do lasts only while this tab is open' }
  if (status.refused > 0) return { word: 'Refused', rest: plural(status.refused, 'change') }
  switch (status.state) {
    case 'synced':
      return { word: 'Synced', rest: '' }
    case 'behind':
      return { word: 'Catching up', rest: pending }
    case 'sending':
      return { word: 'Saving', rest: pending }
    case 'offline':
      return { word: 'Offline', rest: pending && `${pending} kept on this device` }
  }
}
