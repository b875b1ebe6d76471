import { isWorkKept } from './kept'

const FIELDS = 'textarea, input:not([type=checkbox], [type=radio], [type=search], [type=hidden])'

/** Whether nobody would miss this page: it is out of sight, the only one, and nothing on it is half done. */
export async function isLeftAlone(): Promise<boolean> {
  if (document.visibilityState !== 'hidden' || !isWorkKept || isInHand()) return false
  // Every page that is signed in holds one of these locks, or waits for it.
  const { held = [], pending = [] } = (await navigator.locks?.query()) ?? {}
  return (
    new Set([...held, ...pending].map(({ clientId }) => clientId)).size <= 1 && document.visibilityState === 'hidden'
  )
}

function isInHand(): boolean {
  if (document.querySelector('[role$=dialog]')) return true
  return [...document.querySelectorAll<HTMLInputElement>(FIELDS)].some(({ value }) => value !== '')
}
