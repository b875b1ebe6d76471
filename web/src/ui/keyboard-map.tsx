import { createMemo, createSignal, For, type JSX, onMount } from 'solid-js'
import { Toggle } from './check'
import { type Command, commands } from './commands'
import { Dialog } from './dialog'
import { Kbd } from './kbd'
import { setSingleKeys, singleKeys } from './shortcuts'

/** Every shortcut that works on the screen behind it. */
export default function KeyboardMap(props: { readonly onClose: () => void }): JSX.Element {
  const [open, setOpen] = createSignal(false)
  onMount(() => setOpen(true))
  const groups = createMemo(() => {
    const all = new Map<string, Command[]>()
    for (const command of commands()) {
      if (command.keys) all.set(command.group, [...(all.get(command.group) ?? []), command])
    }
    return [...all]
  })
  return (
    <Dialog
      open={open()}
      onClose={props.onClose}
      title="Keyboard shortcuts"
      wide
      footer={
        <div class="flex-1">
          <Toggle label="Single keys act without ⌘ or Ctrl" checked={singleKeys()} onChange={setSingleKeys} />
        </div>
      }
    >
      <div class="map">
        <For each={groups()}>
          {([group, all]) => (
            <section>
              <h3>{group}</h3>
              <ul>
                <For each={all}>
                  {(command) => (
                    <li>
                      {command.label}
                      <Kbd keys={command.keys ?? ''} />
                    </li>
                  )}
                </For>
              </ul>
            </section>
          )}
        </For>
      </div>
    </Dialog>
  )
}
