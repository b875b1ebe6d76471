import { evictDurableObject, runDurableObjectAlarm } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { and, eq } from 'drizzle-orm'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { taskTexts } from '../../../drizzle/schema'
import type { TaskId } from '../../../worker/kernel/ids'
import type { Task } from '../../../worker/tasks/contract'
import { aCompany, type Company, owner } from '../../support/actors'
import { as } from '../../support/app'
import { aTask } from '../../support/builders'
import { loseStorage } from '../../support/rooms'
import { Writer } from '../../support/writer'

const WRITERS = 4
const who = fc.nat({ max: WRITERS - 1 })
const place = fc.nat({ max: 60 })
const words = fc.string({ unit: fc.constantFrom('a', 'b', 'ü', '😀', ' ', '\n'), minLength: 1, maxLength: 6 })
const step = fc.oneof(
  { weight: 12, arbitrary: fc.record({ do: fc.constant('type' as const), who, at: place, text: words }) },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('erase' as const), who, at: place, length: fc.nat({ max: 9 }) }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('hang up' as const), who }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('come back' as const), who }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('say all again' as const), who }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('wait' as const), who }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('evict' as const), hard: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('alarm' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('rewrite' as const), at: place, text: words }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('lose storage' as const) }) },
)
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never

it('leaves everybody, the room and the database with the same text, whatever happens', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 80 }), async (steps) => {
      // People of their own: nobody may come in so often in one minute.
      const story = await Story.begin(await aCompany())
      try {
        for (const one of steps) await story.take(one)
        await story.settle()
      } finally {
        story.end()
      }
    }),
    { numRuns: 12, verbose: 1 },
  )
}, 240_000)

/** A task whose text several people write, with whatever may come between. */
class Story {
  private readonly company: Company
  private readonly task: TaskId
  private readonly writers: readonly Writer[]

  private constructor(company: Company, task: TaskId, writers: readonly Writer[]) {
    this.company = company
    this.task = task
    this.writers = writers
  }

  static async begin(company: Company): Promise<Story> {
    const task = await aTask(company, { description: 'Once upon a time' })
    const writers = await Promise.all(Array.from({ length: WRITERS }, () => Writer.in(task, company.rep)))
    return new Story(company, task, writers)
  }

  async take(one: Step): Promise<void> {
    const writer = this.writers['who' in one ? one.who : 0]!
    switch (one.do) {
      case 'type':
        return writer.type(one.at, one.text)
      case 'erase':
        return writer.erase(one.at, one.length)
      case 'hang up':
        return writer.leave()
      case 'come back':
        return writer.isIn ? undefined : writer.enter()
      case 'say all again':
        return writer.send(Y.encodeStateAsUpdate(writer.doc))
      case 'wait':
        return writer.isIn ? writer.allKept() : undefined
      case 'evict':
        // It may be out of memory already.
        return evictDurableObject(this.room, { webSockets: one.hard ? 'close' : 'hibernate' }).catch(() => {})
      case 'alarm':
        await runDurableObjectAlarm(this.room)
        return
      case 'rewrite': {
        const { description, version } = await this.show()
        const words = description.slice(0, one.at) + one.text + description.slice(one.at + 3)
        if (!words.isWellFormed()) return
        const path = `/tasks/${this.task}`
        expect((await as(this.company.rep).patch(path, { version, description: words })).status).toBe(200)
        return
      }
      case 'lose storage':
        return loseStorage(this.room)
    }
  }

  /** Everybody comes back, and what each has is what the room has, and the database. */
  async settle(): Promise<void> {
    for (const writer of this.writers) {
      writer.leave()
      await writer.enter()
    }
    await Promise.all(this.writers.map((writer) => writer.allKept()))
    // Something that Postgres lacks for certain, so that the alarm has to bring all of it.
    this.writers[0]!.type(0, 'Well. ')
    await this.writers[0]!.allKept()
    // Unless it rang by itself meanwhile.
    await runDurableObjectAlarm(this.room)
    const late = await Writer.in(this.task, this.company.rep)
    late.leave()
    const theirs = Y.snapshot(late.doc)
    for (const writer of this.writers) {
      expect(writer.refusals).toEqual([])
      await writer.until(({ doc }) => Y.equalSnapshots(Y.snapshot(doc), theirs))
      expect(writer.text).toBe(late.text)
    }
    await expect.poll(async () => (await this.show()).description, { timeout: 10_000 }).toBe(late.text)
    const ours = and(eq(taskTexts.tenantId, this.company.tenantId), eq(taskTexts.taskId, this.task))
    const [kept] = await owner().select().from(taskTexts).where(ours)
    const doc = new Y.Doc()
    if (kept) Y.applyUpdate(doc, kept.state)
    expect(Y.equalSnapshots(Y.snapshot(doc), theirs)).toBe(true)
  }

  end(): void {
    for (const writer of this.writers) writer.leave()
  }

  private get room() {
    return env.TASK_ROOM.getByName(`${this.company.tenantId}/${this.task}`)
  }

  private async show(): Promise<Task> {
    return (await as(this.company.rep).get<Task>(`/tasks/${this.task}`)).body
  }
}
