import { z } from 'zod'
import type { Env } from './env'

export interface Mail {
  readonly to: string
  readonly subject: string
  readonly text: string
  /** The one link the mail is about, also part of the text. */
  readonly link: string | null
}

/** Sends mail. Rejects when it could not be handed over. */
export interface Mailer {
  send(mail: Mail): Promise<void>
}

type Settings = Pick<Env, 'ENVIRONMENT' | 'FILES' | 'MAIL_API_URL' | 'MAIL_API_KEY' | 'MAIL_FROM'>

/** The way mail goes from here; null when none is set up, and links must be passed on by hand. */
export function openMailer(env: Settings, fetcher: typeof fetch = fetch): Mailer | null {
  if (keepsOutbox(env)) return outboxMailer(env.FILES)
  const { MAIL_API_URL: url, MAIL_API_KEY: key, MAIL_FROM: from } = env
  return url && key && from ? apiMailer({ url, key, from }, fetcher) : null
}

/** Only on this machine and in tests, never by omission: whoever reads the outbox can become anybody. */
export function keepsOutbox(env: Pick<Env, 'ENVIRONMENT'>): boolean {
  return env.ENVIRONMENT === 'local' || env.ENVIRONMENT === 'test'
}

// The body that Resend takes, and most services' compatible endpoints with it.
function apiMailer(at: { url: string; key: string; from: string }, fetcher: typeof fetch): Mailer {
  return {
    async send({ to, subject, text }) {
      const response = await fetcher(at.url, {
        method: 'POST',
        headers: { authorization: `Bearer ${at.key}`, 'content-type': 'application/json' },
        body: JSON.stringify({ from: at.from, to: [to], subject, text }),
        signal: AbortSignal.timeout(10_000),
      })
      await response.body?.cancel()
      if (!response.ok) throw new Error(`the mail service answered ${response.status}`)
    },
  }
}

const PREFIX = 'outbox/'
const END_OF_TIME_MS = 10 ** 15 // keys count down from here, since object storage lists in ascending order

const Kept = z.object({
  id: z.string(),
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  link: z.string().nullable(),
  sentAt: z.string(),
})
export type KeptMail = z.infer<typeof Kept>

function outboxMailer(files: R2Bucket): Mailer {
  return {
    async send(mail) {
      const now = Date.now()
      const kept: KeptMail = { ...mail, id: crypto.randomUUID(), sentAt: new Date(now).toISOString() }
      await files.put(`${PREFIX}${END_OF_TIME_MS - now}-${kept.id}`, JSON.stringify(kept))
    },
  }
}

/** The newest mails that would have been sent, newest first. */
export async function readOutbox(files: R2Bucket, limit: number): Promise<readonly KeptMail[]> {
  const { objects } = await files.list({ prefix: PREFIX, limit })
  const mails = await Promise.all(objects.map(async ({ key }) => (await files.get(key))?.json()))
  return mails.flatMap((mail) => Kept.safeParse(mail).data ?? [])
}
