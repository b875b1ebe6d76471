import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'

export interface FarAway {
  readonly origin: string
  close(): void
}

/** The same server from further away: every byte takes half the round trip, in either direction. */
export async function farAway(origin: string, roundTripMs: number): Promise<FarAway> {
  const { hostname, port } = new URL(origin)
  const sockets = new Set<Socket>()
  const server: Server = createServer({ noDelay: true }, (near) => {
    const far = connect({ host: hostname, port: Number(port), noDelay: true })
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from)
      // Timers of one length end in the order in which they began.
      const later = (then: () => void) => (roundTripMs > 0 ? setTimeout(then, roundTripMs / 2) : then())
      from.on('data', (chunk) => later(() => to.write(chunk)))
      from.on('close', () => later(() => to.destroy()))
      from.on('error', () => to.destroy())
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}
