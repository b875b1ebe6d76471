import { setTimeout as wait } from 'node:timers/promises'
import WebSocket from 'ws'
import * as Y from 'yjs'
import type { LocalDatabase } from '../../drizzle/local/open'
import {
  DESCRIPTION,
  decodeRoom,
  encodeClient,
  MAX_DESCRIPTION,
  ROOM_VERSION,
} from '../../durable-objects/task-room/messages'
import { newId } from '../../worker/kernel/ids'
import type { SignedIn } from '../bench/big-company'

type Random = () => number

const FULL = MAX_DESCRIPTION * 0.9 // several write at once
const PACE_MS = 20

interface Operation {
  readonly id: string
  readonly path: string
  readonly body: object
  /** What a note says, by which it is found. */
  readonly note?: string
  /** Where a move takes the deal. */
  readonly stageId?: string | undefined
}

/** Somebody who moves their deal and takes notes over the API, and sends again what was not answered. */
export class Hand {
  acknowledged = 0
  private readonly origin: string
  private readonly person: SignedIn
  private readonly stages: readonly string[]
  private readonly done: Operation[] = []
  private readonly notes: string[] = []
  private unanswered: Operation | undefined
  private moves = 0
  private stageId: string

  constructor(origin: string, person: SignedIn, stages: readonly string[], stageId: string) {
    this.origin = origin
    this.person = person
    this.stages = stages
    this.stageId = stageId
  }

  async work(random: Random, life: AbortSignal): Promise<void> {
    while (!life.aborted) {
      this.unanswered ??= random() < 0.5 ? this.move() : this.note()
      try {
        await this.send(this.unanswered)
      } catch (error) {
        if (error instanceof Refused) throw error
        // Killed, or about to be; whether it was done is found out by sending it again.
        return
      }
    }
  }

  /** Sends what is still unanswered. */
  async finish(): Promise<void> {
    if (this.unanswered) await this.send(this.unanswered)
  }

  async sayAllAgain(): Promise<void> {
    for (const operation of this.done) {
      const answer = await this.postInTime(operation)
      if (answer.status >= 300 || answer.headers.get('idempotent-replay') !== 'true') {
        throw new Error(`sent again, ${operation.path} answers ${answer.status}: ${await answer.text()}`)
      }
      await answer.arrayBuffer()
    }
  }

  async check(db: LocalDatabase): Promise<void> {
    const { dealId } = this.person
    const [moved] = await db.query<{ n: number }>(
      `select count(*)::int as n from change_log where entity_id = $1 and type = 'opportunity.moved'`,
      [dealId],
    )
    if (moved?.n !== this.moves) throw new Error(`the deal moved ${moved?.n} times, not ${this.moves}`)
    const rows = await db.query<{ content: string }>('select content from interactions where content like $1', [
      `note of ${this.person.userId} %`,
    ])
    const there = rows.map(({ content }) => content).sort()
    const wanted = this.notes.toSorted()
    if (there.join() !== wanted.join()) {
      throw new Error(`${there.length} notes are there of ${wanted.length}, or not the same`)
    }
  }

  private move(): Operation {
    // Always to another: a move to where it is already is none.
    const stageId = this.stages[(this.stages.indexOf(this.stageId) + 1) % this.stages.length]
    return { id: newId(), path: `/opportunities/${this.person.dealId}/move`, body: { stageId }, stageId }
  }

  private note(): Operation {
    const note = `note of ${this.person.userId} ${newId()}`
    const body = { opportunityId: this.person.dealId, channel: 'note', content: note }
    return { id: newId(), path: '/interactions', body, note }
  }

  private async send(operation: Operation): Promise<void> {
    const answer = await this.post(operation)
    const said = await answer.text()
    if (answer.status === 503 || answer.status === 429) throw new Error(said)
    if (!answer.ok) throw new Refused(`${operation.path} answers ${answer.status}: ${said}`)
    this.unanswered = undefined
    this.acknowledged++
    this.done.push(operation)
    if (operation.note) this.notes.push(operation.note)
    else {
      this.moves++
      this.stageId = operation.stageId ?? this.stageId
    }
  }

  /** Whoever says too much at once is told when to come again. */
  private async postInTime(operation: Operation): Promise<Response> {
    for (;;) {
      const answer = await this.post(operation)
      if (answer.status !== 429) return answer
      await answer.arrayBuffer()
      await wait(Number(answer.headers.get('retry-after')) * 1000)
    }
  }

  private post({ id, path, body }: Operation): Promise<Response> {
    return fetch(`${this.origin}/api/v1${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${this.person.token}`,
        'content-type': 'application/json',
        'idempotency-key': id,
      },
      body: JSON.stringify(body),
    })
  }
}

/** Something else than a dead server stands in the way. */
class Refused extends Error {}

