export const MIGRATIONS: readonly string[] = [
  'create table head (id integer primary key check (id = 1), seq integer not null)',
  'create table leases (kind text primary key, holder text not null, until integer not null)',
  // Whose hub this is, and the change that every listening socket has been told.
  'create table stream (id integer primary key check (id = 1), tenant text not null, told integer not null default 0)',
  // The rooms of tasks that have somebody in them, and the change up to which they were told.
  'create table rooms (task text primary key, watched integer not null)',
  'create table rooms_told (id integer primary key check (id = 1), seq integer not null)',
]
