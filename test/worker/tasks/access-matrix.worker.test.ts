import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, expect, it } from 'vitest'
import * as Y from 'yjs'
import { DESCRIPTION } from '../../../durable-objects/task-room/messages'
import { type AttachmentId, newId } from '../../../worker/kernel/ids'
import type { Page } from '../../../worker/kernel/page'
import type { TaskRow, TaskTexts, WholeTasks } from '../../../worker/tasks/contract'
import type { Person } from '../../support/actors'
import { as } from '../../support/app'
import { recordsOf } from '../../support/csv'
import { Device } from '../../support/device'
import { type Answers, answersTo, RELATIONS, type Relation, rightsOf } from '../../support/task-access'
import { attach, FILE, type PlayedTask, type Player, TaskWorld } from '../../support/task-world'
import { openRoom, Writer } from '../../support/writer'

let world: TaskWorld
beforeAll(async () => {
  world = await TaskWorld.make()
})

const ofEachTask = <T>(work: (task: PlayedTask) => Promise<T>) => Promise.all(world.tasks.map(work))
const nameOf = ({ role, relation }: Player, { name }: PlayedTask) => `${name}: ${role}, ${relation}`

/** Tries everything there is with a task by its id, and says how it was answered. */
async function tried({ person }: Player, task: PlayedTask): Promise<Answers> {
  const me = as(person)
  const outsider = world.company.outsider.userId
  const { visibility } = task
  const path = `/tasks/${task.id}`
  const status = async (answer: Promise<{ readonly status: number }>) => (await answer).status
  const file = await me.fetch(`${path}/attachments/${task.file}`)
  const bytes = await file.text()
  if (file.status === 200) expect(bytes).toBe(FILE)
  const theirs = newId<AttachmentId>()
  const upload = await attach(person, task.id, theirs)
  const remindAt = new Date(Date.now() + 86_400_000).toISOString()
  const answers = {
    read: await status(me.get(path)),
    history: await status(me.get(`${path}/activity`)),
    comment: await status(me.post(`${path}/comments`, { text: 'Well?' })),
    remind: await status(me.post(`${path}/reminders`, { remindAt })),
    download: file.status,
    fields: await status(me.patch(path, { version: 1, priority: 'high' })),
    tick: await status(me.patch(`${path}/checklist/${task.step}`, { isDone: true })),
    text: await written(person, task),
    upload,
    // What one brought oneself; or, who could not, what others brought.
    detach: await status(me.delete(`${path}/attachments/${upload === 201 ? theirs : task.file}`)),
    room: await entered(person, task),
    share: await status(me.patch(`${path}/sharing`, { visibility, add: [{ userId: outsider, canEdit: false }] })),
    remove: await status(me.delete(path)),
  }
  // As it was before.
  if (answers.remove === 204) expect(await status(me.post(`${path}/restore`))).toBe(200)
  if (answers.share === 200)
    expect(await status(me.patch(`${path}/sharing`, { visibility, remove: [outsider] }))).toBe(200)
  return answers
}

async function written(person: Person, task: PlayedTask): Promise<number> {
  const doc = new Y.Doc()
  doc.getText(DESCRIPTION).insert(0, 'X')
  const update = Y.encodeStateAsUpdate(doc) as Uint8Array<ArrayBuffer>
  const headers = { 'content-type': 'application/octet-stream', 'content-length': String(update.byteLength) }
  const answer = await as(person).fetch(`/tasks/${task.id}/text`, { method: 'POST', headers, body: update })
  await answer.text()
  return answer.status
}

async function entered(person: Person, task: PlayedTask): Promise<number> {
  const { status, webSocket } = await openRoom(task.id, { authorization: `Bearer ${person.token}` })
  webSocket?.accept()
  webSocket?.close()
  return status
}

