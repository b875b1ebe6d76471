import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import pg from 'pg'
import { expect, it } from 'vitest'
import { startEmbeddedPostgres } from '../../../drizzle/local/embedded-postgres'
import { identityOf, isAlive } from '../../../drizzle/local/processes'

const STARTER = `
  const { startEmbeddedPostgres } = await import('./drizzle/local/embedded-postgres.ts')
  const pg = (await import('pg')).default
  const server = await startEmbeddedPostgres()
  const client = new pg.Client(server.url())
  await client.connect()
  const { rows } = await client.query("SHOW data_directory")
  console.log(rows[0].data_directory)
  setInterval(() => {}, 1000)`

it('answers, and is gone with its files when it is stopped', async () => {
  const server = await startEmbeddedPostgres()
  const client = new pg.Client(server.url())
  await client.connect()
  const { rows } = await client.query('SHOW data_directory')
  const folder: string = rows[0].data_directory
  const pid = Number.parseInt(readFileSync(`${folder}/postmaster.pid`, 'utf8'), 10)
  const cut = new Promise((resolve) => client.on('error', resolve))
  await server.stop()
  await cut
  expect(isAlive(pid)).toBe(false)
  expect(existsSync(folder)).toBe(false)
}, 30_000)

it('clears up the server of a starter that was killed outright', async () => {
  const starter = spawn(process.execPath, [
    '--import',
    './worker/local/typescript.mjs',
    '--input-type=module',
    '-e',
    STARTER,
  ])
  const folder = await new Promise<string>((resolve) =>
    starter.stdout.once('data', (line) => resolve(String(line).trim())),
  )
  const pid = Number.parseInt(readFileSync(`${folder}/postmaster.pid`, 'utf8'), 10)
  starter.kill('SIGKILL')
  await new Promise((resolve) => starter.once('exit', resolve))
  expect(isAlive(pid)).toBe(true)

  const next = await startEmbeddedPostgres()
  // Some other test that starts a server may be the one to do it.
  await expect.poll(() => existsSync(folder), { timeout: 10_000 }).toBe(false)
  // Nobody's child any more: who reaps it may take a while.
  await expect.poll(() => identityOf(pid), { timeout: 10_000 }).toBeUndefined()
  await next.stop()
}, 60_000)
