/** Takes or renews a lease; false while somebody else's has not run out. */
export function claim(sql: SqlStorage, kind: string, holder: string, now: number, ttlMs: number): boolean {
  sql.exec(
    `insert into leases (kind, holder, until) values (?, ?, ?) on conflict (kind) do update
      set holder = excluded.holder, until = excluded.until where leases.holder = excluded.holder or leases.until <= ?`,
    kind,
    holder,
    now + ttlMs,
    now,
  )
  return sql.exec<{ holder: string }>('select holder from leases where kind = ?', kind).one().holder === holder
}

export function release(sql: SqlStorage, kind: string, holder: string): void {
  sql.exec('delete from leases where kind = ? and holder = ?', kind, holder)
}
