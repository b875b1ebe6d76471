import { importJWK, jwtVerify } from 'jose'
import { inject } from 'vitest'
import { pushSubscriptions, sessions } from '../../drizzle/schema'
import { newId, type SessionId } from '../../worker/kernel/ids'
import type { PushSubscriptionInput } from '../../worker/notifications/contract'
import type { PushPayload } from '../../worker/notifications/domain/push'
import { owner, type Person } from './actors'
import type { PushAnswer, SealedPush } from './push-service'

/** What came to a browser, opened. */
export interface Received {
  readonly payload: PushPayload
  readonly headers: Readonly<Record<string, string>>
  /** The key we are known by, and what we say of ourselves with it. */
  readonly vapid: { readonly key: string; readonly claims: Readonly<Record<string, unknown>> }
}

const text = new TextEncoder()

/** A browser that subscribed: the push service on this machine takes what is pushed to it, and only it can read that. */
export class PushBrowser {
  readonly name = crypto.randomUUID()
  readonly subscription: PushSubscriptionInput
  private readonly keys: CryptoKeyPair
  private readonly publicKey: Uint8Array<ArrayBuffer>
  private readonly auth: Uint8Array<ArrayBuffer>

  private constructor(keys: CryptoKeyPair, publicKey: Uint8Array<ArrayBuffer>) {
    this.keys = keys
    this.publicKey = publicKey
    this.auth = crypto.getRandomValues(new Uint8Array(16))
    this.subscription = {
      endpoint: `${inject('worker').pushService}/to/${this.name}`,
      keys: { p256dh: toBase64Url(publicKey), auth: toBase64Url(this.auth) },
    }
  }

  static async open(): Promise<PushBrowser> {
    const made = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits'])
    const keys = made as CryptoKeyPair
    return new PushBrowser(keys, new Uint8Array((await crypto.subtle.exportKey('raw', keys.publicKey)) as ArrayBuffer))
  }

  /** Has its push service answer so, one after the other, before it takes what comes. */
  async isAnswered(...answers: readonly PushAnswer[]): Promise<void> {
    const body = JSON.stringify(answers)
    await fetch(`${inject('worker').pushService}/answers/${this.name}`, { method: 'PUT', body })
  }

  /** All that its push service was sent for it. */
  async received(): Promise<Received[]> {
    const sealed = (await (await fetch(this.subscription.endpoint)).json()) as SealedPush[]
    return Promise.all(sealed.map((one) => this.open(one)))
  }

  private async open({ headers, body }: SealedPush): Promise<Received> {
    const opened = await this.decrypt(Uint8Array.from(atob(body), (letter) => letter.charCodeAt(0)))
    return {
      payload: JSON.parse(opened) as PushPayload,
      headers,
      vapid: await this.identify(headers.authorization ?? ''),
    }
  }

  /** RFC 8291 §3.4, and RFC 8188 §2. */
  private async decrypt(sealed: Uint8Array<ArrayBuffer>): Promise<string> {
    const salt = sealed.slice(0, 16)
    const length = sealed[20] ?? 0
    const senderKey = sealed.slice(21, 21 + length)
    const sender = await crypto.subtle.importKey('raw', senderKey, { name: 'ECDH', namedCurve: 'P-256' }, false, [])
    const shared = await crypto.subtle.deriveBits({ name: 'ECDH', public: sender } as never, this.keys.privateKey, 256)
    const info = [...text.encode('WebPush: info\0'), ...this.publicKey, ...senderKey]
    const secret = await hkdf(this.auth, shared, new Uint8Array(info), 32)
    const key = await hkdf(salt, secret, text.encode('Content-Encoding: aes128gcm\0'), 16)
    const iv = await hkdf(salt, secret, text.encode('Content-Encoding: nonce\0'), 12)
    const opener = await crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['decrypt'])
    const padded = await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, opener, sealed.slice(21 + length))
    const bytes = new Uint8Array(padded)
    const end = bytes.lastIndexOf(2) // before the padding of the last record
    return new TextDecoder().decode(bytes.subarray(0, end))
  }

  /** RFC 8292: who sent it, signed for this push service alone. */
  private async identify(authorization: string): Promise<Received['vapid']> {
    const [, token = '', key = ''] = /^vapid t=([^,]+), k=(.+)$/.exec(authorization) ?? []
    const point = Uint8Array.from(atob(key.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0))
    const jwk = { kty: 'EC', crv: 'P-256', x: toBase64Url(point.slice(1, 33)), y: toBase64Url(point.slice(33)) }
    // As if it spoke TLS: see web-push.ts.
    const audience = new URL(this.subscription.endpoint).origin.replace('http:', 'https:')
    const { payload } = await jwtVerify(token, await importJWK(jwk, 'ES256'), { algorithms: ['ES256'], audience })
    return { key, claims: payload }
  }
}

/** A session more of somebody's, on another device, that is pushed to. */
export async function secondDevice(person: Person, browser?: PushBrowser): Promise<SessionId> {
  const { tenantId, userId, identityId } = person
  const id = newId<SessionId>()
  const expiresAt = new Date(Date.now() + 86_400_000).toISOString()
  const { endpoint, keys } = (browser ?? (await PushBrowser.open())).subscription
  const device = { endpoint, p256dhKey: keys.p256dh, authKey: keys.auth, userAgent: 'Phone' }
  await owner().insert(sessions).values({ id, identityId, tenantId, userId, refreshHash: id, expiresAt })
  await owner()
    .insert(pushSubscriptions)
    .values({ tenantId, id: newId(), userId, sessionId: id, ...device })
  return id
}

async function hkdf(salt: BufferSource, secret: BufferSource, info: BufferSource, bytes: number): Promise<ArrayBuffer> {
  const key = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveBits'])
  return crypto.subtle.deriveBits({ name: 'HKDF', hash: 'SHA-256', salt, info }, key, bytes * 8)
}

function toBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}