/** In which lists, copies and files somebody finds which of the tasks. */
async function found({ person }: Player) {
  const me = as(person)
  const ids = world.tasks.map(({ id }) => id)
  const listed = (rows: readonly { readonly id: string }[]) => namesOf(rows.map(({ id }) => id))
  const search = await me.get<Page<TaskRow>>('/tasks?view=all&q=zebra&limit=200')
  const offline = await me.get<WholeTasks>(`/tasks/whole?ids=${ids.join()}`)
  const texts = await me.get<TaskTexts>(`/tasks/texts?ids=${ids.join()}`)
  const file = await me.get<string>('/exports/tasks.csv')
  return {
    search: search.status === 200 ? listed(search.body.rows) : search.status,
    offline: offline.status === 200 ? listed(offline.body.rows) : offline.status,
    texts: texts.status === 200 ? namesOf([...texts.body.rows.map(({ id }) => id), ...texts.body.left]) : texts.status,
    file: file.status === 200 ? namesOf(recordsOf(file.body).map((row) => row['Task id'] ?? '')) : file.status,
  }
}
const namesOf = (ids: readonly string[]) => world.tasks.filter(({ id }) => ids.includes(id)).map(({ name }) => name)

/** Everybody who may be in its room is, seen by the others, and writes or is told that they may not. */
async function inside(task: PlayedTask): Promise<[Player, Writer][]> {
  const watcher = await Writer.in(task.id, world.player(task, 'assignee'))
  const there: [Player, Writer][] = []
  for (const player of world.playersOf(task)) {
    const { sees, edits } = rightsOf(world.cellOf(player, task))
    if (!sees) continue
    const writer = await Writer.in(task.id, player.person)
    there.push([player, writer])
    writer.presence.setLocalState({ here: true })
    await watcher.until((one) => one.presence.getStates().has(writer.presence.clientID))
    writer.type(0, 'X')
    await writer.until(({ kept, refusals }) => kept === 1 || refusals.length === 1)
    expect([writer.mayEdit, writer.kept === 1], nameOf(player, task)).toEqual([edits, edits])
  }
  watcher.leave()
  return there
}

/** Whoever lost sight of a task is shown out, and whoever may no longer write, or may from now on, is told so. */
async function staysOrGoes(task: PlayedTask, there: readonly [Player, Writer][]): Promise<void> {
  for (const [player, writer] of there) {
    const cell = world.cellOf(player, task)
    const { sees, edits } = rightsOf(cell)
    const stays = sees && cell.isActive
    await writer.until(({ closed, mayEdit }) => closed !== undefined || (stays && mayEdit === edits))
    const reason = stays ? undefined : cell.isActive ? 'access_lost' : 'session_ended'
    expect(writer.closed?.reason, nameOf(player, task)).toBe(reason)
    writer.leave()
  }
}

/**
 * Takes away every alarm and so all that looks now and then: whoever is told or shown out after this is so because of the
 * change itself.
 */
async function withoutAlarms(): Promise<void> {
  const { tenantId } = world.company
  const rooms = world.tasks.map(({ id }) => env.TASK_ROOM.getByName(`${tenantId}/${id}`))
  for (const object of [...rooms, env.TENANT_HUB.getByName(tenantId)]) {
    await runInDurableObject<DurableObject, void>(object, (_, { storage }) => storage.deleteAlarm())
  }
}

/** Which tasks somebody hears of who listens, when something becomes of all of them. */
async function heard(listening: readonly (readonly [Player, Device])[]): Promise<Map<Player, string[]>> {
  const upToDate = async () => {
    const head = await world.head()
    await Promise.all(listening.map(([, device]) => device.until(({ copy }) => copy.seq >= head)))
  }
  await upToDate()
  const before = new Map(listening.map(([player, { heard: all }]) => [player, all.length]))
  await ofEachTask(async (task) => {
    const renamed = await as(world.player(task, 'assigner')).patch(`/tasks/${task.id}`, {
      version: 1,
      title: newTitle(),
    })
    expect(renamed.status).toBe(200)
  })
  await upToDate()
  return new Map(
    listening.map(([player, device]) => {
      const news = device.heard.slice(before.get(player))
      const touched = news.flatMap((one) => (one.type === 'rows' ? one.touched.map(({ id }) => id) : []))
      return [player, namesOf(touched)]
    }),
  )
}
let titles = 0
const newTitle = () => `Zebra ${++titles}`

