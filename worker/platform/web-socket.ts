import type { AppContext } from './context'
import { problemResponse } from './problem'

/**
 * Refuses a socket that another site's page opens: a browser says whose page it is, and sends our cookie whoever's it
 * is. A bearer token is proof by itself.
 */
export function refuseForeignSocket(c: AppContext): Response | undefined {
  const origin = c.req.header('origin')
  const isOurs = origin === undefined ? c.req.header('authorization') !== undefined : origin === c.env.APP_ORIGIN
  return isOurs ? undefined : problemResponse(c, 403, 'cross_origin', 'This request came from another site')
}

export function refuseWithoutUpgrade(c: AppContext): Response | undefined {
  if (c.req.header('upgrade')?.toLowerCase() === 'websocket') return undefined
  return problemResponse(c, 426, 'websocket_only', 'Open this as a WebSocket', {}, { upgrade: 'websocket' })
}
