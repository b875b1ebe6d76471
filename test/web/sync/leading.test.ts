import { expect, it } from 'vitest'
import { Copy } from '../../../web/src/sync/copy'
import { Leading } from '../../../web/src/sync/leading'
import { MemoryOutbox } from '../../../web/src/sync/outbox'
import type { Listener, Ports } from '../../../web/src/sync/ports'
import type { Socket } from '../../../web/src/sync/stream'
import { makeViews } from '../../../web/src/sync/views'
import { Writing } from '../../../web/src/sync/writing'
import { CLIENT_VERSION } from '../../../worker/kernel/client-version'

/** A tab that leads, has everything, and has just got its line to the hub. */
function aLeader() {
  const said: unknown[] = []
  const probes: string[] = []
  const socket: Socket = {
    send: (text) => void said.push(JSON.parse(text)),
    close: () => {},
    onopen: null,
    onmessage: null,
    onclose: null,
  }
  const never = () => new Promise<never>(() => {})
  const ports = {
    outbox: new MemoryOutbox(),
    server: { probe: async () => void probes.push('probe'), tasks: never, taskParts: never, notifications: never },
    open: () => socket,
    tell: () => {},
    after: () => () => {},
    random: () => 1,
    now: () => 0,
  } as unknown as Ports
  const copy = new Copy(makeViews(() => {}))
  copy.seq = 7
  const leading = new Leading({
    ports,
    listener: {} as Listener,
    copy,
    disk: new Writing(undefined, () => {}),
    isLeader: () => true,
    isLoading: () => false,
    hasWaiting: () => false,
    setState: () => {},
    drain: () => {},
    reread: async () => {},
  })
  leading.isAsFresh()
  leading.begin()
  socket.onopen?.()
  return { said, probes, hear: (message: object) => socket.onmessage?.({ data: JSON.stringify(message) }) }
}

it('says to the hub how far it is and which app it is, and asks the server when the hub knows of a newer one', () => {
  const { said, probes, hear } = aLeader()
  expect(said).toEqual([{ type: 'hello', lastSeq: 7, client: CLIENT_VERSION }])
  expect(probes).toEqual([])
  hear({ type: 'newer' })
  expect(probes).toEqual(['probe'])
})
