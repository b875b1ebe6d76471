/** A shortcut as it is written in code: "n", "g p", "mod+k", "shift+?"; steps are parted by a space. */
export type Keys = string

const isApple = () => /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? '')

const SYMBOLS: Readonly<Record<string, string>> = {
  enter: '↵',
  escape: 'Esc',
  up: '↑',
  down: '↓',
  left: '←',
  right: '→',
  space: 'Space',
  backspace: '⌫',
  delete: 'Del',
}

const WORDS: Readonly<Record<string, string>> = { ...SYMBOLS, enter: 'Enter', up: 'Up', down: 'Down', escape: 'Escape' }

/** The caps to draw for a shortcut, step by step: "mod+k" → [["⌘", "K"]] or [["Ctrl", "K"]]. */
export function keyCaps(keys: Keys, apple = isApple()): string[][] {
  return keys.split(' ').map((step) => step.split('+').map((key) => cap(key, apple, SYMBOLS)))
}

/** The same in words, for screen readers: "Command K", "G then P". */
export function keyWords(keys: Keys, apple = isApple()): string {
  const words = { ...WORDS, mod: apple ? 'Command' : 'Control' }
  return keys
    .split(' ')
    .map((step) =>
      step
        .split('+')
        .map((key) => cap(key, apple, words))
        .join(' '),
    )
    .join(' then ')
}

function cap(key: string, apple: boolean, names: Readonly<Record<string, string>>): string {
  const known = names[key]
  if (known) return known
  if (key === 'mod') return apple ? '⌘' : 'Ctrl'
  if (key === 'shift') return apple ? '⇧' : 'Shift'
  if (key === 'alt') return apple ? '⌥' : 'Alt'
  return key.length === 1 ? key.toUpperCase() : key
}

export interface Pressed {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
}

const NAMES: Readonly<Record<string, string>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ' ': 'space',
  Escape: 'escape',
  Enter: 'enter',
  Backspace: 'backspace',
  Delete: 'delete',
}

/** One key press as a step: "mod+shift+k". A shift that only made the character (`?`) is not said. */
export function stepOf(event: Pressed): string {
  const named = NAMES[event.key]
  const letter = /^[a-z]$/i.test(event.key)
  const parts: string[] = []
  if (event.ctrlKey || event.metaKey) parts.push('mod')
  if (event.altKey) parts.push('alt')
  if (event.shiftKey && (named || letter || event.key.length > 1)) parts.push('shift')
  parts.push(named ?? event.key.toLowerCase())
  return parts.join('+')
}

/** Whether a shortcut is of the kind that can be pressed by mistake while reading: no modifier held. */
export function isSingleKey(keys: Keys): boolean {
  const first = keys.split(' ')[0] ?? ''
  return !/(mod|alt)\+/.test(first) && first !== 'escape'
}

export interface Match {
  /** The shortcut that is complete, if any. */
  readonly keys: Keys | undefined
  /** The steps to remember for the next press, while some shortcut could still be completed. */
  readonly pending: readonly string[]
}

/** What the steps pressed so far mean among the shortcuts there are. A dead end starts over with its last step. */
export function matchKeys(steps: readonly string[], known: readonly Keys[]): Match {
  const pressed = steps.join(' ')
  const exact = known.find((keys) => keys === pressed)
  if (exact !== undefined) return { keys: exact, pending: [] }
  if (known.some((keys) => keys.startsWith(`${pressed} `))) return { keys: undefined, pending: steps }
  const last = steps.at(-1)
  return steps.length > 1 && last !== undefined ? matchKeys([last], known) : { keys: undefined, pending: [] }
}
