/** Remembers the newest committed change; an older one that comes late changes nothing. */
export function noteSeq(sql: SqlStorage, seq: number): void {
  sql.exec('insert into head (id, seq) values (1, ?) on conflict (id) do update set seq = max(seq, excluded.seq)', seq)
}

export function newestSeq(sql: SqlStorage): number {
  return sql.exec<{ seq: number }>('select coalesce(max(seq), 0) as seq from head').one().seq
}

export function rememberTenant(sql: SqlStorage, tenantId: string): void {
  sql.exec('insert into stream (id, tenant) values (1, ?) on conflict (id) do nothing', tenantId)
}

/** Whose hub this is; none before the first socket. */
export function tenantOf(sql: SqlStorage): string | undefined {
  return [...sql.exec<{ tenant: string }>('select tenant from stream')][0]?.tenant
}

/** The change that every listening socket has been told. */
export function toldSeq(sql: SqlStorage): number {
  return [...sql.exec<{ told: number }>('select told from stream')][0]?.told ?? 0
}

export function noteTold(sql: SqlStorage, seq: number): void {
  sql.exec('update stream set told = ?', seq)
}
