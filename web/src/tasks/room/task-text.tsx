import { createEffect, createMemo, createSignal, type JSX, on, onCleanup, Show } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { showToast } from '../../ui/toast'
import { plainWords } from '../plain-words'
import type { FormatBar } from './format-bar'
import type { Format } from './markdown/active'
import type { TaskRoom } from './task-room'
import type { TextEditor } from './text-editor'
import type { TextState } from './text-ports'

interface TaskTextProps {
  readonly room: TaskRoom
  readonly me: string
  /** Only to be read. */
  readonly fixed: boolean
  /** As the server last told it, to be shown until the text itself is here. */
  readonly told: string | undefined
}

const LABEL = 'Description'

/** The text of a task, written where it stands by everybody who is here. */
export function TaskText(props: TaskTextProps): JSX.Element {
  const [editor, setEditor] = createSignal<TextEditor>()
  const [formats, setFormats] = createSignal<readonly Format[]>([])
  const [bar, setBar] = createSignal<typeof FormatBar>()
  const [isWriting, setWriting] = createSignal(false)
  let host!: HTMLDivElement
  let frame!: HTMLDivElement
  const isKnown = createMemo(() => props.room.state()?.isKnown === true)
  const mayEdit = createMemo(() => !props.fixed && props.room.state()?.mayEdit !== false)

  createEffect(
    on(
      () => (isKnown() ? props.room.open() : undefined),
      (open) => {
        if (!open) return
        let isGone = false
        let mounted: TextEditor | undefined
        onCleanup(() => {
          isGone = true
          mounted?.destroy()
          setEditor(undefined)
        })
        void Promise.all([import('./text-editor'), import('./format-bar')]).then(([{ mountEditor }, { FormatBar }]) => {
          if (isGone) return
          setBar(() => FormatBar)
          mounted = mountEditor(host, open.text, {
            label: LABEL,
            me: props.me,
            mayEdit: mayEdit(),
            // The frame is not typed in: the keys of the screen work again.
            onLeave: () => frame.focus(),
            onTooLong: () => showToast('A description takes 50,000 characters. This would be more.', { bad: true }),
            onFormats: setFormats,
          })
          setEditor(mounted)
        })
      },
    ),
  )
  createEffect(() => editor()?.setMayEdit(mayEdit()))
  const progress = createProgress(() => props.room.state())
  let edge!: HTMLDivElement
  const isIn = (to: EventTarget | null) => to instanceof Node && (to === host || edge.contains(to))
  return (
    <div
      class="doc-x"
      onFocusIn={({ target }) => setWriting(isIn(target))}
      onFocusOut={({ relatedTarget }) => setWriting(isIn(relatedTarget))}
    >
      <div
        ref={frame}
        class="room-f"
        role="group"
        aria-label="Text of the task"
        tabIndex={-1}
        data-fixed={mayEdit() ? undefined : ''}
      >
        <div ref={host} class="room-x" hidden={!editor()} />
        <Show when={!editor()}>
          <p class="room-x room-p">
            {plainWords(props.told ?? '') || <span class="q3">{props.told === undefined ? '' : 'No description'}</span>}
          </p>
        </Show>
      </div>
      <div ref={edge} class="room-e" data-open={isWriting() && mayEdit() ? '' : undefined}>
        <Show when={mayEdit() && editor()}>
          {(mounted) => <Dynamic component={bar()} editor={mounted()} formats={formats()} open={isWriting()} />}
        </Show>
        <p class="room-s">
          <span role="status">{troubleOf(props.room.state(), editor() !== undefined)}</span>
          <span>{progress()}</span>
        </p>
      </div>
    </div>
  )
}

/** What somebody has to know to be sure of what they wrote. */
function troubleOf(state: TextState | undefined, isHere: boolean): string {
  if (!state) return ''
  if (state.ended === 'not_understood') return 'A newer version is needed to go on. Reload: what you wrote is kept.'
  if (state.line !== 'unreachable') return ''
  if (state.own === 'unkept') return 'Offline, and not kept: this device has no room left.'
  if (state.own === 'kept') return 'Offline. Kept on this device.'
  return isHere
    ? 'Offline. What you write is kept on this device.'
    : 'Offline. The text can be edited when there is a connection.'
}

const SLOW_MS = 500 // an answer that is quicker than that is not waited for

/** That all is well, said quietly: not at every letter, and not to who only reads. */
function createProgress(state: () => TextState | undefined): () => string {
  const [word, setWord] = createSignal('')
  createEffect(
    on(
      () => {
        const now = state()
        return now && now.line !== 'unreachable' && !now.ended ? now.own : undefined
      },
      (own, before) => {
        if (own === undefined) setWord('')
        else if (own === 'sent') setWord(before === undefined || before === 'sent' ? '' : 'Saved')
        else {
          const slow = setTimeout(() => setWord('Saving'), SLOW_MS)
          onCleanup(() => clearTimeout(slow))
        }
      },
    ),
  )
  return word
}
