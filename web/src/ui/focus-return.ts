import { createComputed } from 'solid-js'

/**
 * For a dialog that opens from anywhere: remembers what had the focus when it opened, and gives it back when it
 * closes. The answer is the dialog's `onCloseAutoFocus`.
 */
export function createFocusReturn(open: () => boolean): (event: Event) => void {
  let opener: HTMLElement | undefined
  createComputed(() => {
    if (open()) opener = openerOf(document.activeElement)
  })
  return (event) => {
    event.preventDefault()
    if (hasMovedOn()) return
    const place = opener?.isConnected ? opener : document.querySelector<HTMLElement>('#main h1, #main')
    place?.focus({ preventScroll: true })
  }
}

/**
 * Whether the focus is somewhere already. What closes gives it back a task later, and in between somebody quick may have
 * gone on: to take the focus from there would close the next menu.
 */
export function hasMovedOn(): boolean {
  return document.activeElement !== null && document.activeElement !== document.body
}

// A menu's line is gone by the time the dialog closes: its button is what was pressed.
function openerOf(element: Element | null): HTMLElement | undefined {
  const menu = element?.closest('[role="menu"]')
  const button = menu && document.getElementById(menu.getAttribute('aria-labelledby') ?? '')
  const opener = button ?? element
  return opener instanceof HTMLElement && opener !== document.body ? opener : undefined
}
