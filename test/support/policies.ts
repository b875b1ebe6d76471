import type { TestDatabase } from './database'

/** Opens a policy wide, wholly or only what it lets be read or be written. Answers how to put it back. */
export async function breakOpen(
  database: TestDatabase,
  table: string,
  policy: string,
  cmd: string,
  half: 'both' | 'using' | 'check' = 'both',
): Promise<() => Promise<void>> {
  const [was] = await database.query<{ qual: string | null; with_check: string | null }>(
    'select qual, with_check from pg_policies where tablename = $1 and policyname = $2',
    [table, policy],
  )
  const clauses = (using: string | null, check: string | null) =>
    `${cmd === 'INSERT' || using === null ? '' : `using (${using}) `}${cmd === 'SELECT' || cmd === 'DELETE' || check === null ? '' : `with check (${check})`}`
  const opened = (part: 'using' | 'check', clause: string | null) =>
    half === part || half === 'both' ? clause && 'true' : clause
  await database.query(
    `alter policy ${policy} on ${table} ${clauses(opened('using', was!.qual), opened('check', was!.with_check))}`,
  )
  return async () => {
    await database.query(`alter policy ${policy} on ${table} ${clauses(was!.qual, was!.with_check)}`)
  }
}
