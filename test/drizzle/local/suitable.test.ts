import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { expect, it } from 'vitest'
import { postgresBackend } from '../../../drizzle/local/postgres-backend'
import { lackOf } from '../../../drizzle/local/suitable'

const rights = { seesAllRows: true, mayMakeRoles: true, mayMakeSchemas: true, mayMakeTables: true }
const suitable = {
  version: 150_000,
  database: 'sales',
  encoding: 'UTF8',
  role: 'ada',
  ...rights,
  otherOwner: null,
  othersRoles: [],
}

it.each([
  ['takes PostgreSQL 15', {}, undefined],
  ['takes a newer one', { version: 180_001 }, undefined],
  ['says which version it needs', { version: 140_011 }, 'This server is PostgreSQL 14; it takes 15 or newer.'],
  ['says that its role must see all rows', { seesAllRows: false }, 'ALTER ROLE "ada" BYPASSRLS'],
  ['says that its role must make roles', { mayMakeRoles: false }, 'ALTER ROLE "ada" CREATEROLE'],
  ['says how it must keep text', { encoding: 'SQL_ASCII' }, '"sales" keeps text as SQL_ASCII; it takes UTF8'],
  ['says that its role must make schemas', { mayMakeSchemas: false }, 'ALTER DATABASE "sales" OWNER TO "ada"'],
  ['says that its role must make tables', { mayMakeTables: false }, 'may not make tables in "sales"'],
  ['says whose the tables are', { otherOwner: 'eve' }, 'belong to "eve"'],
  [
    'says that its role must hand out what another has made',
    { othersRoles: ['app_login', 'app_rep'] },
    'GRANT app_login, app_rep TO "ada" WITH ADMIN OPTION',
  ],
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
