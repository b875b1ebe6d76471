import { plural } from '../format'

/** Where what is on this device stands against the server. */
export interface SyncStatus {
  readonly state: 'synced' | 'sending' | 'offline' | 'failed'
  /** Changes made here that the server has not confirmed. */
  readonly pending: number
}

export const SYNCED: SyncStatus = { state: 'synced', pending: 0 }

/** The word beside the lamp, and the count after it. */
export function syncWords(status: SyncStatus): { readonly word: string; readonly rest: string } {
  const pending = status.pending === 0 ? '' : plural(status.pending, 'change')
  switch (status.state) {
    case 'synced':
      return { word: 'Synced', rest: '' }
    case 'sending':
      return { word: 'Saving', rest: pending }
    case 'offline':
      return { word: 'Offline', rest: pending && `${pending} kept on this device` }
    case 'failed':
      return { word: 'Could not save', rest: pending && `${pending} kept on this device` }
  }
}
