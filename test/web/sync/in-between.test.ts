import { describe, expect, it } from 'vitest'
import { Draining } from '../../../web/src/sync/draining'
import { MemoryOutbox } from '../../../web/src/sync/outbox'
import type { Ports } from '../../../web/src/sync/ports'
import type { Rows } from '../../../web/src/sync/rows'
import { TaskFetcher } from '../../../web/src/sync/task-fetcher'
import { anOperation } from '../../support/operations'
import { afterSteps, STEPS } from '../../support/steps'

const everythingBegun = () => new Promise<void>((resolve) => setImmediate(resolve))

describe('what comes up while the last of it is being finished', () => {
  it.each(STEPS)('is sent, %i steps after', async (steps) => {
    const outbox = new MemoryOutbox()
    const sent: string[] = []
    const server = {
      send: async ({ id }: { readonly id: string }) => void sent.push(id),
      see: async () => ({}),
    }
    const draining = new Draining({ outbox, server } as unknown as Ports, {
      isOurs: () => true,
      ended: async () => {},
      onUnreachable: () => {},
      onDoubt: () => {},
    })
    draining.soon()
    await afterSteps(steps)
    void outbox.add(anOperation('next'))
    draining.soon()
    await everythingBegun()
    expect(sent).toEqual(['next'])
  })

  it.each(STEPS)('is asked for, %i steps after', async (steps) => {
    const asked: string[] = []
    const server = {
      taskParts: async (ids: readonly string[]) => {
        asked.push(...ids)
        return []
      },
    }
    const tasks = new TaskFetcher({ server, after: () => () => {} } as unknown as Ports, {
      list: () => {},
      parts: (_: readonly Rows['taskParts'][]) => {},
      kept: () => new Set(['first', 'next']),
    })
    tasks.begin(new AbortController().signal)
    tasks.changed(['first'], false)
    await afterSteps(steps)
    tasks.changed(['next'], false)
    await everythingBegun()
    expect(asked).toEqual(['first', 'next'])
    expect(tasks.isIdle).toBe(true)
  })
})
