import * as Kobalte from '@kobalte/core/dialog'
import ArrowRight from 'lucide-solid/icons/arrow-right'
import Search from 'lucide-solid/icons/search'
import { createEffect, createMemo, createSignal, createUniqueId, For, type JSX, onMount, Show } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { type Command, findCommands, plain } from './commands'
import { createFocusReturn } from './focus-return'
import { plural } from './format'
import { Kbd } from './kbd'

interface Line {
  readonly command: Command
  readonly index: number
}

/** The command palette: a field, and a list it steers. The focus stays in the field throughout. */
export default function PaletteDialog(props: { readonly onClose: () => void }): JSX.Element {
  const id = createUniqueId()
  const [query, setQuery] = createSignal('')
  const [at, setAt] = createSignal(0)
  const [open, setOpen] = createSignal(false)
  onMount(() => setOpen(true))
  const giveBack = createFocusReturn(() => true)

  const found = createMemo(() => findCommands(query()))
  const lines = createMemo(() => byGroup(found()).map(([group, commands]) => [group, commands] as const))
  const ordered = createMemo(() => lines().flatMap(([, all]) => all.map((line) => line.command)))
  const chosen = () => Math.min(at(), ordered().length - 1)
  createEffect(() => {
    document.getElementById(`${id}-${chosen()}`)?.scrollIntoView({ block: 'nearest' })
  })

  const run = (command: Command | undefined) => {
    if (!command) return
    props.onClose()
    // After the dialog has given the focus back: the command may take it elsewhere.
    setTimeout(() => command.run())
  }
  const press = (event: KeyboardEvent) => {
    const count = ordered().length
    if (event.key === 'ArrowDown') setAt((chosen() + 1) % Math.max(1, count))
    else if (event.key === 'ArrowUp') setAt((chosen() - 1 + count) % Math.max(1, count))
    else if (event.key === 'Enter' && !event.isComposing) run(ordered()[chosen()])
    else return
    event.preventDefault()
  }

  return (
    <Kobalte.Root open={open()} onOpenChange={(next) => !next && props.onClose()}>
      <Kobalte.Portal>
        <Kobalte.Overlay class="scrim" />
        <Kobalte.Content class="pal" aria-label="Commands" onCloseAutoFocus={giveBack}>
          <div class="q">
            <Search class="i" />
            <input
              type="text"
              role="combobox"
              aria-label="Search or jump to"
              aria-expanded="true"
              aria-controls={`${id}-list`}
              aria-activedescendant={ordered().length > 0 ? `${id}-${chosen()}` : undefined}
              aria-autocomplete="list"
              autocomplete="off"
              spellcheck={false}
              placeholder="Search or jump to"
              value={query()}
              onInput={(event) => {
                setQuery(event.currentTarget.value)
                setAt(0)
              }}
              onKeyDown={press}
            />
            <span class="desk">
              <Kbd keys="escape" />
            </span>
          </div>
          <div class="list" role="listbox" aria-label="Results" id={`${id}-list`} tabIndex={-1}>
            <For each={lines()}>
              {([group, all]) => (
                <div role="group" aria-label={group}>
                  <div class="grp" aria-hidden="true">
                    {group}
                  </div>
                  <For each={all}>
                    {(line) => (
                      <Option
                        id={`${id}-${line.index}`}
                        command={line.command}
                        query={query()}
                        chosen={chosen() === line.index}
                        onPoint={() => setAt(line.index)}
                        onRun={() => run(line.command)}
                      />
                    )}
                  </For>
                </div>
              )}
            </For>
          </div>
          <Show when={ordered().length === 0}>
            <p class="q2 px-4 pb-4">Nothing found on this device. Try fewer letters.</p>
          </Show>
          <footer>
            <span class="fl">
              <Kbd keys="up" />
              <Kbd keys="down" /> choose
            </span>
            <span class="fl">
              <Kbd keys="enter" /> open
            </span>
            <i class="sp" />
            <span role="status">{plural(ordered().length, 'result')}, from this device</span>
          </footer>
        </Kobalte.Content>
      </Kobalte.Portal>
    </Kobalte.Root>
  )
}

interface OptionProps {
  readonly id: string
  readonly command: Command
  readonly query: string
  readonly chosen: boolean
  readonly onPoint: () => void
  readonly onRun: () => void
}

function Option(props: OptionProps): JSX.Element {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field above holds the focus and handles Enter
    // biome-ignore lint/a11y/useFocusableInteractive: pointed at by aria-activedescendant instead
    <div
      class="opt"
      role="option"
      id={props.id}
      aria-selected={props.chosen}
      onPointerMove={() => !props.chosen && props.onPoint()}
      onPointerDown={(event) => event.preventDefault()}
      onClick={() => props.onRun()}
    >
      <Dynamic component={props.command.icon ?? ArrowRight} class="i" />
      <span class="clip">
        <Marked text={props.command.label} query={props.query} />
      </span>
      <i class="sp" />
      {props.command.detail?.()}
      <Show when={props.command.keys}>{(keys) => <Kbd keys={keys()} />}</Show>
    </div>
  )
}

/** The letters that were typed stand out. */
function Marked(props: { text: string; query: string }): JSX.Element {
  const parts = () => {
    const typed = plain(props.query.trim())
    const from = typed === '' ? -1 : plain(props.text).indexOf(typed)
    // Where accents fold away the positions no longer agree: then nothing is marked.
    if (from < 0 || plain(props.text).length !== props.text.length) return [props.text, '', '']
    const to = from + typed.length
    return [props.text.slice(0, from), props.text.slice(from, to), props.text.slice(to)]
  }
  return (
    <>
      {parts()[0]}
      <mark>{parts()[1]}</mark>
      {parts()[2]}
    </>
  )
}

function byGroup(commands: readonly Command[]): [string, Line[]][] {
  const groups = new Map<string, Command[]>()
  for (const command of commands) groups.set(command.group, [...(groups.get(command.group) ?? []), command])
  let index = 0
  return [...groups].map(([group, all]) => [group, all.map((command) => ({ command, index: index++ }))])
}
