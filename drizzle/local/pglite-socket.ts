import type { PGlite } from '@electric-sql/pglite'
import type { WebSocket } from 'ws'
import { type Lease, lease } from './pglite-lease'

const SSL_REQUEST = 80877103
const CANCEL_REQUEST = 80877102
const IDLE = 'I'.charCodeAt(0)

/**
 * Speaks PostgreSQL's wire protocol with one client. It holds the database from its first statement until ReadyForQuery
 * says idle, so a transaction of several messages is alone, and loses it when it dawdles inside one.
 */
export function servePglite(db: PGlite, socket: WebSocket, idleInTransactionMs: number): void {
  let received: Buffer = Buffer.alloc(0)
  let role: string | undefined
  let pending: Buffer[] = []
  let held: Lease | undefined
  let dawdling: NodeJS.Timeout | undefined
  // Messages are answered strictly one after another, whatever order the waits end in.
  let busy = Promise.resolve()

  const inTurn = (work: () => Promise<void>) => {
    busy = busy.then(work).catch((error: unknown) => hangUp(fatal('XX000', String(error))))
  }
  const hangUp = (reason: Buffer) => {
    if (socket.readyState !== socket.OPEN) return
    socket.send(reason)
    socket.close()
  }
  const letGo = async () => {
    clearTimeout(dawdling)
    const session = held
    held = undefined
    await session?.release()
  }
  const answer = async (messages: Buffer) => {
    clearTimeout(dawdling)
    if (socket.readyState !== socket.OPEN) return
    try {
      held ??= await lease(db, role!) // set by the start-up message, which comes first
    } catch (error) {
      return hangUp(fatal('28000', error instanceof Error ? error.message : String(error)))
    }
    const reply = await db.execProtocolRaw(messages)
    if (reply.at(-1) === IDLE) await letGo()
    else dawdling = setTimeout(() => inTurn(dropDawdler), idleInTransactionMs)
    if (socket.readyState === socket.OPEN) socket.send(reply)
  }
  const dropDawdler = async () => {
    hangUp(fatal('25P03', 'terminating connection due to idle-in-transaction timeout'))
    await letGo()
  }

  const take = (data: Buffer) => {
    received = Buffer.concat([received, data])
    for (let message = next(); message; message = next()) {
      if (role === undefined) start(message)
      else if (isType(message, 'X')) socket.close()
      // Any password will do: the only door to this database is on the loopback interface.
      else if (isType(message, 'p')) socket.send(WELCOME)
      else collect(message)
    }
  }
  const next = (): Buffer | undefined => {
    const lengthAt = role === undefined ? 0 : 1
    if (received.length < lengthAt + 4) return undefined
    const length = lengthAt + received.readInt32BE(lengthAt)
    if (received.length < length) return undefined
    const message = received.subarray(0, length)
    received = received.subarray(length)
    return message
  }
  const start = (message: Buffer) => {
    const code = message.readInt32BE(4)
    if (code === CANCEL_REQUEST) return socket.close()
    if (code === SSL_REQUEST) return socket.send('N')
    const settings = message.toString('utf8', 8).split('\0')
    role = settings[settings.indexOf('user') + 1] ?? ''
    socket.send(WELCOME)
  }
  const collect = (message: Buffer) => {
    pending.push(message)
    if (!isType(message, 'S') && !isType(message, 'Q')) return
    const messages = Buffer.concat(pending)
    pending = []
    inTurn(() => answer(messages))
  }

  socket.on('message', (data) => take(data as Buffer)) // binaryType is nodebuffer, the default
  socket.on('close', () => inTurn(letGo))
  socket.on('error', () => socket.terminate())
}

function isType(message: Buffer, type: string): boolean {
  return message[0] === type.charCodeAt(0)
}

function framed(type: string, ...body: (string | number[])[]): Buffer {
  const bytes = Buffer.concat(
    body.map((part) => (typeof part === 'string' ? Buffer.from(`${part}\0`) : Buffer.from(part))),
  )
  const head = Buffer.alloc(5)
  head.write(type)
  head.writeInt32BE(4 + bytes.length, 1)
  return Buffer.concat([head, bytes])
}

function fatal(code: string, message: string): Buffer {
  return framed('E', 'SFATAL', 'VFATAL', `C${code}`, `M${message}`, [0])
}

const WELCOME = Buffer.concat([
  framed('R', [0, 0, 0, 0]),
  framed('S', 'server_version', '18.0'),
  framed('S', 'client_encoding', 'UTF8'),
  framed('S', 'standard_conforming_strings', 'on'),
  framed('S', 'DateStyle', 'ISO, MDY'),
  framed('S', 'TimeZone', 'UTC'),
  framed('K', [0, 0, 0, 1, 0, 0, 0, 1]),
  framed('Z', [IDLE]),
])
