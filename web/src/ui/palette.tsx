import { createSignal, type JSX, lazy, Show, Suspense } from 'solid-js'
import { useCommands } from './commands'

const [open, setOpen] = createSignal<'palette' | 'keys'>()

export const isPaletteOpen = () => open() === 'palette'

export function openPalette(): void {
  setOpen('palette')
}

export function openKeyboardMap(): void {
  setOpen('keys')
}

const PaletteDialog = lazy(() => import('./palette-dialog'))
const KeyboardMap = lazy(() => import('./keyboard-map'))

/** ⌘K and ? for the whole app; the panels themselves come with the first use. */
export function CommandLayer(): JSX.Element {
  const close = () => setOpen(undefined)
  useCommands(() => [
    { id: 'palette', label: 'Search or jump to', group: 'General', keys: 'mod+k', keyOnly: true, run: openPalette },
    { id: 'search', label: 'Search', group: 'General', keys: '/', keyOnly: true, run: openPalette },
    { id: 'keys', label: 'Keyboard shortcuts', group: 'General', keys: '?', run: openKeyboardMap },
  ])
  return (
    <Suspense>
      <Show when={isPaletteOpen()}>
        <PaletteDialog onClose={close} />
      </Show>
      <Show when={open() === 'keys'}>
        <KeyboardMap onClose={close} />
      </Show>
    </Suspense>
  )
}
