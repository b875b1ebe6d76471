import { createSignal, onCleanup, onMount } from 'solid-js'
import { commands } from './commands'
import { isSingleKey, matchKeys, stepOf } from './keys'

const KEY = 'single-keys'
const FORGET_MS = 1_200 // after G, the letter must follow soon or the G was a mistake

const [singleKeys, setKept] = createSignal(localStorage.getItem(KEY) !== 'off')

/** Whether keys without a modifier act. They can be switched off (WCAG 2.1.4): speech users press them by talking. */
export { singleKeys }

export function setSingleKeys(on: boolean): void {
  localStorage.setItem(KEY, on ? 'on' : 'off')
  setKept(on)
}

/** Runs commands by their shortcuts. Once, at the root of the app. */
export function useShortcuts(): void {
  let pending: readonly string[] = []
  let timer: ReturnType<typeof setTimeout> | undefined

  const press = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || ['Shift', 'Control', 'Meta', 'Alt'].includes(event.key)) return
    // What is typed in a tree of its own, as the editor's is, is told as if it happened to what holds the tree.
    const typing = isTyping(event.composedPath()[0] ?? event.target)
    const mayRun = (keys: string) =>
      typing ? !isSingleKey(keys) && keys !== 'escape' && !isEditing(keys) : singleKeys() || !isSingleKey(keys)
    // The newest first: what opened last speaks for the keyboard.
    const open = commands()
      .toReversed()
      .filter((command) => command.keys !== undefined && !command.isShown && mayRun(command.keys))
    const match = matchKeys(
      [...pending, stepOf(event)],
      open.map((command) => command.keys ?? ''),
    )
    pending = match.pending
    clearTimeout(timer)
    if (pending.length > 0) timer = setTimeout(() => (pending = []), FORGET_MS)
    const command = match.keys === undefined ? undefined : open.find((candidate) => candidate.keys === match.keys)
    if (!command) return
    event.preventDefault()
    command.run()
  }

  onMount(() => {
    document.addEventListener('keydown', press)
    onCleanup(() => {
      document.removeEventListener('keydown', press)
      clearTimeout(timer)
    })
  })
}

// Undo and redo belong to the field while one types in it.
const isEditing = (keys: string) => keys === 'mod+z' || keys === 'mod+shift+z'

// A dialog or menu owns its keys too: J inside a listbox looks for a name that begins with J.
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target.closest('[role="dialog"], [role="menu"], [role="listbox"]')) return true
  return target.matches(
    'input:not([type="checkbox"], [type="radio"], [type="range"], [type="button"]), textarea, select',
  )
}
