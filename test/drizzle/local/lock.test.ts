import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { Locked, lockHolder, takeLock } from '../../../drizzle/local/lock'
import { identityOf } from '../../../drizzle/local/processes'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lock-'))
  path = join(folder, 'deep/er/lock')
})
afterEach(() => rmSync(folder, { recursive: true }))

it('is held until it is given back', () => {
  const release = takeLock(path)
  expect(lockHolder(path)).toBe(process.pid)
  expect(() => takeLock(path)).toThrow(expect.objectContaining({ pid: process.pid }))
  release()
  expect(existsSync(path)).toBe(false)
  takeLock(path)()
})

it('is refused while another process holds it, and taken over once that one is dead', async () => {
  takeLock(path)()
  const other = spawn('sleep', ['600'])
  writeFileSync(path, identityOf(other.pid ?? 0) ?? '')
  expect(() => takeLock(path)).toThrow(Locked)
  other.kill('SIGKILL')
  await new Promise((resolve) => other.once('exit', resolve))
  takeLock(path)
  expect(lockHolder(path)).toBe(process.pid)
})

it('knows a process by its start, not by a number that was given out again', () => {
  takeLock(path)()
  writeFileSync(path, `${process.pid}:1`) // one with our number that started with the machine
  expect(lockHolder(path)).toBeUndefined()
  const release = takeLock(path)
  expect(readFileSync(path, 'utf8')).toBe(identityOf(process.pid))
  release()
})

it('gives back only what is still its own', () => {
  const release = takeLock(path)
  writeFileSync(path, '1:1')
  release()
  expect(readFileSync(path, 'utf8')).toBe('1:1')
})

// A file as it is left now, and a folder as it was left once.
it.each([
  ['a file', (guard: string) => writeFileSync(guard, '999999999:1')],
  ['a file that was not written yet', (guard: string) => writeFileSync(guard, '')],
  ['a folder', (guard: string) => mkdirSync(guard)],
])('is taken over though whoever did that before was killed in the middle of it and left %s', (_, leave) => {
  takeLock(path)()
  writeFileSync(path, '999999999:1')
  leave(`${path}.takeover`)
  const release = takeLock(path)
  expect(lockHolder(path)).toBe(process.pid)
  release()
  expect(readdirSync(dirname(path))).toEqual([])
})

it('is not taken over while somebody who lives is at it', () => {
  takeLock(path)()
  writeFileSync(path, '999999999:1')
  writeFileSync(`${path}.takeover`, identityOf(process.pid) ?? '')
  expect(() => takeLock(path)).toThrow(expect.objectContaining({ pid: process.pid }))
  expect(readFileSync(path, 'utf8')).toBe('999999999:1')
})

it.each([
  ['it', ''],
  ['it, and the guard of one that was taking it over', '999999999:1'],
])('is won by one of many that find %s abandoned', async (_, guard) => {
  takeLock(path)()
  writeFileSync(path, '999999999:1')
  if (guard) writeFileSync(`${path}.takeover`, guard)
  // Each stays until its input ends, so that the winner is alive while the others try.
  const script = `
    const { takeLock } = await import('./drizzle/local/lock.ts')
    try { takeLock(${JSON.stringify(path)}); console.log('won') } catch (error) { console.log(error.constructor.name) }
    process.stdin.resume()`
  const args = ['--import', './worker/local/typescript.mjs', '--input-type=module', '-e', script]
  const rivals = [1, 2, 3, 4].map(() => spawn(process.execPath, args))
  const outcomes = rivals.map(
    ({ stdout }) => new Promise((resolve) => stdout.once('data', (line) => resolve(String(line).trim()))),
  )
  expect((await Promise.all(outcomes)).sort()).toEqual(['Locked', 'Locked', 'Locked', 'won'])
  for (const rival of rivals) rival.stdin.end()
})
