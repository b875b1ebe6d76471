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

/** Removes what was done and not sent as well: only when somebody signs out, who was asked. */
export function purgeOutboxes(): Promise<void> {
  return removeDatabases(OUTBOX, OWN_TEXTS)
}
