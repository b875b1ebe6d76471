import { readFileSync } from 'node:fs'

/**
 * Who a process is, so that a number met again is known for another: the kernel's start time where /proc has it.
 * Nothing when no such process runs.
 */
export function identityOf(pid: number): string | undefined {
  if (!isAlive(pid)) return undefined
  const { state, startedAt } = statOf(pid)
  // A zombie is gone already; it only waits for its parent to notice.
  return state === 'Z' ? undefined : `${pid}:${startedAt ?? ''}`
}

export function parentOf(pid: number): number | undefined {
  const { parent } = statOf(pid)
  return parent === undefined ? undefined : Number(parent)
}

/** The command a process was started with, or '' where that cannot be read. */
export function commandOf(pid: number): string {
  return read(`/proc/${pid}/cmdline`)?.replaceAll('\0', ' ') ?? ''
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function statOf(pid: number): { state?: string; parent?: string; startedAt?: string } {
  // The fields follow the name, which may itself hold spaces and brackets.
  const [state, parent, ...rest] = read(`/proc/${pid}/stat`)?.split(') ').at(-1)?.split(' ') ?? []
  const startedAt = rest[17]
  return { ...(state && { state }), ...(parent && { parent }), ...(startedAt && { startedAt }) }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
