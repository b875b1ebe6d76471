/** The Neon SQL-over-HTTP protocol, as @neondatabase/serverless speaks it: what comes in and what goes out. */

export interface Statement {
  query: string
  params?: unknown[]
}

export interface BatchOptions {
  isolationLevel: string | undefined
  readOnly: string | undefined
  deferrable: string | undefined
}

/** Every value is text as PostgreSQL wrote it: the driver parses it by the type of its field. */
export interface StatementResult {
  fields: { name: string; dataTypeID: number }[]
  rows: (string | null)[][]
  command: string
  rowCount: number | null
  rowAsArray: true
}

/** One database behind the endpoint. */
export interface Backend {
  /** Runs one statement by itself, or several in one transaction when there are batch options. */
  run(connectionString: string, statements: Statement[], batch: BatchOptions | undefined): Promise<StatementResult[]>
  /** Carries one client's wire protocol until either side hangs up. */
  serve(socket: import('ws').WebSocket): void
  close(): Promise<void>
}

const ISOLATION_LEVELS: Record<string, string> = {
  ReadUncommitted: 'READ UNCOMMITTED',
  ReadCommitted: 'READ COMMITTED',
  RepeatableRead: 'REPEATABLE READ',
  Serializable: 'SERIALIZABLE',
}

export class BadRequest extends Error {}

export function beginStatement({ isolationLevel, readOnly, deferrable }: BatchOptions): string {
  const words = ['BEGIN']
  if (isolationLevel) {
    const level = ISOLATION_LEVELS[isolationLevel]
    if (!level) throw new BadRequest(`unknown isolation level ${isolationLevel}`)
    words.push(`ISOLATION LEVEL ${level}`)
  }
  if (readOnly) words.push(readOnly === 'true' ? 'READ ONLY' : 'READ WRITE')
  if (deferrable) words.push(deferrable === 'true' ? 'DEFERRABLE' : 'NOT DEFERRABLE')
  return words.join(' ')
}

/** The driver sends text already; what is not text came from a hand-written request. */
export function toText(param: unknown): string | null {
  if (param === null || param === undefined) return null
  return typeof param === 'object' ? JSON.stringify(param) : String(param)
}

const ERROR_FIELDS = [
  'severity',
  'code',
  'detail',
  'hint',
  'position',
  'internalPosition',
  'internalQuery',
  'where',
  'schema',
  'table',
  'column',
  'dataType',
  'constraint',
  'file',
  'line',
  'routine',
] as const

/** A refusal of the database in the shape that becomes a NeonDbError, or nothing when it is no such refusal. */
export function toErrorBody(error: unknown): Record<string, unknown> | undefined {
  if (!(error instanceof Error) || !('severity' in error) || !('code' in error)) return undefined
  const source = error as unknown as Record<string, unknown>
  return Object.fromEntries([
    ['message', error.message],
    ...ERROR_FIELDS.map((field) => [field, source[field] ?? null]),
  ])
}
