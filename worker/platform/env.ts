import type { TaskRoom } from '../../durable-objects/task-room/task-room'
import type { TenantHub } from '../../durable-objects/tenant-hub/tenant-hub'
import type { Message } from '../../queues/messages'

/** What wrangler.toml and the secrets bind to this Worker. */
export interface Env {
  readonly ENVIRONMENT: 'local' | 'test' | 'production'
  /** The one origin people open, for example `https://app.example.com`. */
  readonly APP_ORIGIN: string
  /** Further origins that may call the API from a browser, separated by spaces. */
  readonly CORS_ORIGINS?: string
  readonly DATABASE_URL: string
  /** `host:port` of a Neon-compatible endpoint on this machine; unset in production. */
  readonly NEON_LOCAL?: string
  /** The signing key of access tokens as a private JWK (ES256, with `kid`), JSON text. */
  readonly AUTH_PRIVATE_KEY: string
  /** A JWK set, JSON text: the public halves that are accepted, the current one and those being rotated out. */
  readonly AUTH_PUBLIC_KEYS: string
  /** Where mail is handed over, with what key, and whose name it bears. Without them links are passed on by hand. */
  readonly MAIL_API_URL?: string
  readonly MAIL_API_KEY?: string
  readonly MAIL_FROM?: string
  /** What we are known by to push services: a P-256 key pair, base64url (a point, a scalar), and whom they may write to. */
  readonly VAPID_PUBLIC_KEY?: string
  readonly VAPID_PRIVATE_KEY?: string
  readonly VAPID_SUBJECT?: string
  /** Hosts of the push services that are spoken to, separated by spaces; `*.` stands for any name under it. */
  readonly PUSH_HOSTS?: string
  readonly FILES: R2Bucket
  readonly IMPORT_QUEUE: Queue<Message>
  readonly TRAIN_QUEUE: Queue<Message>
  readonly SCORE_QUEUE: Queue<Message>
  readonly PUSH_QUEUE: Queue<Message>
  /** Workers AI, where the account has it: texts and tones are written by rules without. */
  readonly AI?: { run(model: string, input: object): Promise<unknown> }
  readonly TENANT_HUB: DurableObjectNamespace<TenantHub>
  readonly TASK_ROOM: DurableObjectNamespace<TaskRoom>
  readonly ASSETS: Fetcher
}
