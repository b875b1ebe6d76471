import { describe, expect, it } from 'vitest'
import { type Effect, withEffect } from '../../../web/src/sync/effects'

const step = (id: string, position: string, isDone = false) => ({ id, title: id, position, isDone })
const parts = { id: 't', version: 1, checklist: [step('a', 'V'), step('c', 'X')] }
const on = (lists: Record<string, unknown>) =>
  withEffect({ entity: 'taskParts', id: 't', lists } as unknown as Effect, parts) as unknown as typeof parts

describe('what an operation does to a list', () => {
  it('puts a thing in its place, once, whether or not the server has been faster', () => {
    const put = { checklist: { put: [step('b', 'W')] } }
    const once = on(put)
    expect(once.checklist.map(({ id }) => id)).toEqual(['a', 'b', 'c'])
    const again = withEffect({ entity: 'taskParts', id: 't', lists: put } as unknown as Effect, once)
    expect(again).toEqual(once)
  })

  it('changes and moves what is there, and never brings back what is not', () => {
    const { checklist } = on({
      checklist: {
        set: [
          { id: 'a', position: 'Z' },
          { id: 'gone', isDone: true },
        ],
      },
    })
    expect(checklist.map(({ id }) => id)).toEqual(['c', 'a'])
  })

  it('takes a thing out', () => {
    expect(on({ checklist: { drop: ['a'] } }).checklist).toEqual([step('c', 'X')])
  })

  it('tells tags apart by their letters alone, and people by who they are', () => {
    const row = { id: 't', tags: ['Legal'], collaborators: [{ userId: 'u', canEdit: false }] }
    const lists = {
      tags: { put: ['legal', 'site'], drop: [] },
      collaborators: { put: [{ userId: 'u', canEdit: true }] },
    }
    expect(withEffect({ entity: 'tasks', id: 't', lists } as unknown as Effect, row)).toMatchObject({
      tags: ['legal', 'site'],
      collaborators: [{ userId: 'u', canEdit: true }],
    })
  })

  it('leaves alone what is not there', () => {
    expect(withEffect({ entity: 'tasks', id: 't', set: { title: 'x' } }, undefined)).toBeUndefined()
  })
})
