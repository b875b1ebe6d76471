import { removeDatabases } from './idb'

/** How the databases of this device are called, before company and person. */
export const COPY = 'working-set-'
export const OUTBOX = 'outbox-'
export const TEXTS = 'texts-'
export const OWN_TEXTS = 'own-texts-'
export const MODEL = 'model-'

/** Removes every copy of a company's rows that this device holds: when a session ends, also without a network. */
export function purgeCopies(): Promise<void> {
  return removeDatabases(COPY, TEXTS, MODEL)
}

/** Removes what one person did and never sent as well: only when they sign out, and were asked. Others' stays theirs. */
export function purgeOutbox(tenantId: string, userId: string): Promise<void> {
  return removeDatabases(`${OUTBOX}${tenantId}-${userId}`, `${OWN_TEXTS}${tenantId}-${userId}`)
}