/** Somebody who writes marks into a text that others write too, and knows which of them are kept. */
export class Pen {
  acknowledged = 0
  private readonly doc = new Y.Doc()
  private readonly url: string
  private readonly person: SignedIn
  private readonly name: string
  private socket: WebSocket | undefined
  private written = 0
  private readonly kept = new Set<string>()
  private readonly open = new Map<number, string>()
  private readonly lost: string[] = []
  private readonly refusals: string[] = []
  private sent = 0

  constructor(origin: string, person: SignedIn, taskId: string, n: number) {
    this.url = `${origin.replace('http', 'ws')}/api/v1/tasks/${taskId}/room`
    this.person = person
    this.name = 'abcdefgh'[n] ?? 'z'
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'room') this.edit(update, String(origin))
    })
  }

  get text(): string {
    return this.doc.getText(DESCRIPTION).toString()
  }

  async work(random: Random, life: AbortSignal): Promise<void> {
    try {
      await this.enter()
    } catch {
      return // Killed before it came in.
    }
    this.check()
    while (!life.aborted && this.socket?.readyState === WebSocket.OPEN && this.text.length < FULL) {
      const mark = `<${this.name}${this.written++}>`
      const text = this.doc.getText(DESCRIPTION)
      // Between marks, never within one.
      const places = [0, ...[...text.toString().matchAll(/>/g)].map(({ index }) => index + 1)]
      this.doc.transact(() => text.insert(places[Math.floor(random() * places.length)] ?? 0, mark), mark)
      await this.until(() => this.open.size < 20, 20)
      await wait(random() * PACE_MS)
    }
    this.socket?.terminate()
  }

  async finish(): Promise<void> {
    await this.enter()
    await this.until(() => this.open.size === 0, 30_000)
    if (this.open.size > 0) throw new Error('the room does not say what it kept')
  }

  /** Everything it ever wrote, as one that comes back with all of it. */
  async sayAllAgain(): Promise<void> {
    this.edit(Y.encodeStateAsUpdate(this.doc), 'again')
    await this.until(() => this.open.size === 0, 30_000)
  }

  /** Every mark that was acknowledged is there, once. */
  check(): void {
    if (this.lost.length > 0) throw new Error(`kept, and lost by the room: ${this.lost.join(' ')}`)
    if (this.refusals.length > 0) throw new Error(`edits were refused: ${this.refusals.join(' ')}`)
    const found = Map.groupBy([...this.text.matchAll(/<[a-z]\d+>/g)], ([mark]) => mark)
    for (const mark of this.kept) {
      const times = found.get(mark)?.length ?? 0
      if (times !== 1) throw new Error(`${mark} was kept and is there ${times} times`)
    }
  }

  private edit(update: Uint8Array, what: string): void {
    if (this.socket?.readyState !== WebSocket.OPEN) return
    this.open.set(++this.sent, what)
    this.socket.send(encodeClient({ kind: 'edit', number: this.sent, update }))
  }

  private async enter(): Promise<void> {
    this.socket?.terminate()
    this.open.clear()
    this.sent = 0
    const socket = new WebSocket(this.url, { headers: { authorization: `Bearer ${this.person.token}` } })
    this.socket = socket
    await new Promise<void>((resolve, reject) => {
      socket.on('error', reject)
      socket.on('close', () => reject(new Error('hung up')))
      socket.on('open', () => {
        // Nothing of its own: it is looked at what the room has, not at what this one remembers.
        const stateVector = Y.encodeStateVector(new Y.Doc())
        socket.send(encodeClient({ kind: 'hello', version: ROOM_VERSION, stateVector }))
      })
      socket.on('message', (data: Buffer) => {
        const message = decodeRoom(new Uint8Array(data))
        switch (message?.kind) {
          case 'state':
            this.lookAt(message.update)
            Y.applyUpdate(this.doc, message.update, 'room')
            this.edit(Y.encodeStateAsUpdate(this.doc, message.stateVector), 'what it lacks')
            return resolve()
          case 'edit':
            return Y.applyUpdate(this.doc, message.update, 'room')
          case 'kept':
            return this.acknowledge(message.number)
          case 'refused':
            this.refusals.push(message.because)
        }
      })
    })
  }

  /** What was acknowledged must be in the room itself. */
  private lookAt(update: Uint8Array): void {
    const rooms = new Y.Doc()
    Y.applyUpdate(rooms, update)
    const text = rooms.getText(DESCRIPTION).toString()
    for (const mark of this.kept) if (!text.includes(mark)) this.lost.push(mark)
  }

  private acknowledge(number: number): void {
    for (const [n, mark] of this.open) {
      if (n > number) break
      this.open.delete(n)
      if (!mark.startsWith('<')) continue
      this.kept.add(mark)
      this.acknowledged++
    }
  }

  private async until(isSo: () => boolean, ms: number): Promise<void> {
    const end = Date.now() + ms
    while (!isSo() && Date.now() < end && this.socket?.readyState === WebSocket.OPEN) {
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }
}
