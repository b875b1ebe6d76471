import type { DirectCommand } from './direct'
import type { Sync } from './store'

const turns = new Map<string, Promise<void>>()

/**
 * Shows a command about one record at once, but sends it only after the earlier ones about the same record have been
 * answered: a move and its undo must not overtake each other on the way.
 */
export async function performInTurn<Answer>(sync: Sync, id: string, command: DirectCommand<Answer>): Promise<Answer> {
  const before = turns.get(id)
  let pass = () => {}
  const mine = new Promise<void>((resolve) => {
    pass = resolve
  })
  turns.set(id, mine)
  try {
    return await sync.attempt({
      ...command,
      send: async (operationId) => {
        await before
        return command.send(operationId)
      },
    })
  } finally {
    if (turns.get(id) === mine) turns.delete(id)
    pass()
  }
}
