import type { Env } from '../../worker/platform/env'
import type { Message } from '../messages'

/** Does what one kind of message asks for. May be called twice with the same one. */
export type Handler<Type extends Message['type']> = (
  env: Env,
  message: Extract<Message, { type: Type }>,
) => Promise<void>

// Mapped over the messages: a new one does not compile until somebody handles it.
export type Handlers = { readonly [Type in Message['type']]: Handler<Type> }
