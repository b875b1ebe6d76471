import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { identityOf } from './processes'

export class Locked extends Error {
  readonly pid: number

  constructor(path: string, pid: number) {
    super(`${path} is held by process ${pid}`)
    this.pid = pid
  }
}

/** Takes a lock file for this process, from a dead holder if need be, and returns what gives it back. */
export function takeLock(path: string): () => void {
  mkdirSync(dirname(path), { recursive: true })
  const mine = identityOf(process.pid)! // we are running
  if (!create(path, mine)) takeOver(path, mine)
  return () => {
    if (holder(path) === mine) rmSync(path, { force: true })
  }
}

/** The process that holds the lock, if one that still runs does. */
export function lockHolder(path: string): number | undefined {
  const held = holder(path)
  if (!held) return undefined
  const pid = Number.parseInt(held, 10)
  return identityOf(pid) === held ? pid : undefined
}

function takeOver(path: string, mine: string): void {
  const pid = lockHolder(path)
  if (pid !== undefined) throw new Locked(path, pid)
  // Two that find the same dead holder must not both win: one at a time, each looking again inside. The guard is a
  // lock like any other, so that one whose holder was killed just here is taken over as well.
  const release = takeLock(`${path}.takeover`)
  try {
    const other = lockHolder(path)
    if (other !== undefined) throw new Locked(path, other)
    // What is there is a dead one's, which nobody else may remove meanwhile. Where nothing is, the next one to come
    // may be making theirs.
    if (existsSync(path)) rmSync(path, { recursive: true, force: true })
    if (!create(path, mine)) throw new Locked(path, lockHolder(path) ?? 0)
  } finally {
    release()
  }
}

function create(path: string, content: string): boolean {
  try {
    writeFileSync(path, content, { flag: 'wx' })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

function holder(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
