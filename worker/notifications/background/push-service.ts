import type { Env } from '../../platform/env'
import { vapidKeys } from '../../platform/web-push'
import type { PushService } from '../application/push-work'
import { PUSH_HOSTS } from '../domain/push-service'

/** How push is set up here; null without keys. */
export function pushService(env: Env): PushService | null {
  const publicKey = vapidKeys(env)?.publicKey
  if (!publicKey) return null
  const hosts = env.PUSH_HOSTS?.split(/\s+/).filter((host) => host !== '') ?? PUSH_HOSTS
  return { publicKey, hosts, isLocal: env.ENVIRONMENT !== 'production' }
}
