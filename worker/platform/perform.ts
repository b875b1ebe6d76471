import { sql } from 'drizzle-orm'
import { HTTPException } from 'hono/http-exception'
import { z } from 'zod'
import { err, type Result } from '../kernel/result'
import type { AppContext } from './context'
import { sha256Hex, toHex } from './digest'
import { sendJobs } from './jobs'
import { errorFields, log } from './log'
import { problemResponse } from './problem'
import {
  AccessLost,
  type Committed,
  DatabaseAway,
  LostRace,
  OperationTaken,
  Refused,
  UnitOfWork,
  type Viewpoint,
} from './unit-of-work'

const MAX_TRIES = 4 // after losing that many races the record is too hot; the client may try again

/** A command that was carried out before under the same `Idempotency-Key`: its answer, as it was. */
export interface Replayed {
  readonly status: number
  readonly answer: unknown
}

/** Runs a read-only use case for the caller's tenant. Its reads, asked for together, cost one round trip. */
export async function query<Work, T>(
  c: AppContext,
  makeWork: (unit: UnitOfWork) => Work,
  run: (work: Work) => Promise<T>,
): Promise<T> {
  const { db, actor, requestId } = c.var
  const unit = new UnitOfWork(db, { as: 'actor', actor }, { requestId, env: c.env })
  try {
    return await run(makeWork(unit))
  } finally {
    account(c, unit)
  }
}

/**
 * Runs a command for the caller's tenant and commits its writes in one batch: at most two round trips. A refusal
 * writes nothing. A lost race runs the use case again on what is there now. With an `Idempotency-Key` the
 * command is carried out once, however often it is sent, and the answer of the first time is given again.
 */
export async function command<Work, T, E extends { readonly kind: string }>(
  c: AppContext,
  makeWork: (unit: UnitOfWork) => Work,
  run: (work: Work) => Promise<Result<T, E>>,
  status: 200 | 201 | 202 | 204 = 200,
): Promise<Result<T, E>> {
  const operation = await operationOf(c)
  return attempt(c, { as: 'actor', actor: c.var.actor }, async (unit) => {
    const earlier = operation ? earlierAnswer(unit, operation) : undefined
    // A replay interrupts the use case: nothing after the first read happens.
    const result = await Promise.race([run(makeWork(unit)), ...(earlier ? [earlier.then(neverUnlessReplayed)] : [])])
    if (earlier) await earlier.then(throwIfReplayed)
    if (result.ok && operation) {
      // First: a twin that was committed meanwhile is this operation carried out, not a row that is there already.
      unit.writeFirst(sql`insert into operations (tenant_id, id, user_id, digest, status, answer)
        values (${unit.tenantId}, ${operation.id}, ${unit.actor.userId}, ${operation.digest}, ${status},
          ${JSON.stringify(result.value ?? null)}::jsonb)`)
    }
    return result
  })
}

/** The loop around every command, signed in or not: run, commit, send what was promised; again after a lost race. */
export async function attempt<T, E extends { readonly kind: string }>(
  c: AppContext,
  viewpoint: Viewpoint,
  run: (unit: UnitOfWork) => Promise<Result<T, E>>,
): Promise<Result<T, E>> {
  let wasTaken = false
  for (let tries = 1; ; tries++) {
    const unit = new UnitOfWork(c.var.db, viewpoint, { requestId: c.var.requestId, env: c.env })
    try {
      const result = await run(unit)
      if (!result.ok) return result
      afterCommit(c, unit, await unit.commit())
      return result
    } catch (error) {
      if (error instanceof Refused) return err(error.refusal as E)
      if (!(error instanceof LostRace) || tries >= MAX_TRIES) throw error
      // Taken, and not to be seen when it ran again: it is somebody else's.
      if (error instanceof OperationTaken && wasTaken) throw new OperationReused()
      wasTaken = error instanceof OperationTaken
    } finally {
      account(c, unit)
    }
  }
}

function afterCommit(c: AppContext, unit: UnitOfWork, { seq, news, jobs }: Committed): void {
  if (seq !== null) c.executionCtx.waitUntil(c.env.TENANT_HUB.getByName(unit.tenantId).publish(seq, news))
  if (jobs.length > 0) c.executionCtx.waitUntil(sendJobs(c.env, unit.tenantId, jobs))
}

