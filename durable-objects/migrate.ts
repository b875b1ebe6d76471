/** Brings an object's storage up to date. Append only: an object may sleep for months and wake on any earlier version. */
export function migrate(storage: DurableObjectStorage, migrations: readonly string[]): void {
  storage.transactionSync(() => {
    storage.sql.exec('create table if not exists migrations (version integer primary key)')
    const done = storage.sql
      .exec<{ version: number }>('select coalesce(max(version), 0) as version from migrations')
      .one()
    for (let version = done.version; version < migrations.length; version++) {
      storage.sql.exec(migrations[version]!) // in range by the loop's condition
      storage.sql.exec('insert into migrations (version) values (?)', version + 1)
    }
  })
}
