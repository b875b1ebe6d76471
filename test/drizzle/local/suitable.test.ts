import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { expect, it } from 'vitest'
import { postgresBackend } from '../../../drizzle/local/postgres-backend'
import { lackOf } from '../../../drizzle/local/suitable'

const suitable = { version: 150_000, role: 'ada', seesAllRows: true, mayMakeRoles: true }

it.each([
  ['takes PostgreSQL 15', {}, undefined],
  ['takes a newer one', { version: 180_001 }, undefined],
  ['says which version it needs', { version: 140_011 }, 'This server is PostgreSQL 14; it takes 15 or newer.'],
  ['says that its role must see all rows', { seesAllRows: false }, 'ALTER ROLE "ada" BYPASSRLS'],
  ['says that its role must make roles', { mayMakeRoles: false }, 'ALTER ROLE "ada" CREATEROLE'],
])('%s', (_, lacking, words) => {
  const said = lackOf({ ...suitable, ...lacking })
  if (words) expect(said).toContain(words)
  else expect(said).toBeUndefined()
})

// PostgreSQL's own protocol: a client that wants TLS asks for it before it says who it is.
const ASKS_FOR_TLS = 80_877_103

it.each([
  ['?sslmode=require&application_name=worker', true],
  ['?sslmode=disable', false],
  ['?application_name=worker', false],
])('speaks TLS to a server where its address says so: %s', async (search, isTls) => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const backend = postgresBackend({ host: '127.0.0.1', port })
  const met = once(server, 'connection').then(async ([socket]) => {
    const [first] = (await once(socket, 'data')) as [Buffer]
    socket.destroy()
    return first.readInt32BE(4) === ASKS_FOR_TLS
  })
  const url = `postgresql://ada:secret@elsewhere/app${search}`
  await expect(backend.run(url, [{ query: 'SELECT 1' }], undefined)).rejects.toThrow()
  expect(await met).toBe(isTls)
  await backend.close()
  server.close()
})
