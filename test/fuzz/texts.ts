import { evictDurableObject, runDurableObjectAlarm } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { and, eq } from 'drizzle-orm'
import { expect } from 'vitest'
import { tasks } from '../../drizzle/schema'
import { newId, type TaskId } from '../../worker/kernel/ids'
import { type Company, owner, type Person } from '../support/actors'
import { as } from '../support/app'
import type { TextTab } from '../support/text-world'
import { Writer } from '../support/writer'
import { Desk } from './desk'

const WRITING = ['write', 'write', 'write', 'erase', 'undo text', 'redo text'] as const
export const TEXT_KINDS = [...WRITING, ...WRITING, 'hang up', 'come back', 'kill text', 'open text'] as const
export type TextKind = (typeof TEXT_KINDS)[number]
export const ROOM_FAULTS = ['hibernate', 'restart', 'alarm', 'twice', 'lose answer'] as const
export type RoomFault = (typeof ROOM_FAULTS)[number]

const FIRST_LETTER = 0x3400 // of the scripts with the most letters
const ENDS = ['', '', ' ', '\n', '😀']
const IN_TIME = { timeout: 60_000 }

/** Texts that several people write at once, while everything else goes on. */
export class Texts {
  private readonly company: Company
  private readonly ids: readonly TaskId[]
  /** By task, then by person. */
  private readonly desks: readonly (readonly Desk[])[]
  private letters = 0
  /** Each letter is written once, and so found again; by whom. */
  private readonly written = new Map<string, TextTab>()
  /** Taken out again by somebody, or gone with a tab that nobody could have saved them from. */
  private readonly gone = new Set<string>()

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
      ids.push(id)
      desks.push(people.map((person) => new Desk(person, id)))
    }
    for (const desk of desks.flat()) await desk.openTab()
    return new Texts(company, ids, desks)
  }

  /** Whether anything was written by it, or taken back. */
  async take(kind: TextKind, which: number, who: number, value: number): Promise<boolean> {
    const desk = this.deskOf(which, who)
    const tab = [...desk.tabs][value % Math.max(1, desk.tabs.size)]
    switch (kind) {
      case 'hang up':
        desk.cut()
        return false
      case 'come back':
        desk.mend()
        return false
      case 'open text':
        if (desk.tabs.size < 2) await desk.openTab()
        return false
      case 'kill text':
        if (tab) this.kill(tab)
        return false
      default:
        // Who has closed the text opens it to write.
        return this.write(kind, tab ?? (await desk.openTab()), value)
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
      case 'twice':
        this.deskOf(which, who).double++
        return
      case 'lose answer':
        this.deskOf(which, who).loseAnswers++
        return
    }
  }

  /** Everybody comes back, and has what the room and the database have. */
  async settle(): Promise<void> {
    for (const [which, id] of this.ids.entries()) {
      const desks = this.desks[which]!
      for (const desk of desks) {
        desk.double = 0
        desk.loseAnswers = 0
        if (desk.tabs.size === 0) await desk.openTab()
        desk.mend()
      }
      const tabs = desks.flatMap((desk) => [...desk.tabs])
      const states = () => tabs.map(({ state: { line, own } }) => `${line}, ${own}`)
      await expect.poll(states, IN_TIME).toEqual(tabs.map(() => 'live, sent'))
      // Something that Postgres lacks for certain, so that the alarm has to bring all of it.
      const last = tabs[0]!
      this.write('write', last, 0)
      await expect.poll(() => last.state.own, IN_TIME).toBe('sent')
      // Unless it rang by itself meanwhile.
      await runDurableObjectAlarm(this.roomOf(which))
      const late = await Writer.in(id, this.company.admin)
      late.leave()
      const { text } = late
      await expect.poll(() => tabs.map((tab) => tab.text), IN_TIME).toEqual(tabs.map(() => text))
      expect(tabs.flatMap(({ refused }) => refused)).toEqual([])
      await expect.poll(() => desks.map(({ keeper }) => keeper.mine.size), IN_TIME).toEqual(desks.map(() => 0))
      const kept = async () =>
        await owner()
          .select({ text: tasks.description })
          .from(tasks)
          .where(and(eq(tasks.tenantId, this.company.tenantId), eq(tasks.id, id)))
      await expect.poll(async () => (await kept())[0]?.text, { timeout: 10_000 }).toBe(text)
    }
    const all = this.desks.map((desks) => [...desks[0]!.tabs][0]!.text).join('')
    for (const letter of this.written.keys()) if (!this.gone.has(letter)) expect(all).toContain(letter)
  }

  end(): void {
    for (const desk of this.desks.flat()) for (const tab of [...desk.tabs]) tab.kill()
  }

  private write(kind: (typeof WRITING)[number], tab: TextTab, value: number): boolean {
    const before = tab.text
    switch (kind) {
      case 'write': {
        const letter = String.fromCodePoint(FIRST_LETTER + this.letters++)
        this.written.set(letter, tab)
        tab.write(value % (before.length + 1), letter + ENDS[value % ENDS.length])
        return true
      }
      case 'erase': {
        const at = value % Math.max(1, before.length)
        tab.erase(at, Math.min(value % 9, before.length - at))
        break
      }
      case 'undo text':
        tab.shared.undo.undo()
        break
      case 'redo text':
        tab.shared.undo.redo()
    }
    for (const letter of before) if (!tab.text.includes(letter)) this.gone.add(letter)
    return tab.text !== before
  }

  private kill(tab: TextTab): void {
    const { own } = tab.state
    // What was neither on the disk nor with the room is what a crash may take.
    if (own === 'unkept' || own === 'sending')
      for (const [letter, by] of this.written) if (by === tab) this.gone.add(letter)
    tab.kill()
  }

  private deskOf(which: number, who: number): Desk {
    const desks = this.desks[which % this.desks.length]!
    return desks[who % desks.length]!
  }

  private roomOf(which: number) {
    return env.TASK_ROOM.getByName(`${this.company.tenantId}/${this.ids[which % this.ids.length]}`)
  }
}
