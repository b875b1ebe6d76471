import WebSocket from 'ws'
import type { HubMessage } from '../../durable-objects/tenant-hub/messages'
import type { SignedIn } from './big-company'
import { ask } from './load'

export interface Ear {
  readonly socket: WebSocket
  onRows: (rows: Extract<HubMessage, { type: 'rows' }>, text: string) => void
}

/** The change a company is at, as a device learns it that fetches its working set. */
export async function headOf(origin: string, { token }: SignedIn): Promise<number> {
  const { body } = await ask({ url: `${origin}/api/v1/working-set`, headers: { authorization: `Bearer ${token}` } })
  return (JSON.parse(body.toString()) as { seq: number }).seq
}

/** A socket on the hub that has been told where it is. */
export function hello(origin: string, { token }: SignedIn, lastSeq: number): Promise<Ear> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${origin.replace('http', 'ws')}/api/v1/stream`, {
      headers: { authorization: `Bearer ${token}` },
    })
    const ear: Ear = { socket, onRows: () => resolve(ear) }
    socket.on('open', () => socket.send(JSON.stringify({ type: 'hello', lastSeq })))
    socket.on('message', (data) => {
      const text = data.toString()
      const message = JSON.parse(text) as HubMessage
      if (message.type === 'rows') ear.onRows(message, text)
      else if (message.type === 'resync') reject(new Error(`told to fetch everything: ${message.because}`))
    })
    socket.on('close', () => reject(new Error('hung up')))
    socket.on('error', reject)
  })
}

/** The version of the record at a path of the API. */
export async function versionOf(origin: string, token: string, path: string): Promise<number> {
  const { body } = await ask({
    url: `${origin}/api/v1/${path}`,
    headers: { authorization: `Bearer ${token}` },
  })
  return (JSON.parse(body.toString()) as { version: number }).version
}
