import { readdirSync, readFileSync } from 'node:fs'
import { commandOf, identityOf } from '../../drizzle/local/processes'

const MARK = 'SALESOPTIMIZER_DATA'

/** Put into the environment of every runtime we start, so that it can be told from all others. */
export function markOf(dataDir: string): Record<string, string> {
  return { [MARK]: dataDir }
}

/**
 * Ends the runtimes of a launcher that was killed before it could. Only for the holder of the directory's lock:
 * whatever else still runs on that directory has lost its parent.
 */
export function endOrphans(dataDir: string): number {
  const orphans = runtimesOf(dataDir)
  for (const pid of orphans) process.kill(pid, 'SIGKILL')
  return orphans.length
}

export function runtimesOf(dataDir: string): number[] {
  return processes().filter((pid) => commandOf(pid).includes('workerd') && isMarked(pid, dataDir) && identityOf(pid))
}

function processes(): number[] {
  try {
    return readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []))
  } catch {
    return [] // No /proc on this system: nothing can be told apart, so nothing is ended.
  }
}

function isMarked(pid: number, dataDir: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(`${MARK}=${dataDir}`)
  } catch {
    return false // Ended meanwhile, or another user's.
  }
}
