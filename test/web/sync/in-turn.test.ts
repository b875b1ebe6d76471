import { expect, it } from 'vitest'
import type { DirectCommand } from '../../../web/src/sync/direct'
import { performInTurn } from '../../../web/src/sync/in-turn'
import type { Sync } from '../../../web/src/sync/store'

// The store as far as it is used here: shows at once, sends when told to.
function aStore(): { sync: Sync; shown: string[] } {
  const shown: string[] = []
  const attempt = <A>(command: DirectCommand<A>) => {
    shown.push(String(command.patches.opportunities?.[0]?.id))
    return command.send('op')
  }
  return { sync: { attempt } as unknown as Sync, shown }
}

function aCommand(name: string, sent: string[], answer: Promise<string>): DirectCommand<string> {
  return {
    patches: { opportunities: [{ id: name, apply: (row) => row }] },
    send: () => {
      sent.push(name)
      return answer
    },
  }
}

it('shows commands at once but sends them one after the other', async () => {
  const { sync, shown } = aStore()
  const sent: string[] = []
  const first = Promise.withResolvers<string>()
  const one = performInTurn(sync, 'd1', aCommand('move', sent, first.promise))
  const two = performInTurn(sync, 'd1', aCommand('undo', sent, Promise.resolve('done')))
  const other = performInTurn(sync, 'd2', aCommand('other', sent, Promise.resolve('done')))
  await other
  expect(shown).toEqual(['move', 'undo', 'other'])
  expect(sent).toEqual(['move', 'other'])

  first.resolve('done')
  await Promise.all([one, two])
  expect(sent).toEqual(['move', 'other', 'undo'])
})

it('goes on after one was refused', async () => {
  const { sync } = aStore()
  const sent: string[] = []
  const refused = performInTurn(sync, 'd1', aCommand('refused', sent, Promise.reject(new Error('no'))))
  const next = performInTurn(sync, 'd1', aCommand('next', sent, Promise.resolve('done')))
  await expect(refused).rejects.toThrow('no')
  await expect(next).resolves.toBe('done')
})
