import type { Command, Sync } from '../../sync/store'

const turns = new Map<string, Promise<void>>()

/**
 * Shows a command about one deal at once, but sends it only after the earlier ones about the same deal have been
 * answered: a move and its undo must not overtake each other on the way.
 */
export async function performInTurn<Answer>(sync: Sync, dealId: string, command: Command<Answer>): Promise<Answer> {
  const before = turns.get(dealId)
  let pass = () => {}
  const mine = new Promise<void>((resolve) => {
    pass = resolve
  })
  turns.set(dealId, mine)
  try {
    return await sync.perform({
      ...command,
      send: async (operationId) => {
        await before
        return command.send(operationId)
      },
    })
  } finally {
    if (turns.get(dealId) === mine) turns.delete(dealId)
    pass()
  }
}
