export type Report = (line: string) => void

/** Says each line with the seconds since the start, so that a wait has a face. */
export function progress(startedAt = Date.now()): Report {
  return (line) => console.log(`${((Date.now() - startedAt) / 1000).toFixed(1).padStart(6)} s  ${line}`)
}
