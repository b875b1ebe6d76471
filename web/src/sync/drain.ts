import { TOO_OLD } from '../../../worker/kernel/client-version'
import type { BulkAnswer, TaskAnswer } from '../../../worker/tasks/contract'
import { type ProblemBody, Refusal, Unreachable } from '../api/problems'
import { apart } from './apart'
import { isSame } from './is-same'
import { type Conflict, MET, type Operation } from './operation'
import type { Outbox } from './outbox'

/** The server, as far as sending what waits needs it. */
export interface Server {
  send(operation: Operation, body: unknown): Promise<unknown>
  /** The record as it is now, when somebody was faster. */
  see(path: string): Promise<Readonly<Record<string, unknown>>>
}

export interface Ended {
  readonly operation: Operation
  readonly answer?: unknown
}

const TRIES = 6 // of a server that fails on an operation; after that it is the operation

/**
 * Sends what waits, in order, one at a time, until nothing waits or the server cannot be reached: then it throws
 * `Unreachable`, and the next drain goes on from there. Sending something twice does it once: its id says so.
 */
export async function drain(outbox: Outbox, server: Server, ended: (end: Ended) => Promise<void>): Promise<void> {
  // What became of a version of a record: a change that was made while another was on its way was made on what that one
  // makes of it, and does not know yet what that is.
  const became = new Map<string, number>()
  for (;;) {
    const all = await outbox.all()
    const next = all.find(({ state }) => state === 'waiting')
    if (!next) return
    const refused = all.find(({ id, state }) => state === 'refused' && next.after.includes(id))
    if (refused) {
      await end(refuse(next, 409, 'builds_on_refused', `It builds on what was refused: ${refused.what}`))
      continue
    }
    // What was refused or given up while it waited is no longer among them: nothing is left to take back.
    if (next.after.includes(next.undoes ?? '') && !all.some(({ id }) => id === next.undoes)) {
      await end(refuse(next, 409, 'builds_on_refused', 'What it takes back was not done'))
      continue
    }
    const operation = await withVersion(next)
    try {
      const answer = await server.send(operation, bodyOf(operation))
      await rebase(all, operation, answer)
      const { file: _, ...sent } = operation
      await end({ ...sent, state: 'sent', ...(await met(operation, answer)) }, answer)
    } catch (error) {
      if (error instanceof Unreachable || isForLater(error)) throw error
      if (!(error instanceof Refusal)) throw error
      const failures = (operation.failures ?? 0) + 1
      if (error.body.status >= 500 && failures < TRIES) {
        await outbox.replace({ ...operation, failures })
        throw new Unreachable(error)
      }
      if (error.body.kind === 'version_conflict' && operation.basis) await meet(operation, error.body)
      else await end({ ...operation, state: 'refused', problem: error.body })
    }
  }

  /** The person's own later changes were made on what this one has made of the record. */
  async function rebase(all: readonly Operation[], done: Operation, answer: unknown): Promise<void> {
    if (done.brings === 'task' && done.body?.addTags) {
      // A tag one has put on oneself may be taken off again.
      const { task } = answer as TaskAnswer
      became.set(tagged(task.id), task.version)
      for (const later of all)
        if (later.state === 'waiting' && later.basis?.id === task.id && later.body?.removeTags && !later.sentVersion)
          await outbox.replace({ ...later, basis: { ...later.basis, version: task.version } })
      return
    }
    const { id, version } = (answer ?? {}) as { id?: unknown; version?: unknown }
    if (typeof version !== 'number') return
    const from = done.sentVersion ?? version - 1
    if (version > from) became.set(`${id} ${from}`, version)
    for (const later of all) {
      if (later.state !== 'waiting' || later.id === done.id || later.sentVersion !== undefined) continue
      if (later.basis === undefined || later.basis.id !== id || later.basis.version !== from) continue
      await outbox.replace({ ...later, basis: { ...later.basis, version } })
    }
  }

  /** Writes down the version a change is sent with before it is sent: a request that is sent again must be the same. */
  async function withVersion(operation: Operation): Promise<Operation> {
    const { basis, body, sentVersion } = operation
    if (basis?.version === undefined || sentVersion !== undefined) return operation
    let version = Math.max(basis.version, (body?.removeTags ? became.get(tagged(basis.id)) : undefined) ?? 0)
    for (let newer: number | undefined = version; newer; newer = became.get(`${basis.id} ${version}`)) version = newer
    const sending = { ...operation, basis: { ...basis, version }, sentVersion: version }
    await outbox.replace(sending)
    return sending
  }

  async function end(operation: Operation, answer?: unknown): Promise<void> {
    await outbox.replace(operation)
    await ended({ operation, answer })
  }

  /** Somebody was faster. What they left alone is changed on top of theirs; what they changed too is shown. */
  async function meet(operation: Operation, told: ProblemBody): Promise<void> {
    const basis = operation.basis
    const { sentVersion: _, ...unsent } = operation
    // A server that has compared the fields itself says what stands in them.
    if (typeof told.theirs === 'object') {
      const theirs = told.theirs as Conflict['theirs']
      return end(asked(unsent, { ...(typeof told.version === 'number' && { version: told.version }), theirs }))
    }
    if (!basis?.path) return end(refuse(operation, 409, 'version_conflict', MET))
    const current = await server.see(basis.path)
    const version = Number(current.version)
    const theirs = alike(basis.before, current)
    // Whoever wants what stands there already need not be asked.
    if (isSame(theirs, basis.before) || isSame(theirs, alike(basis.before, operation.body ?? {}))) {
      await outbox.replace({ ...unsent, basis: { ...basis, version } })
      return
    }
    await end(asked(unsent, { version, theirs }))
  }

  /** What was met of others: of one record it is said of the operation, of many each gets one of its own. */
  async function met(operation: Operation, answer: unknown): Promise<Partial<Operation>> {
    if (!operation.bases) return overwritten(operation, answer)
    const told = apart(operation, answer as BulkAnswer)
    // Sent again after a lost answer, it has told them before.
    const known = new Set((await outbox.all()).map(({ path, at }) => `${path} ${at}`))
    for (const one of told) if (!known.has(`${one.path} ${one.at}`)) await outbox.add(one)
    const left = told.filter(({ conflict }) => conflict).length
    return told.length > 0 ? { met: { overwrote: told.length - left, left } } : {}
  }
}

