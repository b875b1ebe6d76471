import CircleAlert from 'lucide-solid/icons/circle-alert'
import X from 'lucide-solid/icons/x'
import { createSignal, For, type JSX, onCleanup, Show } from 'solid-js'
import { afterPaint } from './after-paint'
import { Button, IconButton } from './button'
import { useCommands } from './commands'

const LIFE_MS = 6_000
const LIFE_WITH_ACTION_MS = 10_000 // time to read, decide and reach for Undo
const MOST = 3

export interface ToastAction {
  readonly label: string
  readonly run: () => void
  readonly keys?: string | undefined
}

export interface ToastOptions {
  /** Something went wrong: stays until it is dismissed. */
  readonly bad?: boolean | undefined
  readonly action?: ToastAction | undefined
  /** Stays until it is dismissed. */
  readonly keep?: boolean | undefined
}

interface Toast extends ToastOptions {
  readonly id: number
  readonly text: string
}

const [toasts, setToasts] = createSignal<readonly Toast[]>([])
let next = 1

/** Says something in passing at the foot of the screen. Answers how to take it back. */
export function showToast(text: string, options: ToastOptions = {}): () => void {
  const toast = { ...options, id: next++, text }
  let isTakenBack = false
  // What is told of comes first: it should not be seen later because of the words.
  afterPaint(() => {
    if (!isTakenBack) setToasts((shown) => [...shown, toast].slice(-MOST))
  })
  return () => {
    isTakenBack = true
    dismiss(toast.id)
  }
}

/** After a command that was done at once: says so, and offers the way back (also ⌘Z). */
export function showUndo(text: string, undo: () => void): () => void {
  return showToast(text, { action: { label: 'Undo', keys: 'mod+z', run: undo } })
}

function dismiss(id: number): void {
  setToasts((shown) => shown.filter((toast) => toast.id !== id))
}

/** Where toasts appear: once, at the end of the app. Always present, so that screen readers hear what comes in. */
export function ToastRegion(): JSX.Element {
  const undoable = () => toasts().findLast((toast) => toast.action?.keys !== undefined)
  useCommands(() => {
    const toast = undoable()
    const action = toast?.action
    if (!toast || !action?.keys) return []
    const run = () => {
      dismiss(toast.id)
      action.run()
    }
    return [{ id: 'toast.action', label: action.label, group: 'Do', keys: action.keys, run }]
  })
  return (
    <section class="toasts" aria-label="Messages" data-kb-top-layer>
      <div aria-live="polite" class="contents">
        <For each={toasts().filter((toast) => !toast.bad)}>{(toast) => <ToastLine toast={toast} />}</For>
      </div>
      <div aria-live="assertive" class="contents">
        <For each={toasts().filter((toast) => toast.bad)}>{(toast) => <ToastLine toast={toast} />}</For>
      </div>
    </section>
  )
}

function ToastLine(props: { toast: Toast }): JSX.Element {
  let timer: ReturnType<typeof setTimeout> | undefined
  const stays = () => props.toast.bad || props.toast.keep
  const hold = () => clearTimeout(timer)
  const resume = () => {
    hold()
    if (stays()) return
    timer = setTimeout(() => dismiss(props.toast.id), props.toast.action ? LIFE_WITH_ACTION_MS : LIFE_MS)
  }
  resume()
  onCleanup(hold)
  const act = (action: ToastAction) => {
    dismiss(props.toast.id)
    action.run()
  }
  return (
    <div
      class={props.toast.bad ? 'toast bad' : 'toast'}
      onPointerEnter={hold}
      onPointerLeave={resume}
      onFocusIn={hold}
      onFocusOut={resume}
    >
      <Show when={props.toast.bad}>
        <CircleAlert class="i" />
      </Show>
      <span class="min-w-0 py-1">{props.toast.text}</span>
      <Show when={props.toast.action}>
        {(action) => (
          <Button size="sm" keys={action().keys} onClick={() => act(action())}>
            {action().label}
          </Button>
        )}
      </Show>
      <Show when={!props.toast.action || stays()}>
        <IconButton size="sm" icon={X} label="Dismiss" onClick={() => dismiss(props.toast.id)} />
      </Show>
    </div>
  )
}
