import { type Accessor, createEffect, createMemo, createSignal, onCleanup, untrack } from 'solid-js'
import { useSync } from '../../sync/store'
import type { RefusedText } from './kept-text'
import { type Peer, peersIn } from './presence'
import type { SharedText } from './shared-text'
import type { TextState } from './text-ports'
import { useTexts } from './texts'

export interface TaskRoom {
  /** The text once it is open; another one whenever its document begins anew. */
  readonly open: Accessor<{ readonly text: SharedText } | undefined>
  readonly state: Accessor<TextState | undefined>
  /** Who else is here. */
  readonly peers: Accessor<readonly Peer[]>
  /** Whether this person writes a comment just now. */
  readonly setTyping: (isTyping: boolean) => void
}

export interface TaskRoomOptions {
  readonly taskId: string
  readonly me: string
  /** Nothing once the task is out of sight: it goes by the name it had. */
  readonly title: () => string | undefined
  /** The server does not know the task yet. */
  readonly isNew: () => boolean
  /** What the device knows of the task says that it has no description. */
  readonly isEmpty: () => boolean
  /** What was written here was not taken; it is kept. */
  readonly onRefused: (text: RefusedText) => void
}

const PAUSE_MS = 6000 // who thinks for longer is not typing

/** Enters the room of a task for as long as its screen is there. */
export function createTaskRoom(options: TaskRoomOptions): TaskRoom {
  const texts = useTexts()
  const sync = useSync()
  const [open, setOpen] = createSignal<{ readonly text: SharedText }>()
  const [told, setTold] = createSignal<TextState>()
  const [peers, setPeers] = createSignal<readonly Peer[]>([])
  const title = createMemo<string>((before) => options.title() ?? before, 'Task')
  let isGone = false
  let pause: ReturnType<typeof setTimeout> | undefined

  async function enter(): Promise<void> {
    const rooms = await texts.rooms()
    if (isGone) return
    const { taskId, me } = options
    const text: SharedText = await rooms.enter(
      { taskId, title },
      {
        onState: setTold,
        onOthers: (others) => setPeers(peersIn(others, me)),
        onRenewed: () => setOpen({ text }),
        onRefused: options.onRefused,
      },
      options.isNew() ? 'new' : options.isEmpty() ? 'empty' : 'somehow',
    )
    leave = () => rooms.leave(text)
    if (isGone) return leave()
    setOpen({ text })
  }
  let leave = () => {}
  void enter()
  // Whichever comes last: that the text is open, or that the server knows its task.
  const mayConnect = createMemo(() => open() !== undefined && !options.isNew())
  createEffect(() => mayConnect() && untrack(open)?.text.connect())
  onCleanup(() => {
    isGone = true
    clearTimeout(pause)
    leave()
  })

  // A room that is not there before the server knows the task is as far away as the server.
  const state = createMemo(() => {
    const now = told()
    return now && options.isNew() && sync.state() === 'unreachable' ? { ...now, line: 'unreachable' as const } : now
  })
  const setTyping = (isTyping: boolean) => {
    clearTimeout(pause)
    const present = open()?.text.present
    const was = present?.state?.typing === 'comment'
    if (was !== isTyping) present?.set({ typing: isTyping ? 'comment' : null })
    if (isTyping) pause = setTimeout(() => setTyping(false), PAUSE_MS)
  }
  return { open, state, peers, setTyping }
}
