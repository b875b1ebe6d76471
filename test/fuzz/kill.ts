import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { startEmbeddedPostgres } from '../../drizzle/local/embedded-postgres'
import { openServer } from '../../drizzle/local/open'
import { createRandom } from '../../worker/analytics/domain/boosting/random'
import { newId } from '../../worker/kernel/ids'
import { build } from '../../worker/local/build'
import { portFor } from '../../worker/local/launch'
import { runtimesOf } from '../../worker/local/orphans'
import { type Runtime, startRuntime } from '../../worker/local/runtime'
import { makeSigningKeys } from '../../worker/local/secrets'
import { bigCompany } from '../bench/big-company'
import { Hand, Pen } from './hands'

const HANDS = 6
const PENS = 4
const LIVES_A_TEXT = 10 // or it would soon be as long as a text may be
const LONGEST_LIFE_MS = 2500
const DIES_YOUNG = 0.2 // of all lives: killed whether or not anything was done in them
const LONGEST_START_MS = 60_000 // of a busy machine
const DAYS_AWAY = 60

/** A text, and those who write it. */
interface Book {
  readonly taskId: string
  readonly pens: readonly Pen[]
}

/**
 * Kills the runtime of the product at random moments while people work, and looks whether everything that was
 * acknowledged is there, once. Throws on the first difference.
 */
export async function killAgainAndAgain(seed: number, kills: number, report: (line: string) => void): Promise<void> {
  await build(report)
  const random = createRandom(seed)
  const dataDir = mkdtempSync(join(tmpdir(), 'salesoptimizer-kill-'))
  const server = await startEmbeddedPostgres({ durable: true })
  const db = await openServer({ ownerUrl: server.url(), appPassword: 'kill' })
  let runtime: Runtime | undefined
  try {
    const keys = await makeSigningKeys()
    const port = await portFor(0)
    const origin = `http://127.0.0.1:${port}`
    const bindings = { ENVIRONMENT: 'local', APP_ORIGIN: origin, ...db.env, ...keys }
    const start = () => startRuntime({ dataDir, port, bindings, log: () => {} })
    const company = await bigCompany(db, { keys, origin, deals: 5000 })
    await company.signIn()
    const [writer] = company.reps
    const deals = await db.query<{ id: string; stageId: string }>('select id, stage_id as "stageId" from opportunities')
    const stageOf = new Map(deals.map(({ id, stageId }) => [id, stageId]))
    const hands = company.reps
      .slice(0, HANDS)
      .map((rep) => new Hand(origin, rep, company.openStages, stageOf.get(rep.dealId) ?? ''))
    const books: Book[] = []
    const everybody = () => [...hands, ...books.flatMap(({ pens }) => pens)]
    const done = () => everybody().reduce((sum, { acknowledged }) => sum + acknowledged, 0)

    for (let killed = 0; killed < kills; killed++) {
      runtime = await start()
      await company.signIn()
      const life = new AbortController()
      const before = done()
      if (killed % LIVES_A_TEXT === 0) books.push(await aBook())
      const working = [...hands, ...books.at(-1)!.pens].map((one) => one.work(random, life.signal))
      const until = Date.now() + (random() < DIES_YOUNG ? 0 : LONGEST_START_MS)
      while (done() === before && Date.now() < until) await wait(10)
      await wait(random() * LONGEST_LIFE_MS)
      for (const pid of runtimesOf(dataDir)) process.kill(pid, 'SIGKILL')
      life.abort()
      await Promise.all(working)
      // What is left of it holds the port no longer; that it misses its runtime is what we wanted.
      await runtime.dispose().catch(() => {})
      runtime = undefined
      report(`killed ${killed + 1} times, ${done()} operations acknowledged`)
    }

    runtime = await start()
    await company.signIn()
    await Promise.all(everybody().map((one) => one.finish()))
    await checkAll()
    report('everything acknowledged is there, once')
    // A phone comes back after two months and sends everything again.
    await db.query(`update operations set created_at = created_at - make_interval(days => $1)`, [DAYS_AWAY])
    await runtime.fireCrons(new Date('2026-01-01T03:17:00Z'))
    report('sending everything again')
    await Promise.all(everybody().map((one) => one.sayAllAgain()))
    await checkAll()
    report(`everything is there, once, also after ${DAYS_AWAY} days`)

    async function aBook(): Promise<Book> {
      const taskId = newId()
      await db.query(
        `insert into tasks (tenant_id, id, title, assigned_to, assigned_by) values ($1, $2, 'Written together', $3, $3)`,
        [company.tenantId, taskId, writer!.userId],
      )
      return { taskId, pens: Array.from({ length: PENS }, (_, n) => new Pen(origin, writer!, taskId, n)) }
    }

    async function checkAll(): Promise<void> {
      for (const hand of hands) await hand.check(db)
      for (const { taskId, pens } of books) {
        const texts = pens.map(({ text }) => text)
        if (new Set(texts).size !== 1)
          throw new Error(`the text differs among those who wrote it:\n${texts.join('\n---\n')}`)
        for (const pen of pens) pen.check()
        await savedAs(taskId, texts[0]!)
      }
    }

    // The room tells Postgres a few seconds after the last edit.
    async function savedAs(taskId: string, text: string): Promise<void> {
      for (let tries = 0; tries < 60; tries++) {
        const [task] = await db.query<{ description: string }>('select description from tasks where id = $1', [taskId])
        if (task?.description === text) return
        await wait(500)
      }
      throw new Error('the database was not told of the text')
    }
  } finally {
    await runtime?.dispose().catch(() => {})
    await db.close()
    await server.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}