function account(c: AppContext, unit: UnitOfWork): void {
  const { databaseTrips = 0, databaseMs = 0 } = c.var
  c.set('databaseTrips', databaseTrips + unit.roundTrips)
  c.set('databaseMs', databaseMs + unit.waitedMs)
}

interface Operation {
  readonly id: string
  readonly digest: string
}

async function operationOf(c: AppContext): Promise<Operation | undefined> {
  const key = c.req.header('idempotency-key')
  if (key === undefined) return undefined
  const id = z.uuid().safeParse(key)
  if (!id.success) {
    throw new HTTPException(422, {
      res: problemResponse(c, 422, 'invalid_input', 'Some of this cannot be taken as it is', {
        errors: [{ field: 'Idempotency-Key', reason: 'use a UUID' }],
      }),
    })
  }
  const { search } = new URL(c.req.url)
  return { id: id.data, digest: await sha256Hex(`${c.req.method} ${c.req.path}${search}\n${await contentOf(c)}`) }
}

/** What tells the body from others. A file that was only passed on is told by its size: it is not read again for this. */
async function contentOf(c: AppContext): Promise<string> {
  if ((c.req.header('content-type') ?? '').includes('json')) return c.req.text()
  const held = await c.req.bodyCache.arrayBuffer
  if (held) return toHex(await crypto.subtle.digest('SHA-256', held))
  const bytes = Number(c.req.header('content-length') ?? 0)
  return bytes > 0 ? `${bytes} bytes` : ''
}

class ReplayedOperation extends Error {
  readonly replayed: Replayed

  constructor(replayed: Replayed) {
    super('operation already carried out')
    this.replayed = replayed
  }
}
class OperationReused extends Error {}

type Earlier = Replayed | 'reused' | undefined

async function earlierAnswer(unit: UnitOfWork, operation: Operation): Promise<Earlier> {
  const [row] = await unit.rows<{ digest: string; status: number; answer: unknown }>(
    sql`select digest, status, answer from operations where tenant_id = ${unit.tenantId} and id = ${operation.id}`,
  )
  if (!row) return undefined
  return row.digest === operation.digest ? { status: row.status, answer: row.answer } : 'reused'
}

function throwIfReplayed(earlier: Earlier): void {
  if (earlier === 'reused') throw new OperationReused()
  if (earlier) throw new ReplayedOperation(earlier)
}

async function neverUnlessReplayed(earlier: Earlier): Promise<never> {
  throwIfReplayed(earlier)
  return new Promise<never>(() => {})
}

/** Whether a command that ended with this certainly wrote nothing, neither now nor by a batch that is still on its way. */
export function wroteNothing(error: unknown): boolean {
  if (error instanceof DatabaseAway) return !error.isInDoubt
  const known = [ReplayedOperation, OperationReused, AccessLost, LostRace, HTTPException]
  return known.some((kind) => error instanceof kind)
}

/** Translates what ends a command early into its answer; anything else is a surprise and travels on. */
export function answerTo(c: AppContext, error: unknown): Response | undefined {
  if (error instanceof HTTPException) return error.getResponse()
  if (error instanceof ReplayedOperation) {
    const { status, answer } = error.replayed
    c.header('idempotent-replay', 'true')
    return status === 204 ? c.body(null, 204) : c.json(answer as never, status as 200)
  }
  if (error instanceof OperationReused) {
    return problemResponse(c, 422, 'operation_id_reused', 'This Idempotency-Key was used for another request')
  }
  if (error instanceof AccessLost) {
    const title =
      error.reason === 'access_changed' ? 'Your rights changed; refresh the session' : 'The session has ended'
    return problemResponse(c, 401, error.reason, title, {}, { 'www-authenticate': 'Bearer' })
  }
  if (error instanceof DatabaseAway) {
    log('error', 'database.away', { requestId: c.var.requestId, path: c.req.path, ...errorFields(error.cause) })
    const title = error.isInDoubt
      ? 'The database did not answer in time to tell whether this was done; send it again with the same Idempotency-Key'
      : 'The database does not answer at the moment; nothing was changed'
    return problemResponse(c, 503, 'database_away', title, {}, { 'retry-after': '2' })
  }
  if (error instanceof LostRace) {
    return problemResponse(
      c,
      409,
      'too_busy',
      'Others are changing this at the moment; try again',
      {},
      { 'retry-after': '1' },
    )
  }
  return undefined
}
