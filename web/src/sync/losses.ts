import { Refusal } from '../api/problems'
import { holdsTheirs, type RecordOf, recordOf, withoutTheirs } from './lost'
import type { Ports } from './ports'
import type { Views } from './views'

const AT_ONCE = 100 // tasks that the server answers in one question

/** Forgets what this device still says of records that its person may not see any more. */
export class Losses {
  private readonly ports: Pick<Ports, 'outbox' | 'server'>
  private readonly views: Views
  private readonly changed: () => Promise<void>

  constructor(ports: Pick<Ports, 'outbox' | 'server'>, views: Views, changed: () => Promise<void>) {
    this.ports = ports
    this.views = views
    this.changed = changed
  }

  /** These are lost. */
  async forget(lost: ReadonlySet<string>): Promise<void> {
    if (lost.size === 0) return
    const { outbox } = this.ports
    try {
      const theirs = (await outbox.all()).filter((one) => holdsTheirs(one) && lost.has(recordOf(one)?.id ?? ''))
      for (const operation of theirs) await outbox.replace(withoutTheirs(operation))
      if (theirs.length > 0) await this.changed()
    } catch {
      // A disk that is closing: it is looked again when everything is fetched the next time.
    }
  }

  /** Something left this device, and of what it did lately it may say more than its person may see: that is asked. */
  async look(signal: AbortSignal): Promise<void> {
    const operations = await this.ports.outbox.all().catch(() => [])
    const all = operations.filter(holdsTheirs).flatMap((one) => recordOf(one) ?? [])
    const left = new Map(all.filter((one) => !this.isKept(one)).map((one) => [one.id, one]))
    const tasks = [...left.values()].flatMap(({ entity, id }) => (entity === 'tasks' ? [id] : [])).slice(0, AT_ONCE)
    const lost = new Set<string>()
    try {
      if (tasks.length > 0) {
        const seen = new Set<string>((await this.ports.server.taskParts(tasks, signal)).map(({ id }) => id))
        for (const id of tasks) if (!seen.has(id)) lost.add(id)
      }
      for (const one of left.values()) if (one.entity !== 'tasks' && (await this.isLost(one))) lost.add(one.id)
    } catch {
      // Not to be asked now: it is looked again when everything is fetched the next time.
    }
    if (!signal.aborted) await this.forget(lost)
  }

  private isKept({ entity, id }: RecordOf): boolean {
    return this.views[entity].base(id) !== undefined
  }

  private async isLost({ entity, id }: RecordOf): Promise<boolean> {
    try {
      await this.ports.server.see(`/${entity}/${id}`)
      return false
    } catch (problem) {
      if (problem instanceof Refusal && [403, 404].includes(problem.body.status)) return true
      throw problem
    }
  }
}
