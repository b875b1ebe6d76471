import { readdirSync, readFileSync, writeFileSync } from 'node:fs'

const MB = 1024

/** The runtime's processes that this one has started. */
export function runtimePids(): number[] {
  const parents = new Map<number, number>()
  const named = new Map<number, string>()
  for (const entry of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, 'utf8')
      const [, name = '', rest = ''] = /\((.*)\) . (\d+)/.exec(stat) ?? []
      parents.set(Number(entry), Number(rest))
      named.set(Number(entry), name)
    } catch {
      // It has ended since it was listed.
    }
  }
  const isOurs = (pid: number | undefined): boolean =>
    pid !== undefined && pid !== 0 && (pid === process.pid || isOurs(parents.get(pid)))
  return [...named].filter(([pid, name]) => name === 'workerd' && isOurs(pid)).map(([pid]) => pid)
}

/** Begins to measure the peak anew. */
export function forgetPeak(pids: readonly number[]): void {
  for (const pid of pids) writeFileSync(`/proc/${pid}/clear_refs`, '5')
}

export const residentMb = (pids: readonly number[]) => sum(pids, 'VmRSS')
export const peakMb = (pids: readonly number[]) => sum(pids, 'VmHWM')

function sum(pids: readonly number[], field: 'VmRSS' | 'VmHWM'): number {
  return pids.reduce((total, pid) => {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    return total + Number(new RegExp(`${field}:\\s+(\\d+) kB`).exec(status)?.[1] ?? 0) / MB
  }, 0)
}
