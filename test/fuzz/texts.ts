import { evictDurableObject, runDurableObjectAlarm } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { and, eq } from 'drizzle-orm'
import { expect } from 'vitest'
import * as Y from 'yjs'
import { tasks } from '../../drizzle/schema'
import { DESCRIPTION } from '../../durable-objects/task-room/messages'
import { newId, type TaskId } from '../../worker/kernel/ids'
import { type Company, owner, type Person } from '../support/actors'
import { as } from '../support/app'
import { loseStorage } from '../support/rooms'
import { Writer } from '../support/writer'

export const TEXT_KINDS = ['write', 'write', 'erase', 'undo text', 'redo text', 'hang up', 'come back'] as const
export type TextKind = (typeof TEXT_KINDS)[number]
export const ROOM_FAULTS = ['hibernate', 'restart', 'alarm', 'lose storage', 'send all again'] as const
export type RoomFault = (typeof ROOM_FAULTS)[number]

const WORDS = ['a', 'bc ', 'ü', '😀', '\n', 'call them ']

interface Desk {
  readonly writer: Writer
  readonly undoing: Y.UndoManager
}

/** Texts that several people write at once, while everything else goes on. */
export class Texts {
  private readonly company: Company
  private readonly ids: readonly TaskId[]
  /** By task, then by person. */
  private readonly desks: readonly (readonly Desk[])[]

  private constructor(company: Company, ids: readonly TaskId[], desks: readonly (readonly Desk[])[]) {
    this.company = company
    this.ids = ids
    this.desks = desks
  }

  static async begin(company: Company, people: readonly Person[], count: number): Promise<Texts> {
    const everybody = [...new Set(people.map(({ userId }) => userId))].map((userId) => ({ userId, canEdit: true }))
    const ids: TaskId[] = []
    const desks: Desk[][] = []
    for (let i = 0; i < count; i++) {
      const id = newId<TaskId>()
      const body = { id, title: `Text ${i}`, description: 'Once upon a time', collaborators: everybody }
      expect((await as(company.admin).post('/tasks', body)).status).toBe(201)
      const writers = await Promise.all(people.map((person) => Writer.in(id, person)))
      ids.push(id)
      desks.push(
        writers.map((writer) => ({
          writer,
          undoing: new Y.UndoManager(writer.doc.getText(DESCRIPTION), { captureTimeout: 0 }),
        })),
      )
    }
    return new Texts(company, ids, desks)
  }

  /** Whether anything was written by it, or taken back. */
  async take(kind: TextKind, which: number, who: number, value: number): Promise<boolean> {
    const { writer, undoing } = this.deskOf(which, who)
    switch (kind) {
      case 'write':
        writer.type(value % 80, WORDS[value % WORDS.length]!)
        return true
      case 'erase':
        writer.erase(value % 80, value % 9)
        return true
      case 'undo text':
        return undoing.undo() !== null
      case 'redo text':
        return undoing.redo() !== null
      case 'hang up':
        writer.leave()
        return false
      case 'come back':
        if (!writer.isIn) await writer.enter()
        return false
    }
  }

  async goWrong(fault: RoomFault, which: number, who: number): Promise<void> {
    const room = this.roomOf(which)
    const end = (webSockets: 'close' | 'hibernate') => evictDurableObject(room, { webSockets }).catch(() => {}) // or is it
    switch (fault) {
      case 'hibernate':
        return end('hibernate')
      case 'restart':
        return end('close')
      case 'alarm':
        await runDurableObjectAlarm(room)
        return
      case 'send all again': {
        const { writer } = this.deskOf(which, who)
        return writer.send(Y.encodeStateAsUpdate(writer.doc))
      }
      case 'lose storage':
        return loseStorage(room)
    }
  }

  /** Everybody comes back, and has what the room and the database have. */
  async settle(): Promise<void> {
    for (const [which, id] of this.ids.entries()) {
      const desks = this.desks[which]!
      for (const { writer } of desks) {
        writer.leave()
        await writer.enter()
      }
      await Promise.all(desks.map(({ writer }) => writer.allKept()))
      // Something that Postgres lacks for certain, so that the alarm has to bring all of it.
      const first = desks[0]!.writer
      first.type(0, 'Well. ')
      await first.allKept()
      // Unless it rang by itself meanwhile.
      await runDurableObjectAlarm(this.roomOf(which))
      const late = await Writer.in(id, this.company.admin)
      late.leave()
      const theirs = Y.snapshot(late.doc)
      for (const { writer } of desks) {
        expect(writer.refusals).toEqual([])
        await writer.until(({ doc }) => Y.equalSnapshots(Y.snapshot(doc), theirs))
        expect(writer.text).toBe(late.text)
      }
      const kept = async () =>
        await owner()
          .select({ text: tasks.description })
          .from(tasks)
          .where(and(eq(tasks.tenantId, this.company.tenantId), eq(tasks.id, id)))
      await expect.poll(async () => (await kept())[0]?.text, { timeout: 10_000 }).toBe(late.text)
    }
  }

  end(): void {
    for (const { writer } of this.desks.flat()) writer.leave()
  }

  private deskOf(which: number, who: number): Desk {
    const desks = this.desks[which % this.desks.length]!
    return desks[who % desks.length]!
  }

  private roomOf(which: number) {
    return env.TASK_ROOM.getByName(`${this.company.tenantId}/${this.ids[which % this.ids.length]}`)
  }
}
