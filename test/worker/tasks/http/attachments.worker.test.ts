import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { app } from '../../../../worker/app'
import { type AttachmentId, newId, type TaskId } from '../../../../worker/kernel/ids'
import { removeOrphanedFiles } from '../../../../worker/tasks'
import type { Task } from '../../../../worker/tasks/contract'
import { aCompany, type Company, type Person } from '../../../support/actors'
import { as, type Caller } from '../../../support/app'
import { aTask } from '../../../support/builders'
import { envNamed, failNext } from '../../../support/imports'

const OF_ITS_OWN = 'files-away' // the name of a connection that only this file's requests use
const OURS = 'The plan, as agreed.'
const THEIRS = 'Something else altogether'

let company: Company
beforeAll(async () => {
  company = await aCompany()
})

interface Sent {
  readonly id: AttachmentId
  readonly text?: string
  readonly operation?: string
}

function send(caller: Caller, task: TaskId, { id, text = OURS, operation }: Sent): Promise<Response> {
  const body = new TextEncoder().encode(text)
  return caller.fetch(`/tasks/${task}/attachments?name=plan.txt&id=${id}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/octet-stream',
      'content-length': String(body.length),
      ...(operation && { 'idempotency-key': operation }),
    },
    body,
  })
}

/** Calls the Worker over the connection that may fail, and waits for all that it still does after its answer. */
const overWeakLine = (person: Person): Caller =>
  as(person, async (url, init) => {
    const context = createExecutionContext()
    const answer = await app.fetch(new Request(url, init), envNamed(OF_ITS_OWN), context)
    await waitOnExecutionContext(context)
    return answer
  })

const download = async (task: TaskId, id: AttachmentId, person = company.rep) => {
  const answer = await as(person).fetch(`/tasks/${task}/attachments/${id}`)
  const text = await answer.text()
  return answer.status === 200 ? text : answer.status
}
const stored = async (task: TaskId) => {
  const { objects } = await env.FILES.list({ prefix: `tasks/${company.tenantId}/${task}/` })
  return objects.length
}
const listed = async (task: TaskId) =>
  (await as(company.rep).get<Task>(`/tasks/${task}`)).body.attachments.map(({ id }) => id)
const shareWith = (task: TaskId, ...collaborators: readonly (readonly [Person, boolean])[]) =>
  as(company.rep).put(`/tasks/${task}/sharing`, {
    visibility: 'collaborative',
    collaborators: collaborators.map(([{ userId }, canEdit]) => ({ userId, canEdit })),
  })
const tomorrow = () => new Date(Date.now() + 2 * 86_400_000)

describe('a file that is sent again', () => {
  it('by the same operation is answered as before, and still there', async () => {
    const task = await aTask(company)
    const sent = { id: newId<AttachmentId>(), operation: crypto.randomUUID() }
    const [rep, first] = [overWeakLine(company.rep), await send(overWeakLine(company.rep), task, sent)]
    const again = await send(rep, task, sent)
    expect([first.status, again.status, again.headers.get('idempotent-replay')]).toEqual([201, 201, 'true'])
    expect(await again.json()).toEqual(await first.json())
    expect(await listed(task)).toEqual([sent.id])
    expect(await download(task, sent.id)).toBe(OURS)
    expect(await stored(task)).toBe(1)
  })

  it('at the same moment, from another tab, is kept once', async () => {
    const task = await aTask(company)
    const sent = { id: newId<AttachmentId>(), operation: crypto.randomUUID() }
    const twins = await Promise.all([1, 2].map(() => send(overWeakLine(company.rep), task, sent)))
    expect(twins.map(({ status }) => status)).toEqual([201, 201])
    expect(await listed(task)).toEqual([sent.id])
    expect(await download(task, sent.id)).toBe(OURS)
    expect(await stored(task)).toBe(1)
  })

  it('as another operation is refused, whatever it holds', async () => {
    const task = await aTask(company)
    const id = newId<AttachmentId>()
    await send(as(company.rep), task, { id })
    const again = await send(as(company.rep), task, { id, text: THEIRS })
    expect([again.status, await again.json()]).toMatchObject([409, { kind: 'attachment_exists' }])
    expect(await download(task, id)).toBe(OURS)
    expect(await stored(task)).toBe(1)
  })
})

describe('a database that goes away while a file is attached', () => {
  it('after it was committed: the file is there, and sending it again finds it', async () => {
    const task = await aTask(company)
    const sent = { id: newId<AttachmentId>(), operation: crypto.randomUUID() }
    // Its read is answered, its write is done, and the answer to that is lost.
    await failNext(OF_ITS_OWN, 1, 'lose-reply', 1)
    expect((await send(overWeakLine(company.rep), task, sent)).status).toBe(503)
    expect(await download(task, sent.id)).toBe(OURS)
    expect((await send(overWeakLine(company.rep), task, sent)).status).toBe(201)
    expect(await download(task, sent.id)).toBe(OURS)
  })

  it('before anything was written: nothing is left of it', async () => {
    const task = await aTask(company)
    const sent = { id: newId<AttachmentId>(), operation: crypto.randomUUID() }
    await failNext(OF_ITS_OWN, 1, 'refuse')
    expect((await send(overWeakLine(company.rep), task, sent)).status).toBe(503)
    expect([await listed(task), await stored(task)]).toEqual([[], 0])
  })

  it('and did not write, though nobody can say so: the night removes what is left', async () => {
    const task = await aTask(company)
    const sent = { id: newId<AttachmentId>(), operation: crypto.randomUUID() }
    await failNext(OF_ITS_OWN, 1, 'refuse', 1)
    expect((await send(overWeakLine(company.rep), task, sent)).status).toBe(503)
    expect(await stored(task)).toBe(1)
    await removeOrphanedFiles(env, new Date())
    expect(await stored(task)).toBe(1) // of today: its row may still be on its way
    await removeOrphanedFiles(env, tomorrow())
    expect([await listed(task), await stored(task)]).toEqual([[], 0])
  })
})

describe('a file whose id others know', () => {
  let task: TaskId
  let id: AttachmentId
  beforeAll(async () => {
    task = await aTask(company, { visibility: 'collaborative' })
    id = newId<AttachmentId>()
    await shareWith(task, [company.manager, true], [company.outsider, true])
    expect((await send(as(company.outsider), task, { id })).status).toBe(201)
    await shareWith(task, [company.manager, false])
  })

  it.each([
    ['may only look', 'manager', 403, 403],
    ['was removed, though it was theirs', 'outsider', 404, 404],
    ['never saw the task', 'admin', 404, 404],
  ] as const)('is neither written over nor taken off by somebody who %s', async (_, who, write, remove) => {
    const answer = await send(overWeakLine(company[who]), task, { id, text: THEIRS })
    expect(answer.status).toBe(write)
    const { status } = await overWeakLine(company[who]).delete(`/tasks/${task}/attachments/${id}`)
    expect(status).toBe(remove)
    expect(await download(task, id)).toBe(OURS)
    expect(await stored(task)).toBe(1)
  })

  it('is not written over through a task of one’s own', async () => {
    const own = await aTask(company, { assignedTo: company.admin.userId, assignedBy: company.admin.userId })
    expect((await send(overWeakLine(company.admin), own, { id, text: THEIRS })).status).toBe(409)
    expect([await download(task, id), await stored(own)]).toEqual([OURS, 0])
  })
})

describe('at night', () => {
  it('the files of tasks stay, and only what none refers to goes', async () => {
    const task = await aTask(company)
    const [kept, removed] = [newId<AttachmentId>(), newId<AttachmentId>()]
    for (const id of [kept, removed]) await send(as(company.rep), task, { id })
    expect((await overWeakLine(company.rep).delete(`/tasks/${task}/attachments/${removed}`)).status).toBe(204)
    await env.FILES.put(`tasks/${company.tenantId}/${task}/${newId()}`, 'left behind')
    await env.FILES.put(`tasks/${newId()}/${newId()}/${newId()}`, 'of a company that is gone')
    await removeOrphanedFiles(env, tomorrow())
    expect(await stored(task)).toBe(1)
    expect(await download(task, kept)).toBe(OURS)
  })
})
