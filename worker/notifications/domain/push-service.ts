/** Where browsers' push services take messages: nobody else is ever spoken to, whatever a device says it is reached by. */
export const PUSH_HOSTS: readonly string[] = [
  'fcm.googleapis.com', // Chrome, Edge on Android, Samsung Internet, Opera
  '*.push.services.mozilla.com',
  '*.push.apple.com',
  '*.notify.windows.com', // Edge
]

/** Which push services may be spoken to, and whether one on this machine may as well. */
export interface PushServices {
  readonly hosts: readonly string[]
  readonly isLocal: boolean
}

/** The address as it will be asked, or null where it is no address of a known push service. */
export function pushAddress(text: string, { hosts, isLocal }: PushServices): string | null {
  if (!URL.canParse(text)) return null
  const url = new URL(text)
  // Whoever reads no further than the name must not be led elsewhere by what stands before or behind it.
  if (url.username !== '' || url.password !== '' || url.hash !== '') return null
  if (isLocal && url.protocol === 'http:' && url.hostname === '127.0.0.1') return url.href
  if (url.protocol !== 'https:' || url.port !== '') return null
  return hosts.some((host) => isUnder(url.hostname, host)) ? url.href : null
}

const LONGEST_WAIT_SECONDS = 3600 // a service that asks for days is asked again all the same

/** RFC 9110 §10.2.3: seconds, or a date. Nothing that can be made sense of is no time. */
export function retryAfterSeconds(header: string | null, now: Date): number {
  if (header === null) return 0
  const seconds = /^\d+$/.test(header) ? Number(header) : Math.ceil((Date.parse(header) - now.getTime()) / 1000)
  return Number.isNaN(seconds) ? 0 : Math.min(Math.max(seconds, 0), LONGEST_WAIT_SECONDS)
}

/** Whether it is a key that something can be encrypted for: a point of the curve P-256, base64url. */
export async function isPublicKey(text: string): Promise<boolean> {
  try {
    const letters = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
    const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0))
    await crypto.subtle.importKey('raw', bytes, { name: 'ECDH', namedCurve: 'P-256' }, false, [])
    return true
  } catch {
    return false
  }
}

function isUnder(name: string, host: string): boolean {
  return host.startsWith('*.') ? name.endsWith(host.slice(1)) && name.length > host.length - 1 : name === host
}
