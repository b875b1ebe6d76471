import { exports } from 'cloudflare:workers'
import type { HubMessage } from '../../durable-objects/tenant-hub/messages'
import { type ProblemBody, Refusal } from '../../web/src/api/problems'
import { Copy } from '../../web/src/sync/copy'
import { ENTITIES } from '../../web/src/sync/entities'
import type { SomeRows } from '../../web/src/sync/rows'
import { makeViews } from '../../web/src/sync/views'
import type { WorkingSetPage } from '../../worker/sales/contract'
import type { Person } from './actors'
import { type Answer, as } from './app'

/** The socket the Worker answers with, or its refusal. */
export function openStream(headers: Record<string, string>): Promise<Response> {
  return exports.default.fetch('https://app.test/api/v1/stream', { headers: { upgrade: 'websocket', ...headers } })
}

/** A device that listens: the app's own copy, with nothing done on it. */
export class Device {
  readonly copy = new Copy(makeViews(() => {}))
  readonly heard: HubMessage[] = []
  closed: { readonly code: number; readonly reason: string } | undefined
  private readonly person: Person
  private socket: WebSocket | undefined
  private waiting: (() => void)[] = []

  constructor(person: Person) {
    this.person = person
  }

  /** Fetches everything and listens from there. */
  static async of(person: Person): Promise<Device> {
    const device = new Device(person)
    await device.start()
    return device
  }

  async start(): Promise<void> {
    const { rows, seq } = await workingSetOf(this.person)
    this.copy.replaceAll(rows, seq)
    await this.listen()
  }

  async listen(lastSeq = this.copy.seq): Promise<void> {
    const { webSocket } = await openStream({ authorization: `Bearer ${this.person.token}` })
    if (!webSocket) throw new Error('no socket was opened')
    this.socket = webSocket
    this.closed = undefined
    webSocket.addEventListener('message', ({ data }) => void this.take(JSON.parse(String(data)) as HubMessage))
    webSocket.addEventListener('close', ({ code, reason }) => {
      this.closed = { code, reason }
      this.wake()
    })
    webSocket.accept()
    this.say({ type: 'hello', lastSeq })
  }

  say(message: unknown): void {
    this.socket?.send(typeof message === 'string' ? message : JSON.stringify(message))
  }

  hangUp(): void {
    this.socket?.close(1000)
    this.socket = undefined
  }

  /** Waits until something that was heard makes it so. */
  async until(isSo: (device: this) => boolean): Promise<void> {
    while (!isSo(this)) await new Promise<void>((resolve) => this.waiting.push(resolve))
  }

  /** What it holds, in an order of its own. */
  holds(): unknown {
    return inOrder(Object.fromEntries(ENTITIES.map((entity) => [entity, this.copy.view(entity).baseRows()])))
  }

  private async take(message: HubMessage): Promise<void> {
    this.heard.push(message)
    if (message.type === 'rows') this.copy.apply(message)
    if (message.type === 'scores') this.copy.applyScores(message.scores)
    if (message.type === 'resync') {
      const { rows, seq } = await workingSetOf(this.person)
      this.copy.replaceAll(rows, seq)
      this.say({ type: 'hello', lastSeq: seq })
    }
    this.wake()
  }

  private wake(): void {
    const woken = this.waiting
    this.waiting = []
    for (const resolve of woken) resolve()
  }
}

/** What a device that begins now is given. */
export async function workingSetOf(person: Person): Promise<{ rows: SomeRows; seq: number }> {
  const pages: WorkingSetPage[] = []
  let cursor: string | null = null
  do {
    const answer: Answer<WorkingSetPage> = await as(person).get(`/working-set${cursor ? `?cursor=${cursor}` : ''}`)
    // As the browser's calls have it: who asks too often is told so, and asks again later.
    if (answer.status !== 200) throw new Refusal({ ...(answer.body as unknown as ProblemBody), status: answer.status })
    pages.push(answer.body)
    cursor = answer.body.nextCursor
  } while (cursor)
  const first = pages[0]?.first
  const customers = new Map(pages.flatMap((page) => page.customers).map((customer) => [customer.id, customer]))
  const rows: SomeRows = {
    opportunities: pages.flatMap((page) => page.opportunities),
    customers: [...customers.values()],
    ...(first && { pipelines: first.pipelines, users: first.users, products: first.products }),
    ...(first && { customFields: first.customFields }),
  }
  return { rows, seq: pages[0]?.seq ?? 0 }
}

export function inOrder(rows: { readonly [entity: string]: readonly { readonly id: string }[] }): unknown {
  return Object.fromEntries(
    ENTITIES.map((entity) => [entity, (rows[entity] ?? []).toSorted((a, b) => (a.id < b.id ? -1 : 1))]),
  )
}
