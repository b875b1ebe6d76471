import * as Kobalte from '@kobalte/core/popover'
import { createSignal, type JSX, onMount, splitProps } from 'solid-js'
import { popupMount } from './popups'

export interface PopoverProps extends Omit<JSX.ButtonHTMLAttributes<HTMLButtonElement>, 'children'> {
  /** Names the panel for screen readers. */
  readonly label: string
  /** What stands in the button. */
  readonly trigger: JSX.Element
  /** The panel; `close` shuts it and gives the focus back. */
  readonly children: (close: () => void) => JSX.Element
  /** For one that comes lazily: its button has been pressed already. */
  readonly startsOpen?: boolean | undefined
}

/** A button that opens a small panel: a filter, an inline editor. Heavy: load lazily with what uses it. */
export function Popover(props: PopoverProps): JSX.Element {
  const [own, button] = splitProps(props, ['label', 'trigger', 'children', 'startsOpen'])
  const [open, setOpen] = createSignal(false)
  onMount(() => setOpen(own.startsOpen === true))
  return (
    <Kobalte.Root open={open()} onOpenChange={setOpen} placement="bottom-start" gutter={4}>
      <Kobalte.Trigger type="button" {...(button as object)}>
        {own.trigger}
      </Kobalte.Trigger>
      <Kobalte.Portal mount={popupMount()}>
        <Kobalte.Content class="pop pad" aria-label={own.label}>
          {own.children(() => setOpen(false))}
        </Kobalte.Content>
      </Kobalte.Portal>
    </Kobalte.Root>
  )
}
