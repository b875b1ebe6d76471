// Append only: an object may sleep for months and wake on any earlier version.
const MIGRATIONS: readonly string[] = [
  'create table head (id integer primary key check (id = 1), seq integer not null)',
  'create table leases (kind text primary key, holder text not null, until integer not null)',
  // Whose hub this is, and the change that every listening socket has been told.
  'create table stream (id integer primary key check (id = 1), tenant text not null, told integer not null default 0)',
]

export function migrate(storage: DurableObjectStorage): void {
  storage.transactionSync(() => {
    storage.sql.exec('create table if not exists migrations (version integer primary key)')
    const done = storage.sql
      .exec<{ version: number }>('select coalesce(max(version), 0) as version from migrations')
      .one()
    for (let version = done.version; version < MIGRATIONS.length; version++) {
      storage.sql.exec(MIGRATIONS[version]!) // in range by the loop's condition
      storage.sql.exec('insert into migrations (version) values (?)', version + 1)
    }
  })
}
