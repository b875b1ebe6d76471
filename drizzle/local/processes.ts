import { readFileSync } from 'node:fs'

/**
 * Who a process is, so that a number met again is known for another: the kernel's start time where /proc has it.
 * Nothing when no such process runs.
 */
export function identityOf(pid: number): string | undefined {
  if (!isAlive(pid)) return undefined
  // After the name, which may hold spaces and brackets, the state is the first field and the start time the twentieth.
  const fields = read(`/proc/${pid}/stat`)?.split(') ').at(-1)?.split(' ')
  // A zombie is gone already; it only waits for its parent to notice.
  if (fields?.[0] === 'Z') return undefined
  return `${pid}:${fields?.[19] ?? ''}`
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

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
