import { createRoot, createSignal } from 'solid-js'
import { describe, expect, it } from 'vitest'
import { createPicking, stretchOf } from '../../../web/src/ui/picking'

const LIST = ['a', 'b', 'c', 'd', 'e']

describe('choosing lines of a list', () => {
  it.each([
    ['b', 'd', ['b', 'c', 'd']],
    ['d', 'b', ['b', 'c', 'd']],
    ['c', 'c', ['c']],
    [undefined, 'c', ['c']],
    ['gone', 'c', ['c']],
  ])('reaches from %s to %s', (from, to, reached) => {
    expect(stretchOf(LIST, from, to)).toEqual(reached)
  })

  it('takes all from the line touched last, and lets them go the same way', () => {
    createRoot((end) => {
      const picking = createPicking(() => LIST)
      picking.pick('b', true)
      picking.pick('d', true, true)
      expect(picking.picked()).toEqual(['b', 'c', 'd'])
      picking.pick('c', false)
      picking.pick('d', false, true)
      expect(picking.picked()).toEqual(['b'])
      end()
    })
  })

  it('knows all from some, and forgets what left the list', () => {
    createRoot((end) => {
      const [ids, setIds] = createSignal<readonly string[]>(LIST)
      const picking = createPicking(ids)
      expect(picking.isAll()).toBe(false)
      picking.pickAll(true)
      expect(picking.isAll()).toBe(true)
      setIds(['a', 'z'])
      expect(picking.picked()).toEqual(['a'])
      expect(picking.isAll()).toBe(false)
      picking.pickAll(false)
      expect(picking.picked()).toEqual([])
      end()
    })
  })
})
