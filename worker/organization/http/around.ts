import type { AppContext } from '../../platform/context'
import { errorFields, log } from '../../platform/log'
import { openMailer } from '../../platform/mailer'
import type { Letter, Surroundings } from '../index'

const MAX_USER_AGENT = 300 // longer ones say nothing more that a person would recognize

/** What is around this request: where it comes from, and a tray for letters. */
export function surroundings(c: AppContext): Surroundings {
  return {
    env: c.env,
    device: {
      // Set by the platform itself; a client's own is overwritten.
      address: c.req.header('cf-connecting-ip') ?? 'unknown',
      userAgent: (c.req.header('user-agent') ?? '').slice(0, MAX_USER_AGENT),
    },
    outgoing: [],
  }
}

/** Hands a letter over; false when there is no way to send mail, or it did not take it. */
export async function deliver(c: AppContext, letter: Letter): Promise<boolean> {
  const mailer = openMailer(c.env)
  if (!mailer) return false
  try {
    await mailer.send(letter)
    return true
  } catch (error) {
    log('error', 'mail.not_sent', { requestId: c.var.requestId, ...errorFields(error) })
    return false
  }
}

/** Sends letters after the answer, whose time then tells nothing of whether there were any. */
export function deliverLater(c: AppContext, letters: readonly Letter[]): void {
  for (const letter of letters) c.executionCtx.waitUntil(deliver(c, letter))
}
