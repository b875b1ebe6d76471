/*
 * What the app says of itself with every call, and with its hello to the hub. A tab stays open for weeks, and what it did
 * waits on its device: it may be much older than the server it comes back to. Other programs say nothing and are not asked.
 */

/** Raised with each change for which an app that is already open should not wait until somebody reloads it. */
export const CLIENT_VERSION = 2

/** What an earlier app says is not understood any more. What is kept on devices is read by later apps, never by the server. */
export const OLDEST_CLIENT = 1

export const CLIENT_HEADER = 'client-version'

/** On answers to an app that is not the newest: `offered`, or `needed` where it was refused. */
export const NEWER_HEADER = 'newer-client'
export type Newer = 'offered' | 'needed'

/** The kind of problem an app is refused with that is too old. */
export const TOO_OLD = 'client_too_old'

/** What an app is to be told of newer ones: nothing where it is the newest. What is no number comes from none we know. */
export function newerThan(version: number): Newer | undefined {
  if (version >= CLIENT_VERSION) return undefined
  return version >= OLDEST_CLIENT ? 'offered' : 'needed'
}
