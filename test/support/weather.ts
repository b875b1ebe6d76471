import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { app } from '../../worker/app'
import type { Env } from '../../worker/platform/env'
import { envNamed, failNext } from './imports'

/** What goes wrong between a device and the server, by turns. */
export interface Weather {
  isCut: boolean
  /** The next so many answers get lost on their way, after the server has done what it was asked. */
  loseAnswers: number
  /** The next so many requests arrive twice. */
  double: number
  /** The next answer to a command comes only when this is over. */
  held?: Promise<void> | undefined
  /** How the server fares with the next commands, one after the other. */
  readonly troubles: Trouble[]
}

/** The database does not answer, or its answer is lost; or nobody is told of what was written. */
export type Trouble = 'refuse' | 'lose-reply' | 'lose publish'

/** The Worker as it is when something behind it is in trouble, for requests that come in by this door alone. */
export async function troubled(trouble: Trouble, connection: string) {
  const bindings = envNamed(connection)
  if (trouble !== 'lose publish') await failNext(connection, 1, trouble, trouble === 'lose-reply' ? 1 : 0)
  const hubs = { getByName: (name: string) => deaf(bindings.TENANT_HUB.getByName(name)) }
  const by = trouble === 'lose publish' ? { ...bindings, TENANT_HUB: hubs as unknown as Env['TENANT_HUB'] } : bindings
  return async (url: string, init: RequestInit) => {
    const context = createExecutionContext()
    const response = await app.fetch(new Request(url, init), by, context)
    await waitOnExecutionContext(context)
    return response
  }
}

/** A hub that is never told. */
function deaf(hub: ReturnType<Env['TENANT_HUB']['getByName']>) {
  return new Proxy(hub, {
    get: (target, name) => (name === 'publish' ? async () => {} : Reflect.get(target, name, target)),
  })
}
