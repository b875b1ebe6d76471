import { buildPushPayload, type VapidKeys } from '@block65/webcrypto-web-push'
import type { Env } from './env'

/** Who we are to push services; null where nobody has set it up, and there is no push. */
export function vapidKeys(env: Env): VapidKeys | null {
  const { VAPID_PUBLIC_KEY: publicKey, VAPID_PRIVATE_KEY: privateKey, VAPID_SUBJECT: subject } = env
  return publicKey && privateKey && subject ? { publicKey, privateKey, subject } : null
}

export interface PushMessage {
  /** Also names it to the push service: a later one of the same takes the place of one that still waits there. */
  readonly id: string
  readonly data: Readonly<Record<string, string>>
  readonly ttlSeconds: number
  readonly urgency: 'normal' | 'high'
}

export interface PushReceiver {
  readonly endpoint: string
  readonly p256dhKey: string
  readonly authKey: string
}

/** What a push service made of a message: `gone` is a browser that is reached by it no more. */
export type PushOutcome =
  | { readonly kind: 'taken' }
  | { readonly kind: 'gone' }
  | { readonly kind: 'refused'; readonly status: number }
  | { readonly kind: 'busy'; readonly status: number | null; readonly retryAfter: string | null }

const PATIENCE_MS = 10_000

/** Sends one message to one browser, encrypted for it (RFC 8291) and in our name (RFC 8292). */
export async function sendPush(keys: VapidKeys, receiver: PushReceiver, message: PushMessage): Promise<PushOutcome> {
  const { id, data, ttlSeconds: ttl, urgency } = message
  // RFC 8030 §5.4: at most 32 letters, which are those of an id without its hyphens.
  const options = { ttl, urgency, topic: id.replaceAll('-', '') }
  const subscription = {
    // The one that listens on this machine in tests speaks no TLS, and is named as if it did.
    endpoint: receiver.endpoint.replace(/^http:/, 'https:'),
    expirationTime: null,
    keys: { p256dh: receiver.p256dhKey, auth: receiver.authKey },
  }
  const { body, headers } = await buildPushPayload({ data, options }, subscription, keys)
  try {
    const response = await fetch(receiver.endpoint, {
      method: 'POST',
      headers,
      body,
      redirect: 'manual', // what was checked is the address, not where it would lead
      signal: AbortSignal.timeout(PATIENCE_MS),
    })
    await response.body?.cancel()
    return outcomeOf(response)
  } catch {
    return { kind: 'busy', status: null, retryAfter: null }
  }
}

function outcomeOf({ ok, status, headers }: Response): PushOutcome {
  if (ok) return { kind: 'taken' }
  if (status === 404 || status === 410) return { kind: 'gone' }
  const isBusy = status === 408 || status === 429 || status >= 500
  return isBusy ? { kind: 'busy', status, retryAfter: headers.get('retry-after') } : { kind: 'refused', status }
}
