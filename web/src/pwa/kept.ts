import { createSignal } from 'solid-js'

/** Whether the browser lets the app be kept on this device, so that it opens without a network. */
export const [isAppKept, setAppKept] = createSignal(true)

/** Whether what is done here outlasts the page. */
export let isWorkKept = true

/** What is done from now on cannot be kept on this device. */
export function loseWorkWithPage(): void {
  isWorkKept = false
}
