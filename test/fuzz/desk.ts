import type { RoomSocket } from '../../web/src/tasks/room/line'
import type { Begins } from '../../web/src/tasks/room/text-ports'
import type { Person } from '../support/actors'
import { as } from '../support/app'
import { MemoryTexts } from '../support/memory-texts'
import { ofTheLiving, TextTab } from '../support/text-world'
import { openRoom } from '../support/writer'

const CUT = 1006 // what a browser says of a line that fell

/** Where one person writes one text: the device's disk and its tabs, each the app's own text with a line to the real room. */
export class Desk {
  readonly keeper = new MemoryTexts()
  readonly tabs = new Set<TextTab>()
  /** What is sent next goes out twice. */
  double = 0
  /** So many answers to an edit get lost, and the line with them. */
  loseAnswers = 0
  private readonly person: Person
  private readonly taskId: string
  private readonly lines = new Map<RoomSocket, WebSocket>()
  private isCut = false

  constructor(person: Person, taskId: string) {
    this.person = person
    this.taskId = taskId
  }

  async openTab(begins?: Begins): Promise<TextTab> {
    const tab: TextTab = new TextTab(
      {
        open: (line) => this.connect(line),
        probe: async () => {
          if (this.isCut) throw new Error('nobody answers')
          return (await as(this.person).get(`/tasks/${this.taskId}`)).status === 404 ? 'gone' : 'there'
        },
        after: (ms, run) => {
          const timer = setTimeout(() => tab.isAlive && run(), ms)
          return () => clearTimeout(timer)
        },
        random: Math.random,
        isSeen: () => true,
        keeper: ofTheLiving(this.keeper, () => tab.isAlive),
        tell: (message) => {
          if (!tab.isAlive) return
          for (const other of this.tabs) if (other !== tab) setTimeout(() => other.hear(message))
        },
        now: Date.now,
        newId: () => crypto.randomUUID(),
      },
      () => this.tabs.delete(tab),
      this.taskId,
    )
    this.tabs.add(tab)
    await tab.shared.open(begins)
    return tab
  }

  cut(): void {
    this.isCut = true
    for (const line of this.lines.keys()) this.hang(line)
  }

  /** There is a network again, and every tab is told to look. */
  mend(): void {
    this.isCut = false
    for (const tab of this.tabs) tab.shared.check()
  }

  private connect(line: string): RoomSocket {
    const socket: RoomSocket = { send: () => {}, close: () => {}, onopen: null, onmessage: null, onclose: null }
    void this.dial(line, socket).catch(() => socket.onclose?.({ code: CUT }))
    return socket
  }

  private async dial(line: string, socket: RoomSocket): Promise<void> {
    let isLeft = false
    socket.close = () => {
      isLeft = true
      this.hang(socket, false)
    }
    const answer = this.isCut
      ? undefined
      : await openRoom(this.taskId, { authorization: `Bearer ${this.person.token}` }, line)
    const webSocket = answer?.webSocket
    if (!webSocket) throw new Error('the room was not reached')
    webSocket.binaryType = 'arraybuffer'
    webSocket.addEventListener('message', ({ data }) => {
      if (!this.lines.has(socket)) return
      // The first byte of what a room says is its kind; which one does not matter to who loses it.
      if (this.loseAnswers > 0 && typeof data !== 'string') {
        this.loseAnswers--
        return this.hang(socket)
      }
      socket.onmessage?.({ data })
    })
    webSocket.addEventListener('close', ({ code }) => {
      if (this.lines.delete(socket)) socket.onclose?.({ code })
    })
    webSocket.accept()
    if (isLeft || this.isCut) {
      webSocket.close(1000)
      throw new Error('left meanwhile')
    }
    this.lines.set(socket, webSocket)
    socket.send = (data) => {
      if (!this.lines.has(socket)) return
      webSocket.send(data)
      if (this.double > 0 && typeof data !== 'string') {
        this.double--
        webSocket.send(data)
      }
    }
    socket.onopen?.()
  }

  private hang(line: RoomSocket, isTold = true): void {
    const webSocket = this.lines.get(line)
    if (!webSocket) return
    this.lines.delete(line)
    webSocket.close(1000)
    if (isTold) line.onclose?.({ code: CUT })
  }
}
