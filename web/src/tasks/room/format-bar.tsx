import Bold from 'lucide-solid/icons/bold'
import Code from 'lucide-solid/icons/code'
import Heading from 'lucide-solid/icons/heading'
import Italic from 'lucide-solid/icons/italic'
import Link from 'lucide-solid/icons/link'
import List from 'lucide-solid/icons/list'
import ListOrdered from 'lucide-solid/icons/list-ordered'
import ListTodo from 'lucide-solid/icons/list-todo'
import Strikethrough from 'lucide-solid/icons/strikethrough'
import TextQuote from 'lucide-solid/icons/text-quote'
import { createSignal, For, type JSX, onCleanup, onMount } from 'solid-js'
import { IconButton } from '../../ui/button'
import { useCommands } from '../../ui/commands'
import type { Icon } from '../../ui/icon'
import type { Format } from './markdown/active'
import type { TextEditor } from './text-editor'

interface Tool {
  readonly format: Format
  readonly label: string
  readonly icon: Icon
  readonly keys?: string
  /** Begins another group. */
  readonly apart?: boolean
}

const TOOLS: readonly Tool[] = [
  { format: 'bold', label: 'Bold', icon: Bold, keys: 'mod+b' },
  { format: 'italic', label: 'Italic', icon: Italic, keys: 'mod+i' },
  { format: 'strike', label: 'Strikethrough', icon: Strikethrough, keys: 'mod+shift+x' },
  { format: 'code', label: 'Code', icon: Code, keys: 'mod+e' },
  { format: 'link', label: 'Link', icon: Link, keys: 'mod+k' },
  { format: 'heading', label: 'Heading', icon: Heading, apart: true },
  { format: 'bullet', label: 'Bulleted list', icon: List, keys: 'mod+shift+8' },
  { format: 'number', label: 'Numbered list', icon: ListOrdered, keys: 'mod+shift+7' },
  { format: 'task', label: 'Boxes to tick', icon: ListTodo, keys: 'mod+shift+9' },
  { format: 'quote', label: 'Quote', icon: TextQuote },
]

/** Keys that are not of a button. */
const OTHER_KEYS = [
  ['tick', 'Tick the box', 'mod+shift+enter'],
  ['deeper', 'Put the item a level deeper', 'Tab'],
  ['out', 'Take it a level back', 'shift+Tab'],
  ['follow', 'Open the link at the caret', 'alt+enter'],
  ['leave', 'Leave the text', 'escape'],
] as const

/** How the words are to look, at the edge of the text one writes in. Pressing anything here leaves the caret in it. */
export function FormatBar(props: {
  readonly editor: TextEditor
  readonly formats: readonly Format[]
  /** Somebody is in the text, or here. */
  readonly open: boolean
}): JSX.Element {
  // One stop for Tab, as a toolbar is; the arrows go on from there.
  const [stop, setStop] = createSignal(0)
  let bar!: HTMLDivElement
  useCommands(() =>
    [...TOOLS.map(({ format, label, keys }) => [format, label, keys] as const), ...OTHER_KEYS].map(
      ([id, label, keys]) => ({ id: `text.${id}`, label, group: 'In a text', keys, isShown: true, run: () => {} }),
    ),
  )
  onMount(() => {
    const { visualViewport: seen } = window
    if (!seen) return
    // A phone's keyboard lies over the page: the bar stands on it.
    const place = () =>
      bar.parentElement?.style.setProperty('--keyboard', `${Math.max(0, innerHeight - seen.height - seen.offsetTop)}px`)
    seen.addEventListener('resize', place)
    seen.addEventListener('scroll', place)
    place()
    onCleanup(() => {
      seen.removeEventListener('resize', place)
      seen.removeEventListener('scroll', place)
    })
  })
  const move = (event: KeyboardEvent) => {
    const last = TOOLS.length - 1
    const to = { ArrowRight: stop() + 1, ArrowLeft: stop() - 1, Home: 0, End: last }[event.key]
    if (to === undefined && event.key !== 'Escape') return
    event.preventDefault()
    event.stopPropagation()
    if (to === undefined) return props.editor.focus()
    setStop((to + TOOLS.length) % TOOLS.length)
    bar.querySelectorAll('button')[stop()]?.focus()
  }
  return (
    <div
      ref={bar}
      class="md-bar"
      role="toolbar"
      aria-label="Format of the text"
      hidden={!props.open}
      onMouseDown={(event) => event.preventDefault()}
      // Here and not at the document, where Escape would be the page's as well.
      on:keydown={move}
    >
      <For each={TOOLS}>
        {(tool, at) => (
          <IconButton
            icon={tool.icon}
            label={tool.label}
            keys={tool.keys}
            class={tool.apart ? 'apart' : undefined}
            aria-pressed={props.formats.includes(tool.format)}
            tabIndex={at() === stop() ? 0 : -1}
            onFocus={() => setStop(at())}
            onClick={() => props.editor.run(tool.format)}
          />
        )}
      </For>
    </div>
  )
}
