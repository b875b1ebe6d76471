import { Unreachable } from '../api/problems'
import { ENTITIES } from './entities'
import { newOperationId } from './operation-id'
import type { Rows, SomeRows } from './rows'
import type { Patch } from './view'
import { anyView, type Views } from './views'

export type SomeIds = { readonly [E in keyof Rows]?: readonly string[] }

/** A command that is not kept: whoever gives it waits for its answer. */
export interface DirectCommand<Answer> {
  /** What the person sees at once, before any answer. */
  readonly patches: { readonly [E in keyof Rows]?: readonly Patch<Rows[E]>[] }
  readonly send: (operationId: string) => Promise<Answer>
  /** The rows the answer brings, which replace what was assumed. */
  readonly rows?: (answer: Answer) => SomeRows
  /** The rows it says are gone. */
  readonly gone?: (answer: Answer) => SomeIds
}

const TRIES = 4 // about 7 s of a bad network before the command is put back and the person asked

/** Applies a command at once, sends it, and puts everything back if it is refused; the refusal is thrown. */
export async function attempt<Answer>(
  views: Views,
  command: DirectCommand<Answer>,
  take: (rows: SomeRows, gone: SomeIds) => Promise<void>,
): Promise<Answer> {
  const operationId = newOperationId()
  for (const entity of ENTITIES) {
    const patches = command.patches[entity]
    if (patches) anyView(views, entity).begin({ operationId, patches: patches as never })
  }
  try {
    const answer = await persistently(() => command.send(operationId))
    await take(command.rows?.(answer) ?? {}, command.gone?.(answer) ?? {})
    return answer
  } finally {
    for (const entity of ENTITIES) anyView(views, entity).end(operationId)
  }
}

/** Sends again while there is no answer: the operation's id makes that safe. A refusal is an answer. */
async function persistently<T>(send: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await send()
    } catch (error) {
      if (!(error instanceof Unreachable) || tries >= TRIES) throw error
      await new Promise((resolve) => setTimeout(resolve, 2 ** (tries - 1) * 1000))
    }
  }
}