/** What it went over, other than what whoever did it had before them: that may be their own, of a moment before. */
function overwritten({ basis }: Operation, answer: unknown): Pick<Operation, 'overwrote'> {
  if (!basis) return {}
  const { overwritten: all = [] } = (answer ?? {}) as Partial<Pick<TaskAnswer, 'overwritten'>>
  const theirs = all.filter(({ field, theirs }) => !isSame(theirs, basis.before[field]))
  if (theirs.length === 0) return {}
  return { overwrote: Object.fromEntries(theirs.map(({ field, theirs }) => [field, theirs])) }
}

/** Theirs stands, and whoever did it is asked. */
function asked(operation: Operation, conflict: Conflict): Operation {
  return { ...refuse(operation, 409, 'version_conflict', MET), conflict }
}

const tagged = (taskId: string) => `tags of ${taskId}`

function refuse(operation: Operation, status: number, kind: string, title: string): Operation {
  return { ...operation, state: 'refused', problem: { status, kind, title } }
}

/** Asked to come back later, to sign in again, or with a newer app: nobody has said no to what was done. */
function isForLater(error: unknown): boolean {
  if (!(error instanceof Refusal)) return false
  return [401, 429].includes(error.body.status) || ['too_busy', TOO_OLD].includes(error.body.kind)
}

function bodyOf({ body, sentVersion }: Operation): unknown {
  return sentVersion === undefined ? body : { ...body, version: sentVersion }
}

/** The same facts of another state: of a group of facts only those that are named. */
function alike(
  named: Readonly<Record<string, unknown>>,
  state: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const isGroup = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value)
  return Object.fromEntries(
    Object.entries(named).map(([key, value]) => {
      const there = state[key] ?? null
      return [key, isGroup(value) && isGroup(there) ? alike(value as never, there as never) : there]
    }),
  )
}
