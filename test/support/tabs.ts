import { type ProblemBody, Refusal, Unreachable } from '../../web/src/api/problems'
import { partsOf } from '../../web/src/sync/bootstrap'
import { Engine } from '../../web/src/sync/engine'
import { ENTITIES } from '../../web/src/sync/entities'
import type { Command, Operation } from '../../web/src/sync/operation'
import { patchesOf } from '../../web/src/sync/operation'
import { newOperationId } from '../../web/src/sync/operation-id'
import { MemoryOutbox } from '../../web/src/sync/outbox'
import type { Ports, SyncState, TabMessage } from '../../web/src/sync/ports'
import type { SomeRows } from '../../web/src/sync/rows'
import type { Socket } from '../../web/src/sync/stream'
import { anyView, makeViews } from '../../web/src/sync/views'
import type { UserId } from '../../worker/kernel/ids'
import type { NotificationPage } from '../../worker/notifications/contract'
import type { TaskWorkingSet, WholeTasks } from '../../worker/tasks/contract'
import type { Person } from './actors'
import { as } from './app'
import { openStream, workingSetOf } from './device'
import { MemoryKeeper } from './memory-keeper'
import { OneLock } from './one-lock'
import { troubled, type Weather } from './weather'

const FASTER = 10 // pauses and patience are shorter here than people's

/** A person's browser: one disk, one network, any number of tabs. */
export class FakeBrowser {
  readonly weather: Weather = { isCut: false, loseAnswers: 0, double: 0, troubles: [] }
  readonly outbox = new MemoryOutbox()
  readonly keeper = new MemoryKeeper()
  readonly tabs = new Set<Tab>()
  /** The deals that screens keep something of. */
  readonly sights = new Set<string>()
  /** What it asked the server about tasks, in order. */
  readonly asked: string[] = []
  readonly person: Person
  /** How far its clock is off, in milliseconds. */
  private readonly clockOff: number
  private readonly locks = new OneLock()
  private onTheirWay = 0
  private readonly sockets = new Set<WebSocket>()

  constructor(person: Person, clockOff = 0) {
    this.person = person
    this.clockOff = clockOff
  }

  async openTab(): Promise<Tab> {
    const kept = await this.keeper.load()
    const tab = new Tab(this, this.ports(), kept?.seq ?? -1, kept?.rows ?? {})
    this.tabs.add(tab)
    await tab.engine.start()
    return tab
  }

  /** Cuts every connection; nothing gets through until it is mended. */
  cut(): void {
    this.weather.isCut = true
    this.dropSockets()
  }

  dropSockets(): void {
    for (const socket of this.sockets) socket.close(1001)
    this.sockets.clear()
  }

  mend(): void {
    this.weather.isCut = false
    for (const tab of this.tabs) tab.engine.check()
  }

  /** Waits until the tabs have heard all that they told each other. */
  async quiet(): Promise<void> {
    // What is still being written down is told in this very turn.
    do await new Promise<void>((resolve) => setTimeout(resolve))
    while (this.onTheirWay > 0)
  }

  private carry(hear: () => void): void {
    this.onTheirWay++
    setTimeout(() => {
      this.onTheirWay--
      hear()
    })
  }

  private ports(): (tab: Tab) => Ports {
    return (tab) => ({
      keeper: this.keeper,
      outbox: this.outbox,
      server: {
        send: (operation, body) => this.send(operation, body),
        see: (path) => this.request(() => as(this.person).get(path)) as Promise<Record<string, unknown>>,
        workingSet: async () => {
          this.reach()
          const [{ rows, seq }, tasks] = await Promise.all([workingSetOf(this.person), this.tasks()])
          return { rows: { ...rows, tasks: tasks.rows }, seq: Math.min(seq, tasks.seq) }
        },
        probe: async () => void (await this.request(() => as(this.person).get('/me'))),
        tasks: () => this.tasks(),
        taskParts: async (ids) => {
          this.asked.push(...ids)
          const answer = await this.request(() => as(this.person).get(`/tasks/whole?ids=${ids.join()}`))
          const { seq, rows } = answer as WholeTasks
          return rows.map((task) => partsOf(task, seq))
        },
        notifications: async () =>
          ((await this.request(() => as(this.person).get('/notifications?limit=100'))) as NotificationPage).rows,
        changedSince: async () => true,
      },
      open: () => this.openSocket(),
      tell: (message) => {
        const text = JSON.stringify(message)
        for (const other of this.tabs) if (other !== tab) this.carry(() => other.hear(JSON.parse(text) as TabMessage))
      },
      locks: this.locks.of(tab),
      lockName: 'sync',
      isSeen: () => true,
      after: (ms, run) => {
        const timer = setTimeout(() => tab.isAlive && run(), ms / FASTER)
        return () => clearTimeout(timer)
      },
      random: Math.random,
      now: () => Date.now() + this.clockOff,
      sendLater: () => {},
      keepDeals: (isKept) => {
        for (const id of this.sights) if (!isKept(id)) this.sights.delete(id)
      },
    })
  }

  private tasks(): Promise<TaskWorkingSet> {
    this.asked.push('list')
    return this.request(() => as(this.person).get('/tasks/working-set')) as Promise<TaskWorkingSet>
  }

