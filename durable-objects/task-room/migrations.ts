export const MIGRATIONS: readonly string[] = [
  // Whose room this is; the version of the description that is in its text; how many edits there were, and since when
  // Postgres lacks some; whether a look at Postgres is owed that did not come about.
  `create table room (id integer primary key check (id = 1), tenant text not null, task text not null,
    described_at integer, newest integer not null default 0, unsaved_since integer, owes_look integer not null default 0)`,
  // Edits as they came, and all before them in one piece, cut where a row would be too long.
  'create table updates (id integer primary key autoincrement, data blob not null)',
  'create table pieces (n integer primary key, data blob not null)',
  // Who wrote since Postgres was told, and their last edit.
  'create table editors (user_id text primary key, newest integer not null)',
  // Whose the clients are by which something was written.
  'create table clients (client integer primary key, user_id text not null)',
]
