import type { Env } from '../../worker/platform/env'
import type { Message } from '../messages'

/** Does what one kind of message asks for. May be called twice with the same one. */
export type Handler<Type extends Message['type']> = (
  env: Env,
  message: Extract<Message, { type: Type }>,
) => Promise<void>