  private async send({ method, path, id }: Operation, body: unknown): Promise<unknown> {
    const headers = { 'idempotency-key': id }
    const trouble = this.weather.troubles.shift()
    const door = trouble && (await troubled(trouble, `browser-${this.person.userId}`))
    const once = () => {
      const caller = as(this.person, door)
      if (method === 'POST') return caller.post(path, body, headers)
      if (method === 'PATCH') return caller.patch(path, body, headers)
      return method === 'PUT' ? caller.put(path, body, headers) : caller.delete(path, headers)
    }
    if (this.weather.double > 0) {
      this.weather.double--
      await this.request(once).catch(() => {})
    }
    const { held } = this.weather
    this.weather.held = undefined
    const answer = await this.request(once)
    await held
    return answer
  }

  private async request(ask: () => Promise<{ status: number; body: unknown }>): Promise<unknown> {
    this.reach()
    const { status, body } = await ask()
    if (this.weather.loseAnswers > 0) {
      this.weather.loseAnswers--
      throw new Unreachable()
    }
    this.reach()
    if (status >= 400) throw new Refusal({ ...(body as ProblemBody), status })
    return body
  }

  private reach(): void {
    if (this.weather.isCut) throw new Unreachable()
  }

  private openSocket(): Socket {
    const socket: Socket & { real?: WebSocket } = {
      send(text) {
        if (socket.real?.readyState === WebSocket.OPEN) socket.real.send(text)
      },
      close: () => {
        socket.real?.close(1000)
        socket.onclose?.({ code: 1000, reason: '' })
      },
      onopen: null,
      onmessage: null,
      onclose: null,
    }
    void this.connect(socket).catch(() => socket.onclose?.({ code: 1006, reason: '' }))
    return socket
  }

  private async connect(socket: Socket & { real?: WebSocket }): Promise<void> {
    await Promise.resolve()
    this.reach()
    const { webSocket } = await openStream({ authorization: `Bearer ${this.person.token}` })
    if (!webSocket) throw new Unreachable()
    socket.real = webSocket
    this.sockets.add(webSocket)
    webSocket.addEventListener('message', ({ data }) => !this.weather.isCut && socket.onmessage?.({ data }))
    webSocket.addEventListener('close', ({ code, reason }) => {
      this.sockets.delete(webSocket)
      socket.onclose?.({ code, reason })
    })
    webSocket.accept()
    socket.onopen?.()
  }
}

/** One tab: the app's own engine, without a screen. */
export class Tab {
  readonly views = makeViews(() => this.wake())
  readonly engine: Engine
  readonly refused: Operation[] = []
  readonly overwrote: Operation[] = []
  readonly met: Operation[] = []
  operations: readonly Operation[] = []
  state: SyncState = 'loading'
  isAlive = true
  private readonly browser: FakeBrowser
  private waiting: (() => void)[] = []

  constructor(browser: FakeBrowser, portsFor: (tab: Tab) => Ports, seq: number, rows: SomeRows) {
    this.browser = browser
    for (const entity of ENTITIES) anyView(this.views, entity).replaceAll(rows[entity] ?? [])
    const listener = {
      onState: (state: SyncState) => {
        this.state = state
        this.wake()
      },
      onOperations: (operations: readonly Operation[]) => {
        this.operations = operations
        this.wake()
      },
      onTouched: () => this.wake(),
      onRefused: (operation: Operation) => void this.refused.push(operation),
      onOverwrote: (operation: Operation) => void this.overwrote.push(operation),
      onMet: (operation: Operation) => void this.met.push(operation),
      onStorageFull: () => {},
      inBulk: (change: () => void) => {
        change()
        this.wake()
      },
    }
    this.engine = new Engine(portsFor(this), listener, this.views, seq)
  }

  perform(command: Command, id = newOperationId()): Promise<unknown> {
    for (const entity of ENTITIES) {
      const patches = patchesOf(command, entity)
      if (patches.length > 0) anyView(this.views, entity).begin({ operationId: id, patches: patches as never })
    }
    return this.engine.enqueue(id, command)
  }

  hear(message: TabMessage): void {
    if (this.isAlive) this.engine.onTab(message)
    this.wake()
  }

  close(): void {
    this.isAlive = false
    this.browser.tabs.delete(this)
    this.engine.stop()
  }

  get userId(): UserId {
    return this.browser.person.userId
  }

  get isQuiet(): boolean {
    return this.state === 'synced' && this.operations.every(({ state }) => state !== 'waiting')
  }

  async until(isSo: (tab: this) => boolean): Promise<void> {
    while (!isSo(this)) await new Promise<void>((resolve) => this.waiting.push(resolve))
  }

  /** What somebody sees in it. */
  seen(): { readonly [entity: string]: readonly { readonly id: string }[] } {
    return Object.fromEntries(ENTITIES.map((entity) => [entity, anyView(this.views, entity).rows()]))
  }

  private wake(): void {
    const woken = this.waiting
    this.waiting = []
    for (const resolve of woken) resolve()
  }
}

/** What somebody who begins now is given, tasks with all their parts among it. */
export async function everythingOf(person: Person): Promise<SomeRows> {
  const { rows } = await workingSetOf(person)
  const tasks = await answered<TaskWorkingSet>(person, '/tasks/working-set')
  const ids = tasks.rows.map(({ id }) => id)
  const whole = ids.length > 0 ? (await answered<WholeTasks>(person, `/tasks/whole?ids=${ids.join()}`)).rows : []
  const { rows: notifications } = await answered<NotificationPage>(person, '/notifications?limit=100')
  return { ...rows, tasks: tasks.rows, taskParts: whole.map((task) => partsOf(task, 0)), notifications }
}

async function answered<Body>(person: Person, path: string): Promise<Body> {
  const { status, body } = await as(person).get<Body>(path)
  if (status !== 200) throw new Error(`${path} was refused with ${status}`)
  return body
}
