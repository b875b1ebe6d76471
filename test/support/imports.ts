import { env } from 'cloudflare:workers'
import { and, desc, eq } from 'drizzle-orm'
import { expect, inject } from 'vitest'
import { jobs } from '../../drizzle/schema'
import { openDatabase } from '../../worker/platform/db'
import type { Env } from '../../worker/platform/env'
import { UnitOfWork } from '../../worker/platform/unit-of-work'
import { runImport, salesWork, startImport } from '../../worker/sales'
import type { ImportDetail, ImportDraft, ImportRun } from '../../worker/sales/contract'
import { type Company, owner, type Person } from './actors'
import { type Answer, as } from './app'

/** Uploads a file as a browser does: its bytes, and how many there are. */
export async function upload<Body = ImportDetail>(
  person: Person | null,
  content: string | Uint8Array<ArrayBuffer>,
  name = 'deals.csv',
): Promise<Answer<Body>> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  const response = await as(person).fetch(`/imports?name=${encodeURIComponent(name)}`, {
    method: 'POST',
    body: bytes,
    headers: { 'content-type': 'text/csv', 'content-length': String(bytes.length) },
  })
  const { headers, status } = response
  const roundTrips = Number(/db;desc="(\d+)"/.exec(headers.get('server-timing') ?? '')?.[1])
  return { status, headers, roundTrips, body: (await response.json()) as Body }
}

/** What a person would confirm: the file as it was understood, with what they corrected. */
export function draftOf({ inspection }: ImportDetail, change: (draft: ImportDraft) => void = () => {}): ImportDraft {
  const { dialect, mapping, conventions } = structuredClone(inspection)
  const draft = { dialect, mapping, conventions }
  change(draft)
  return draft
}

export interface Wanted {
  readonly name?: string
  readonly correct?: (draft: ImportDraft) => void
}

/** Uploads a file and begins to import it. */
export async function begun(
  person: Person,
  content: string | Uint8Array<ArrayBuffer>,
  { name, correct }: Wanted = {},
): Promise<ImportRun> {
  const uploaded = await upload(person, content, name)
  expect(uploaded).toMatchObject({ status: 201 })
  const draft = draftOf(uploaded.body, correct)
  const started = await as(person).post<ImportRun>(`/imports/${uploaded.body.run.id}/start`, draft)
  expect(started).toMatchObject({ status: 202, body: { status: 'running' } })
  return started.body
}

/** How an import ended. The queue brings it to its end by itself. */
export async function ended(person: Person, { id }: Pick<ImportRun, 'id'>): Promise<ImportRun> {
  const progress = async () => (await as(person).get<ImportRun>(`/imports/${id}/progress`)).body
  // Now and then: whoever asks without a pause keeps the one database from the import.
  await expect.poll(async () => (await progress()).status, { timeout: 100_000, interval: 100 }).not.toBe('running')
  return progress()
}

/** Uploads a file, imports it as it was understood or corrected, and says how that ended. */
export async function imported(
  person: Person,
  content: string | Uint8Array<ArrayBuffer>,
  wanted?: Wanted,
): Promise<ImportRun> {
  return ended(person, await begun(person, content, wanted))
}

/** Why rows were not taken. */
export async function errorsOf(person: Person, { id }: Pick<ImportRun, 'id'>): Promise<[number, string, string][]> {
  const { body } = await as(person).get<{ rows: { rowNumber: number; column: string; reason: string }[] }>(
    `/imports/${id}/errors`,
  )
  return body.rows.map(({ rowNumber, column, reason }) => [rowNumber, column, reason])
}

/** The same, but no message is sent: the test works on it itself, see `workOn`. */
export async function begunUnsent(person: Person, content: string, correct?: Wanted['correct']): Promise<ImportRun> {
  const { body } = await upload(person, content)
  const unit = new UnitOfWork(openDatabase(env as unknown as Env), { as: 'actor', actor: person })
  const started = await startImport(salesWork(unit), body.run.id, draftOf(body, correct))
  if (!started.ok) throw new Error(started.error.kind)
  await unit.commit()
  return started.value
}

/** The Worker's environment, with a database connection of its own name, for faults that nobody else meets. */
export function envNamed(application: string): Env {
  const { databaseUrl } = inject('worker')
  return { ...(env as unknown as Env), DATABASE_URL: `${databaseUrl}?application_name=${application}` }
}

/** Has the next requests of a connection fail, after some that do not: they never arrive, or their answers are lost. */
export async function failNext(
  application: string,
  times: number,
  how: 'refuse' | 'lose-reply',
  after = 0,
): Promise<void> {
  const { neonLocal } = inject('worker')
  const answer = await fetch(
    `http://${neonLocal}/fail?times=${times}&after=${after}&how=${how}&application=${application}`,
  )
  await answer.text()
}

/** Works on a company's import as the queue would, in an environment of the test's. */
export async function workOn(company: Company, by: Env = env as unknown as Env): Promise<void> {
  await runImport(by, company.tenantId, await jobOf(company))
}

export async function jobOf({ tenantId }: Company): Promise<string> {
  const [job] = await owner()
    .select()
    .from(jobs)
    .where(and(eq(jobs.tenantId, tenantId), eq(jobs.kind, 'import')))
    .orderBy(desc(jobs.id))
  return job!.id // the test has begun one
}

/** The names of what is stored of an import. */
export async function filesOf({ tenantId }: Company, { id }: Pick<ImportRun, 'id'>): Promise<string[]> {
  const { objects } = await (env as unknown as Env).FILES.list({ prefix: `imports/${tenantId}/${id}/` })
  return objects.map(({ key }) => key.split('/').at(-1)!)
}
