import { env } from 'cloudflare:workers'
import { eq, sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { customers, jobs, opportunities, stageHistory } from '../../../../drizzle/schema'
import type { Env } from '../../../../worker/platform/env'
import { removeOldFiles, runImport } from '../../../../worker/sales'
import type { ImportRun } from '../../../../worker/sales/contract'
import { aCompany, type Company, owner } from '../../../support/actors'
import { as } from '../../../support/app'
import {
  begun,
  begunUnsent,
  ended,
  envNamed,
  failNext,
  filesOf,
  imported,
  jobOf,
  upload,
  workOn,
} from '../../../support/imports'

// Wide rows, so that these are several pieces of a megabyte, and more batches than are on their way at once.
const WIDE = `,${'x'.repeat(1700)}`.repeat(3)
const ROWS = 1600
const LAST_PIECE = 'chunk-00007'
const IN_BATCH_ENDING_THERE = String(ROWS - 100)
const LONG = `Deal id,Title,Account,Stage,One,Two,Three\n${Array.from(
  { length: ROWS },
  (_, i) => `${i},Deal ${i},Customer ${i % 7},Lead${WIDE}\n`,
).join('')}`

async function countsOf({ tenantId }: Company): Promise<{ deals: number; spells: number; customers: number }> {
  const count = { n: sql<string>`count(*)` }
  const [deals] = await owner().select(count).from(opportunities).where(eq(opportunities.tenantId, tenantId))
  const [spells] = await owner().select(count).from(stageHistory).where(eq(stageHistory.tenantId, tenantId))
  const [named] = await owner().select(count).from(customers).where(eq(customers.tenantId, tenantId))
  return { deals: Number(deals?.n), spells: Number(spells?.n), customers: Number(named?.n) }
}

const progressOf = async (company: Company, { id }: Pick<ImportRun, 'id'>) =>
  (await as(company.admin).get<ImportRun>(`/imports/${id}/progress`)).body

/** The same, doing it when the first batch that ends in that piece is decided and not yet on its way: the lease is asked for. */
function onceDecided(piece: string, act: () => Promise<unknown>): Env {
  const by = env as unknown as Env
  let isNext = false
  const read = when(piece, async () => {
    isNext = true
  })
  const hubOf = (name: string) => {
    const hub = by.TENANT_HUB.getByName(name)
    const claim = async (...asked: Parameters<typeof hub.claim>) => {
      if (isNext) {
        isNext = false
        await act()
      }
      return hub.claim(...asked)
    }
    const release = (...asked: Parameters<typeof hub.release>) => hub.release(...asked)
    return { claim, release, publish: (seq: number) => hub.publish(seq) }
  }
  return { ...read, TENANT_HUB: { getByName: hubOf } } as unknown as Env
}

/** The environment, doing something else first when a certain piece of a file is first asked for. */
function when(piece: string, act: () => Promise<unknown>, by: Env = env as unknown as Env): Env {
  let isDone = false
  const get = async (key: string) => {
    if (key.endsWith(piece) && !isDone) {
      isDone = true // a run that begins anew reads it again
      await act()
    }
    return by.FILES.get(key)
  }
  const FILES = {
    get,
    put: by.FILES.put.bind(by.FILES),
    list: by.FILES.list.bind(by.FILES),
    delete: by.FILES.delete.bind(by.FILES),
  }
  return { ...by, FILES: FILES as unknown as R2Bucket }
}

describe('an import that is interrupted', () => {
  it.each([
    ['before a batch reaches the database', 'refuse'],
    ['while the database answers', 'lose-reply'],
  ] as const)('%s goes on where it was, and takes every row once', async (_, how) => {
    const company = await aCompany()
    const run = await begunUnsent(company.admin, LONG)
    const name = `interrupted-${company.tenantId}`
    const failLater = async () => {
      // The first batch is on its way by now, and is the one that arrives.
      await expect.poll(async () => (await progressOf(company, run)).rowsRead, { timeout: 30_000 }).toBeGreaterThan(0)
      await failNext(name, 3, how) // whichever of the batches on their way come next
    }
    const faulty = when('chunk-00002', failLater, envNamed(name))
    await expect(workOn(company, faulty)).rejects.toThrow()

    const half = await progressOf(company, run)
    expect(half).toMatchObject({ status: 'running', rowsFailed: 0, rowsUpdated: 0, rowsUnchanged: 0 })
    expect(half.rowsRead).toBeGreaterThan(0)
    expect(half.rowsRead).toBeLessThan(ROWS)
    expect((await countsOf(company)).deals).toBe(half.rowsCreated)

    await workOn(company)
    expect(await progressOf(company, run)).toMatchObject({
      status: 'done',
      rowsRead: ROWS,
      rowsCreated: ROWS,
      rowsUnchanged: 0,
    })
    expect(await countsOf(company)).toEqual({ deals: ROWS, spells: ROWS, customers: 7 })
    expect(await filesOf(company, run)).toEqual([])
  })

  it('while its file is being cut begins anew', async () => {
    const company = await aCompany()
    const run = await begunUnsent(company.admin, LONG)
    const name = `cut-${company.tenantId}`
    const faulty = when('/file', () => failNext(name, 1, 'refuse'), envNamed(name))
    await expect(workOn(company, faulty)).rejects.toThrow()
    expect((await countsOf(company)).deals).toBe(0)
    await workOn(company)
    expect(await progressOf(company, run)).toMatchObject({ status: 'done', rowsCreated: ROWS })
  })

  it('too often ends in words, and keeps what was taken', async () => {
    const company = await aCompany()
    const run = await begunUnsent(company.admin, 'Deal id,Title\n1,Pumps\n')
    await owner()
      .update(jobs)
      .set({ attempts: 20 })
      .where(eq(jobs.id, await jobOf(company)))
    await workOn(company)
    expect(await progressOf(company, run)).toMatchObject({
      status: 'failed',
      failure: 'It was interrupted too often; what was taken by then is kept',
    })
  })

  it('and whose file is gone by then says so', async () => {
    const company = await aCompany()
    const run = await begunUnsent(company.admin, 'Deal id,Title\n1,Pumps\n')
    await (env as unknown as Env).FILES.delete(`imports/${company.tenantId}/${run.id}/file`)
    await workOn(company)
    expect(await progressOf(company, run)).toMatchObject({
      status: 'failed',
      failure: 'The file is no longer kept: upload it again',
    })
  })
})

describe('a message', () => {
  it('that comes twice, one after the other, does nothing the second time', async () => {
    const company = await aCompany()
    const run = await imported(company.admin, LONG)
    expect(run).toMatchObject({ status: 'done', rowsCreated: ROWS })
    await workOn(company)
    expect(await progressOf(company, run)).toEqual(run)
    expect((await countsOf(company)).deals).toBe(ROWS)
  })

  it('that comes twice at once is worked on once', async () => {
    const company = await aCompany()
    const run = await begunUnsent(company.admin, LONG)
    const job = await jobOf(company)
    const work = () => runImport(env as unknown as Env, company.tenantId, job)
    await Promise.all([work(), work(), work()])
    expect(await progressOf(company, run)).toMatchObject({ status: 'done', rowsRead: ROWS, rowsCreated: ROWS })
    const [row] = await owner().select().from(jobs).where(eq(jobs.id, job))
    expect(row?.attempts).toBe(1)
  })

  it('whose lease was lost midway leaves the rest to the other run', async () => {
    const company = await aCompany()
    const run = await begunUnsent(company.admin, LONG)
    const hub = (env as unknown as Env).TENANT_HUB.getByName(company.tenantId)
    // As if this run had stood still until its lease was over, and another had taken it.
    const stale = {
      ...(env as unknown as Env),
      TENANT_HUB: {
        getByName: () => ({
          claim: async () => true,
          release: async () => {},
          publish: (seq: number) => hub.publish(seq),
        }),
      },
    } as unknown as Env
    const job = await jobOf(company)
    // Either may break off where the other has gone on, and would be sent again: what counts is what is there in the end.
    await Promise.allSettled([
      runImport(stale, company.tenantId, job),
      runImport(env as unknown as Env, company.tenantId, job),
    ])
    await runImport(env as unknown as Env, company.tenantId, job)
    expect(await progressOf(company, run)).toMatchObject({
      status: 'done',
      rowsRead: ROWS,
      rowsCreated: ROWS,
      rowsUnchanged: 0,
    })
    expect(await countsOf(company)).toEqual({ deals: ROWS, spells: ROWS, customers: 7 })
  })
})

describe('two imports at once', () => {
  it('are done one after the other, and both end by themselves', async () => {
    const company = await aCompany()
    const first = await begun(company.admin, LONG)
    const second = await begun(company.rep, LONG.replaceAll(/^(\d+),/gm, 'r$1,'))
    const runs = [await ended(company.admin, first), await ended(company.admin, second)]
    expect(runs).toMatchObject([
      { status: 'done', rowsCreated: ROWS },
      { status: 'done', rowsCreated: ROWS },
    ])
    // The rep does not see the customers that the administrator brought in.
    expect(await countsOf(company)).toEqual({ deals: ROWS * 2, spells: ROWS * 2, customers: 14 })
  })
})

describe('an import that is canceled', () => {
  it('midway stops, and what was taken by then stays', async () => {
    const company = await aCompany()
    const run = await begunUnsent(company.admin, LONG)
    const cancel = () => as(company.admin).post(`/imports/${run.id}/cancel`)
    let answer: Awaited<ReturnType<typeof cancel>> | undefined
    await workOn(
      company,
      when('chunk-00002', async () => {
        answer = await cancel()
      }),
    )
    expect(answer).toMatchObject({ status: 200, body: { canceled: true }, roundTrips: 2 })
    const after = await progressOf(company, run)
    expect(after.status).toBe('canceled')
    expect(after.rowsRead).toBeLessThan(ROWS)
    expect((await countsOf(company)).deals).toBe(after.rowsCreated)
    expect(await filesOf(company, run)).toEqual([])
    expect(await cancel()).toMatchObject({ status: 409, body: { kind: 'import_over' } })

    // The same file goes on where this one stopped.
    expect(await imported(company.admin, LONG)).toMatchObject({
      status: 'done',
      rowsUnchanged: after.rowsCreated,
      rowsCreated: ROWS - after.rowsCreated,
    })
  })

  it('before it began leaves nothing behind', async () => {
    const company = await aCompany()
    const { body } = await upload(company.admin, 'Deal id,Title\n1,Pumps\n')
    expect((await as(company.admin).post(`/imports/${body.run.id}/cancel`)).status).toBe(200)
    expect(await ended(company.admin, body.run)).toMatchObject({ status: 'canceled', rowsRead: 0 })
    expect(await filesOf(company, body.run)).toEqual([])
    expect((await as(company.admin).get('/imports')).body).toEqual({ rows: [] })
  })
})

describe('a deal that somebody changes while it is imported over', () => {
  it('is decided anew: what they did is not lost', async () => {
    const company = await aCompany()
    await imported(company.admin, LONG)
    const [deal] = await owner()
      .select()
      .from(opportunities)
      .where(sql`tenant_id = ${company.tenantId} and external_id = ${IN_BATCH_ENDING_THERE}`)
    const run = await begunUnsent(company.admin, LONG.replaceAll('Deal ', 'Changed '))
    let closed = 0
    await workOn(
      company,
      onceDecided(LAST_PIECE, async () => {
        closed = (await as(company.admin).post(`/opportunities/${deal!.id}/close`, { outcome: 'won' })).status
      }),
    )
    expect(closed).toBe(200)
    expect(await progressOf(company, run)).toMatchObject({ status: 'done', rowsUpdated: ROWS - 1, rowsFailed: 1 })
    const [after] = await owner().select().from(opportunities).where(eq(opportunities.id, deal!.id))
    expect(after).toMatchObject({ status: 'won', title: `Deal ${IN_BATCH_ENDING_THERE}` })
  })
})

describe('files that nobody imports', () => {
  it('are removed after a week, and their import says so', async () => {
    const company = await aCompany()
    const { body } = await upload(company.admin, 'Deal id,Title\n1,Pumps\n')
    const day = 86_400_000
    await removeOldFiles(env as unknown as Env, new Date(Date.now() + 6 * day))
    expect(await filesOf(company, body.run)).toEqual(['file'])
    await removeOldFiles(env as unknown as Env, new Date(Date.now() + 8 * day))
    expect(await filesOf(company, body.run)).toEqual([])
    expect(await as(company.admin).post(`/imports/${body.run.id}/inspect`, {})).toMatchObject({
      status: 409,
      body: { kind: 'import_file_gone' },
    })
  })
})
