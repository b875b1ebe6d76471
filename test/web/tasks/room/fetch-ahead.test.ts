import { fromByteArray } from 'base64-js'
import { describe, expect, it } from 'vitest'
import { type AheadPorts, type Described, fetchAhead } from '../../../../web/src/tasks/room/fetch-ahead'
import type { TaskTexts } from '../../../../worker/tasks/contract'

type Row = TaskTexts['rows'][number]

const task = (taskId: string, given: Partial<Described> = {}): Described => ({
  taskId,
  describedAt: 1,
  length: 10,
  dueAt: null,
  ...given,
})

/** A device, and a server that answers so many texts at once. */
function device(had: Readonly<Record<string, number>> = {}, atOnce = 50) {
  const kept = new Map(Object.entries(had))
  const asked: string[][] = []
  let only: readonly string[] = []
  const ports: AheadPorts = {
    fetched: async () => kept,
    ask: async (ids) => {
      asked.push([...ids])
      const rows = ids.slice(0, atOnce).map((id): Row => {
        return { id: id as Row['id'], describedAt: 1, state: fromByteArray(new Uint8Array([0, 0])) }
      })
      return { rows, left: ids.slice(atOnce) as TaskTexts['left'] }
    },
    keep: async (texts) => {
      for (const { taskId, describedAt } of texts) kept.set(taskId, describedAt)
    },
    keepOnly: async (ids) => {
      only = [...ids]
    },
  }
  const fetch = (tasks: readonly Described[], isNeeded = (_: Described) => true) =>
    fetchAhead(tasks, isNeeded, ports, new AbortController().signal)
  return { kept, asked, fetch, only: () => only }
}

describe('the texts a device has before anybody opens them', () => {
  it('are those of its tasks that say something, the ones due first before the others', async () => {
    const { asked, fetch } = device()
    const due = (dueAt: string) => ({ dueAt })
    await fetch([
      task('some time'),
      task('later', due('2026-12-03T10:00:00.000Z')),
      task('says nothing', { length: 0 }),
      task('soon', due('2026-12-01T10:00:00.000Z')),
    ])
    expect(asked).toEqual([['soon', 'later', 'some time']])
  })

  it('are asked for again when their tasks say something else, and not otherwise', async () => {
    const { asked, fetch, kept } = device({ same: 1, other: 0 })
    await fetch([task('same'), task('other'), task('open here')], ({ taskId }) => taskId !== 'open here')
    expect(asked).toEqual([['other']])
    expect(kept.get('other')).toBe(1)
    await fetch([task('same'), task('other')])
    expect(asked).toHaveLength(1)
  })

  it('are no more than a device may be asked to keep', async () => {
    const { asked, fetch } = device()
    await fetch(Array.from({ length: 100 }, (_, at) => task(`long ${at}`, { length: 50_000 })))
    expect(new Set(asked.flat()).size).toBe(80)
  })

  it('come in as many answers as it takes', async () => {
    const { asked, fetch, kept } = device({}, 40)
    await fetch(Array.from({ length: 120 }, (_, at) => task(`t${at}`)))
    expect(kept.size).toBe(120)
    expect(asked.length).toBeGreaterThanOrEqual(3)
  })

  it('wait for the next time where the server has none of them just now', async () => {
    const { asked, fetch } = device({}, 0)
    await fetch([task('written to')])
    expect(asked).toHaveLength(1)
  })

  it('leave the device with their tasks', async () => {
    const { fetch, only } = device()
    await fetch([task('still theirs')])
    expect(only()).toEqual(['still theirs'])
  })
})
