import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { and, eq } from 'drizzle-orm'
import { afterEach } from 'vitest'
import * as Y from 'yjs'
import { taskTexts } from '../../drizzle/schema'
import { DESCRIPTION } from '../../durable-objects/task-room/messages'
import type { TaskRoom } from '../../durable-objects/task-room/task-room'
import type { TaskId } from '../../worker/kernel/ids'
import { type Company, owner, type Person } from './actors'
import { Writer } from './writer'

/** The rooms of a company's tasks, for a file of tests: whoever is in one leaves after each. */
export function roomsOf(company: () => Company) {
  const inside: Writer[] = []
  afterEach(() => {
    for (const writer of inside.splice(0)) writer.leave()
  })
  const room = (task: TaskId) => env.TASK_ROOM.getByName(`${company().tenantId}/${task}`)
  return {
    room,
    async writerIn(task: TaskId, person: Person = company().rep): Promise<Writer> {
      const writer = await Writer.in(task, person)
      inside.push(writer)
      return writer
    },
    evict: (task: TaskId) => evictDurableObject(room(task)),
    ring: (task: TaskId) => runDurableObjectAlarm(room(task)),
    /** The words that Postgres has of a text. */
    async stateOf(task: TaskId): Promise<string> {
      const [row] = await owner()
        .select()
        .from(taskTexts)
        .where(and(eq(taskTexts.tenantId, company().tenantId), eq(taskTexts.taskId, task)))
      return wordsIn(...(row ? [row.state] : []))
    },
  }
}

/** The room forgets everything it had on its disk, as after a disaster. */
export async function loseStorage(room: DurableObjectStub<TaskRoom>): Promise<void> {
  // What came into the middle of the disaster would only say that there is one.
  await evictDurableObject(room, { webSockets: 'close' }).catch(() => {})
  // Within the object: from outside it may be busy, and would live on without its tables.
  await runInDurableObject(room, async (_, state) => {
    await state.storage.deleteAll()
    state.abort('its storage is lost')
  }).catch(() => {})
}

/** What a text says that is made of these. */
export function wordsIn(...updates: readonly Uint8Array[]): string {
  const doc = new Y.Doc()
  for (const update of updates) Y.applyUpdate(doc, update)
  return doc.getText(DESCRIPTION).toString()
}
