/** Remembers the newest committed change; an older one that comes late changes nothing. */
export function noteSeq(sql: SqlStorage, seq: number): void {
  sql.exec('insert into head (id, seq) values (1, ?) on conflict (id) do update set seq = max(seq, excluded.seq)', seq)
}

export function newestSeq(sql: SqlStorage): number {
  return sql.exec<{ seq: number }>('select coalesce(max(seq), 0) as seq from head').one().seq
}
