import { describe, expect, it } from 'vitest'
import { Refusal, Unreachable } from '../../../web/src/api/problems'
import { sendTexts } from '../../../web/src/pwa/send-texts'
import type { UnsentText } from '../../../web/src/tasks/room/kept-text'

const text = (taskId: string): UnsentText => ({
  id: `by a tab in ${taskId}`,
  taskId,
  title: 'Survey',
  update: new Uint8Array([0, 0]),
  revision: 1,
  at: '2026-11-30T10:00:00.000Z',
})

/** A device with these texts unsent; `answers` may refuse one by throwing. */
async function sent(taskIds: readonly string[], answer: (taskId: string) => void) {
  const gone: string[] = []
  const asked: string[] = []
  const disk = {
    unsent: async () => taskIds.map(text),
    sentAlone: async ({ taskId }: UnsentText) => void gone.push(taskId),
  }
  const outcome = await sendTexts(disk, async (taskId) => {
    asked.push(taskId)
    answer(taskId)
  }).catch((error: unknown) => error)
  return { outcome, gone, asked }
}

const refuse = (status: number) => {
  throw new Refusal({ status, kind: 'refused', title: 'No' })
}

describe('what was written into tasks and no tab is there to send', () => {
  it('is sent, and waits no longer', async () => {
    expect(await sent(['a', 'b'], () => {})).toMatchObject({ outcome: true, gone: ['a', 'b'] })
  })

  it('stays for a tab where the server says no, and the others go', async () => {
    expect(await sent(['a', 'b'], (id) => id === 'a' && refuse(403))).toMatchObject({ outcome: true, gone: ['b'] })
    expect(await sent(['a'], () => refuse(404))).toMatchObject({ outcome: false, gone: [] })
  })

  it.each([429, 500])('is tried again by the browser where the server answers %i', async (status) => {
    const { outcome, gone, asked } = await sent(['a', 'b'], () => refuse(status))
    expect(outcome).toBeInstanceOf(Refusal)
    expect([gone, asked]).toEqual([[], ['a']])
  })

  it('is tried again by the browser where nobody answers', async () => {
    const { outcome, gone } = await sent(['a'], () => {
      throw new Unreachable()
    })
    expect(outcome).toBeInstanceOf(Unreachable)
    expect(gone).toEqual([])
  })
})