const everywhere: readonly (readonly [string, readonly Relation[], () => Promise<unknown>])[] = [
  ['as it was given', RELATIONS, async () => {}],
  [
    'when the team of its assignee is another',
    ['assignee', 'mate'],
    async () => {
      const path = `/teams/${world.team}`
      const answer = await as(world.company.admin).patch(path, { version: 1, memberIds: [world.company.rep.userId] })
      expect(answer.status).toBe(200)
    },
  ],
  [
    'when others are to see it than before',
    RELATIONS,
    async () => {
      const next = { private: 'public', public: 'collaborative', collaborative: 'private' } as const
      await ofEachTask(async (task) => {
        task.visibility = next[task.visibility]
        const sharing = world.sharing(task)
        const answer = await as(world.player(task, 'assigner')).put(`/tasks/${task.id}/sharing`, sharing)
        expect(answer.status).toBe(200)
      })
    },
  ],
  [
    'when it is shared with nobody any longer',
    ['assigner', 'editor', 'viewer', 'nobody'],
    async () => {
      world.isShared = false
      await ofEachTask(async (task) => {
        const sharing = world.sharing(task)
        const answer = await as(world.player(task, 'assignee')).put(`/tasks/${task.id}/sharing`, sharing)
        expect(answer.status).toBe(200)
      })
    },
  ],
]

/** One table: each visibility by each role by each relation, and after each thing that may happen to one of them. */
it.each(everywhere)('a task is for whom it is for, %s', async (_, concerned, happens) => {
  const rooms = await ofEachTask(async (task) => [task, await inside(task)] as const)
  const listening = await Promise.all(world.players.map(async (one) => [one, await Device.of(one.person)] as const))
  await Promise.all(listening.map(([, device]) => device.until((one) => one.heard.length > 0)))
  await withoutAlarms()
  await happens()
  for (const [task, there] of rooms) await staysOrGoes(task, there)

  const told = await heard(listening)
  for (const [, device] of listening) device.hangUp()
  const seen = (player: Player) =>
    world.tasks.filter((task) => rightsOf(world.cellOf(player, task)).sees).map(({ name }) => name)
  const spread = await Promise.all(world.players.map(async (one) => [one, await found(one)] as const))
  for (const [player, lists] of spread) {
    const all = seen(player)
    const file = player.role === 'admin' ? all : 403
    expect({ ...lists, news: told.get(player) }, `${player.role}, ${player.relation}`).toEqual({
      search: all,
      offline: all,
      texts: all,
      file,
      news: all,
    })
  }
  await compare(concerned)
})

it('a task is for nobody who no longer works here', async () => {
  const rooms = await ofEachTask(async (task) => [task, await inside(task)] as const)
  const listening = await Promise.all(world.players.map(async (one) => [one, await Device.of(one.person)] as const))
  await withoutAlarms()
  world.isActive = false
  for (const { person } of world.players) {
    const left = await as(world.company.admin).patch(`/users/${person.userId}`, { version: 1, status: 'deactivated' })
    expect(left.status).toBe(200)
  }
  for (const [task, there] of rooms) await staysOrGoes(task, there)
  for (const [, device] of listening) {
    await device.until(({ closed }) => closed !== undefined)
    expect(device.closed?.reason).toBe('session_ended')
  }
  for (const player of world.players) {
    // That their role takes no files is known before it is asked whether they are still here.
    const file = player.role === 'admin' ? 401 : 403
    expect(await found(player)).toEqual({ search: 401, offline: 401, texts: 401, file })
  }
  await compare(RELATIONS)
})

/** How everything is answered that is tried by those whom it concerns with each task, beside how it is to be. */
async function compare(concerned: readonly Relation[]): Promise<void> {
  const answers: Record<string, Answers> = {}
  const expected: Record<string, Answers> = {}
  await ofEachTask(async (task) => {
    for (const player of world.playersOf(task).filter(({ relation }) => concerned.includes(relation))) {
      expected[nameOf(player, task)] = answersTo(world.cellOf(player, task))
      answers[nameOf(player, task)] = await tried(player, task)
    }
  })
  expect(answers).toEqual(expected)
}
